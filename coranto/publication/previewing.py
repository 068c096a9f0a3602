"""Looking at a draft: what is edited does not know how readers' pages are made, so it is handed a way to show itself."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.http import HttpResponse

Show = Callable[[models.Model], HttpResponse]

_shown_by: list[Show] = []


def show_with(show: Show) -> None:
    """Say how a draft is shown; the newsroom does so once, when the desk starts."""
    _shown_by[:] = [show]


def preview(draft: models.Model) -> HttpResponse:
    """A draft as readers would see it. Raises LookupError when nobody has said how."""
    if not _shown_by:
        raise LookupError("Nobody has said how drafts are shown. Call previewing.show_with(…) when the desk starts.")
    return _shown_by[0](draft)
