"""The memory in the desk: everything that was translated goes out as TMX, and a memory from elsewhere comes in, with a report."""

from __future__ import annotations

from typing import BinaryIO, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coranto.languages import CODES
from coranto.newsroom.translating.frame import DIRECT, language_choices, person_with, tabs
from coranto.newsroom.translating.other_tools import TMX, attachment, uploaded_file
from coranto.newsroom.translating.returning import look_again
from coranto.newsroom.translating.streaming import Streamed
from coranto.translation.exchange import ExchangeError
from coranto.translation.exchanging import Brought, ExchangeRefused, stream_memory, take_memory
from coranto.translation.permitting import PERMISSION, Permitted

MOST_BYTES = 100_000_000  # of a memory that comes in at the desk: read and kept within a minute, while the person waits


class MemoryForm(forms.Form):
    """A memory that comes in, and what its sentences count as."""

    file = forms.FileField(label=gettext_lazy("Memory"), required=False, widget=forms.FileInput(attrs={"accept": ".tmx"}), help_text=gettext_lazy("TMX 1.4, at most 100 MB. Larger ones are taken in on the command line."))
    language = forms.ChoiceField(label=gettext_lazy("Only into"), required=False)
    are_peoples = forms.BooleanField(
        label=gettext_lazy("People translated it, and I answer for that"), required=False,
        help_text=gettext_lazy("For sentences of which the file does not say who made them. Without this they count as a machine's, and readers are told so."),
    )  # fmt: skip

    def __init__(self, *args: object, permitted: Permitted, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["language"].choices = [("", _all_of(permitted)), *language_choices(_codes(permitted))]  # type: ignore[attr-defined]


def memory(request: HttpRequest) -> HttpResponse:
    """Downloads of the memory, and for those who direct translators a form for one from elsewhere. 403 for those who do not translate."""
    person = person_with(request, PERMISSION)
    permitted, may_direct = Permitted(person), person.has_perm(DIRECT)
    form = MemoryForm(request.POST or None, request.FILES or None, permitted=permitted)
    brought: Brought | None = None
    if request.method == "POST":
        if not may_direct:
            raise PermissionDenied
        brought = _take(request, form, permitted)
    return render(
        request, "newsroom/translating/memory.html",
        {
            "title": _("Memory"), "icon": "history", "tabs": tabs(person), "here": "coranto_memory", "may_direct": may_direct, "form": form, "brought": brought,
            "all_of_them": _all_of(permitted), "choices": language_choices(_codes(permitted)),
        },
    )  # fmt: skip


def _take(request: HttpRequest, form: MemoryForm, permitted: Permitted) -> Brought | None:
    """Take the memory in; None with the reason in the form."""
    if not form.is_valid():
        return None
    chosen = form.cleaned_data["language"]
    wanted = [chosen] if chosen else sorted(permitted.given)
    try:
        file = cast(BinaryIO, uploaded_file(request, MOST_BYTES))
        brought = take_memory(file, languages=wanted, are_peoples=form.cleaned_data["are_peoples"])
    except (ExchangeError, ExchangeRefused) as error:
        form.add_error("file", str(error))
        return None
    look_again(wanted, now=timezone.now())
    return brought


@never_cache
@require_safe
def memory_out(request: HttpRequest) -> StreamingHttpResponse:
    """The memory as TMX, whole or in one language, sent as it is written; of somebody who was given languages, in these. 403 for another."""
    permitted = Permitted(person_with(request, PERMISSION))
    language = request.GET.get("language", "")
    if language and (language not in CODES or language not in permitted):
        raise PermissionDenied
    pieces = stream_memory(languages=[language] if language else permitted.given, now=timezone.now())
    return Streamed(pieces, content_type=TMX, headers={"Content-Disposition": attachment(f"memory.{language}.tmx" if language else "memory.tmx")})


def _codes(permitted: Permitted) -> list[str]:
    return [code for code in CODES if code in permitted]


def _all_of(permitted: Permitted) -> str:
    return _("All languages that you were given") if permitted.given else _("Every language")
