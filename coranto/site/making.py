"""What is made on the first request and kept: card images and print editions. Addresses hold a fingerprint of what they show.

A file is made only for what is public now, in the state it has now: an address whose fingerprint is another one
answers 404, so a withdrawn article has neither card nor print edition, and a corrected one never shows the old text.
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coranto.delivery.paths import below
from coranto.site.facts.articles import article_page
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store

_one_at_a_time = threading.Lock()  # making is processor work; a crowd must not start it a hundred times over
LIFE = "public, max-age=31536000, immutable"


def fingerprint(*parts: object) -> str:
    """Twelve hexadecimal digits that change with what is shown."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]


def public_article(number: int, language: str) -> tuple[Store, ArticlePage]:
    """An article as the public sees it now. Raises Http404 where it is not public or not in this language."""
    store = Store()
    page = article_page(store, number, language)
    if page is None:
        raise Http404(_("There is no such article."))
    return store, page


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under a name, made and kept at first. Whole or not there."""
    place = below(settings.INSTANCE.folder / "made", name)
    try:
        return place.read_bytes()
    except FileNotFoundError:
        pass
    with _one_at_a_time:
        if place.exists():
            return place.read_bytes()
        data = make()
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f".{uuid.uuid4().hex}")
        partial.write_bytes(data)
        partial.replace(place)
        _drop_older(place)
        return data


def _drop_older(place: Path) -> None:
    """Let go of what the same article showed before: names are article-language-fingerprint."""
    stem = place.stem.rpartition("-")[0]
    for older in place.parent.glob(f"{stem}-????????????{place.suffix}"):
        if older != place:
            older.unlink(missing_ok=True)


def answer(request: HttpRequest, data: bytes, content_type: str, *, name: str = "") -> HttpResponse:
    """A made file; it may be kept for good, since its address changes with it."""
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = LIFE
    response["X-Content-Type-Options"] = "nosniff"
    if name:
        response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response
