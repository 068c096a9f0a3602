"""The desk's own files: its style sheets and scripts for anybody, uploaded originals for those who have signed in."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from coranto.delivery.errors import BadPath
from coranto.delivery.paths import joined

DAY = 24 * 60 * 60


@require_safe
def static_file(request: HttpRequest, path: str) -> HttpResponse:
    """A style sheet, script or picture of the desk. 404 for anything that is not among the installed ones."""
    found = finders.find(path) if ".." not in path else None
    if not found or not Path(str(found)).is_file():
        raise Http404(path)
    return _answer(request, Path(str(found)), f"public, max-age={DAY}")


@require_safe
@login_required
def original(request: HttpRequest, path: str) -> HttpResponse:
    """An uploaded original or its small rendition; readers never need one, and a draft's pictures are nobody's business."""
    try:
        place = joined(Path(settings.MEDIA_ROOT), f"/{path}")
    except BadPath as error:
        raise Http404(path) from error
    if not place.is_file():
        raise Http404(path)
    return _answer(request, place, "private, max-age=300")


def _answer(request: HttpRequest, place: Path, cache: str) -> HttpResponse:
    modified = int(place.stat().st_mtime)
    known = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response = HttpResponse(status=304) if known is not None and modified <= known else HttpResponse(place.read_bytes(), content_type=_type(place))
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    if place.suffix.lower() == ".svg":
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _type(place: Path) -> str:
    kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind == "application/javascript" else kind
