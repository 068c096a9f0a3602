"""Looking at a draft: articles do not know how readers' pages are made, so they are handed a way to show one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from wagtail.models import Page

Show = Callable[[Page], HttpResponse]

_shown_by: list[Show] = []


def show_with(show: Show) -> None:
    """Say how a draft is shown; the newsroom does so once, when the desk starts."""
    _shown_by[:] = [show]


def preview(page: Page) -> HttpResponse:
    """A draft as readers would see it. Raises LookupError when nobody has said how."""
    if not _shown_by:
        raise LookupError("Nobody has said how drafts are shown. Call previewing.show_with(…) when the desk starts.")
    return _shown_by[0](page)
