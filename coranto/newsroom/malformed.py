"""A form of the desk that no browser would send: answered with one sentence and 400, as what was sent is at fault and not the desk.

The forms of Wagtail and its neighbours read what a browser sends as their own pages made it: a chooser's field holds a number, a
stream of blocks comes with its count. Anything else raises while the form is read or drawn again, before anything is stored.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, TracebackType

import django
import modelcluster
import wagtail
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

import coranto

logger = logging.getLogger(__name__)

FAULTS = (ValueError, KeyError, ValidationError)  # MultiValueDictKeyError is a KeyError
PAST_NUMBERS = 1 << 63
WHILE_CLEANING = (AttributeError, TypeError)  # what a block for tables raises for JSON of another shape; a fault of a page otherwise
OURS = str(Path(coranto.__file__).parent)
THEIRS = tuple(str(Path(package.__file__).parent) for package in (django, wagtail, modelcluster) if package.__file__)
FORM_PARTS = {"forms", "forms.py", "formsets.py", "models.py", "blocks", "widgets", "widgets.py", "telepath", "fields.py"}
READING = {"full_clean", "is_valid", "value_from_datadict", "value_omitted_from_data", "has_changed", "_construct_form", "get_value_data", "render", "__init__"}


class MalformedForms(MiddlewareMixin):
    """Answers 400 for a form sent to the desk by somebody signed in that Wagtail's forms cannot read, 404 for numbers that no row has."""

    def process_view(self, request: HttpRequest, view: object, args: object, named: dict[str, object]) -> None:
        """Raise Http404 for the number of a row in an address that no row can have, and no database takes. The interface for programs answers itself."""
        if not request.path.startswith("/api/") and any(isinstance(value, int) and value >= PAST_NUMBERS for value in named.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page with one sentence; None, so that the fault shows, for everything else."""
        if request.method != "POST" or not request.path.startswith("/desk/") or not request.user.is_authenticated or not is_malformed(error):
            return None
        logger.info("malformed form", extra={"path": request.path, "error": type(error).__name__})
        return render(request, "newsroom/malformed.html", status=400)


def is_malformed(error: BaseException) -> bool:
    """Whether this was raised by forms of Django, Wagtail or modelcluster while they read or drew a form, none of our code in between."""
    places = list(_places(error.__traceback__))
    if any(place.co_filename.startswith(OURS) for place in places):
        return False
    if isinstance(error, WHILE_CLEANING):
        return any(place.co_filename.startswith(THEIRS) and place.co_name == "full_clean" for place in places)
    return isinstance(error, FAULTS) and any(_reads_a_form(place) for place in places)


def _places(trace: TracebackType | None) -> Iterator[CodeType]:
    while trace is not None:
        yield trace.tb_frame.f_code
        trace = trace.tb_next


def _reads_a_form(place: CodeType) -> bool:
    return place.co_filename.startswith(THEIRS) and place.co_name in READING and bool(FORM_PARTS & set(Path(place.co_filename).parts))
