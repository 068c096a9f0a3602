"""Work in other tools, from the desk: a text goes out as XLIFF, and what came back is taken in, with a report of every sentence that was not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coranto import languages
from coranto.languages import Language
from coranto.members.requests import user_of
from coranto.newsroom.translating import desk_screens, own_desk
from coranto.newsroom.translating.at_work import addresses_of
from coranto.newsroom.translating.desk_screens import translator_into
from coranto.newsroom.translating.own_naming import called, places
from coranto.newsroom.translating.pieces import editable
from coranto.newsroom.translating.places import place_of
from coranto.newsroom.translating.returning import take_returned
from coranto.newsroom.translating.sentences import Opened
from coranto.publication.offered import default_language
from coranto.translation.exchange import ExchangeError
from coranto.translation.exchange.shapes import TooMuch
from coranto.translation.exchange.xliff import read_xliff
from coranto.translation.exchanging import ExchangeRefused, Returned, export_article
from coranto.translation.exchanging_own import export_own
from coranto.translation.exchanging_units import Left
from coranto.translation.own_texts import OwnText

MOST_BYTES = 10_000_000  # of one file at the desk: read and kept within seconds, while the person waits
SHOWN = 100  # sentences of each kind that a report names
XLIFF, TMX = "application/xliff+xml", "application/x-tmx"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A sentence that was left as it is: where it stands, why, and what the file says, "" where that is of no use any more."""

    place: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a file has brought; each list in the order of the file, and how many more there are than are shown."""

    taken: int
    unchanged: int
    refused: tuple[NotTaken, ...]
    overtaken: tuple[NotTaken, ...]
    changed: tuple[NotTaken, ...]
    more: int


def attached(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved under a name, which may be in any script."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = attachment(name)
    return response


def attachment(name: str) -> str:
    """What tells browsers to save what they get under a name."""
    return str(content_disposition_header(True, name.replace(":", "-")))


def uploaded(request: HttpRequest) -> bytes:
    """The bytes of the file that was sent. Raises ExchangeRefused without one, TooMuch."""
    return bytes(uploaded_file(request, MOST_BYTES).read())


def uploaded_file(request: HttpRequest, most: int) -> UploadedFile:
    """The file that was sent, of `most` bytes at most; a large one lies on disk. Raises ExchangeRefused without one, TooMuch."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        raise ExchangeRefused(_("Choose the file that came back."))
    if file.size > most:
        raise TooMuch(
            _("This file has %(size).1f MB; at most %(most)d MB are taken in here. Whoever runs the server can take in larger ones.")
            % {"size": file.size / 1e6, "most": most // 1_000_000}
        )
    return file


# Out


@never_cache
@require_safe
def article_out(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """An article with what is translated of it, as XLIFF. 403 and 404 as the desk gives them."""
    opened = desk_screens.opened_for(request, number, language)
    slug = opened.state.slug
    return _sent(request, lambda: export_article(slug, language, now=timezone.now()), f"{slug}.{language}.xlf", addresses_of(opened.work)["desk_url"])


@never_cache
@require_safe
def own_out(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """A text of the publication with what is translated of it, as XLIFF."""
    opened = own_desk.opened_for(request, name, language)
    written_in = opened.source.language
    return _sent(
        request, lambda: export_own(language, written_in=written_in, now=timezone.now(), name=name), f"{name}.{language}.xlf", addresses_of(opened.work)["desk_url"]
    )  # fmt: skip


@never_cache
@require_safe
def texts_out(request: HttpRequest, language: str) -> HttpResponse:
    """Every text of the publication that was written in its first language, as XLIFF."""
    translator_into(request, language)
    return _sent(request, lambda: export_own(language, written_in=default_language(), now=timezone.now()), f"texts.{language}.xlf", _list_of(language))


def _sent(request: HttpRequest, export: Callable[[], bytes], name: str, back: str) -> HttpResponse:
    try:
        return attached(export(), name, XLIFF)
    except (ExchangeError, ExchangeRefused) as error:
        messages.error(request, str(error))
        return redirect(back)


# Back


@require_POST
def article_back(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Take in what a translator made of an article in another tool, and say what became of each sentence."""
    opened = desk_screens.opened_for(request, number, language)
    return _back(request, _back_to(opened), opened.title, opened.language, lambda one: one.article == number, lambda ones: _Places({"": opened.places()}, {}), is_of_one=True)


@require_POST
def own_back(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """The same of a text of the publication."""
    opened = own_desk.opened_for(request, name, language)
    return _back(request, _back_to(opened), opened.title, opened.language, lambda one: one.own == name, lambda ones: _Places({name: opened.places()}, {}), is_of_one=True)


@require_POST
def texts_back(request: HttpRequest, language: str) -> HttpResponse:
    """The same of texts of the publication, many in one file."""
    translator_into(request, language)
    return _back(request, _list_of(language), _("Texts of the publication"), languages.get(language), lambda one: bool(one.own), _places_of_texts)


def _back_to(opened: Opened) -> str:
    return addresses_of(opened.work)["desk_url"]


def _list_of(language: str) -> str:
    return f"{reverse('coranto_own_texts')}?language={language}"


@dataclass(frozen=True, slots=True)
class _Places:
    """The words for parts of texts, by the name of the text, and the words for texts where there are many."""

    parts: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, str]

    def of(self, own: str, key: str) -> str:
        """Where a sentence stands, such as “Paragraph 3, sentence 2”."""
        where, _hash, number = key.partition("#")
        words = place_of(where, self.parts.get(own, {}))
        place = _("%(place)s, sentence %(number)s") % {"place": words, "number": number} if number else words
        return f"{self.texts[own]}: {place}" if own in self.texts else place


def _places_of_texts(returned: Sequence[Returned]) -> _Places:
    found = {one.name: one for one in OwnText.objects.filter(name__in=[one.own for one in returned])}
    names = called({name: text.document for name, text in found.items()})
    return _Places({name: places(name, text.document) for name, text in found.items()}, {name: one.words for name, one in names.items()})


def _back(
    request: HttpRequest, back: str, title: str, language: Language, is_wanted: Callable[[Returned], bool], named: Callable[[Sequence[Returned]], _Places], *, is_of_one: bool = False
) -> HttpResponse:
    """Take a file in as a whole; the report, or why nothing of it was taken."""
    report, trouble = None, ""
    try:
        jobs = read_xliff(uploaded(request))
        if is_of_one and len(jobs) > 1:  # before the transaction, in which nobody else can write
            raise ExchangeRefused(_("This file has another text than the one at this desk. Take it in where that text stands."))
        with transaction.atomic():
            returned = take_returned(jobs, by=user_of(request), now=timezone.now(), takes_rest=True)
            _refuse_others(returned, language, is_wanted)
        report = _report(returned, named(returned), language)
    except (ExchangeError, ExchangeRefused) as error:
        trouble = str(error)
    return render(
        request, "newsroom/translating/returned.html",
        {"title": _("What came back"), "icon": "globe", "subtitle": title, "language": language, "report": report, "trouble": trouble, "back": back},
    )  # fmt: skip


def _refuse_others(returned: Sequence[Returned], language: Language, is_wanted: Callable[[Returned], bool]) -> None:
    if any(one.language != language.code for one in returned):
        raise ExchangeRefused(
            _("This file is into %(found)s, and this desk is for %(language)s. Take it in at the desk of its language.")
            % {"found": languages.get(returned[0].language).english_name, "language": language.english_name}
        )
    if not all(is_wanted(one) for one in returned):
        raise ExchangeRefused(_("This file has another text than the one at this desk. Take it in where that text stands."))


def _report(returned: Sequence[Returned], named: _Places, language: Language) -> Report:
    is_rtl = language.direction == "rtl"

    def listed(own: str, left: Sequence[Left]) -> Iterator[NotTaken]:
        return (NotTaken(named.of(own, one.key), one.why, editable(one.text, is_rtl=is_rtl)) for one in left)

    refused = [one for each in returned for one in listed(each.own, each.refused)]
    overtaken = [one for each in returned for one in listed(each.own, each.overtaken)]
    changed = [NotTaken(named.of(one.own, key), "", "") for one in returned for key in one.changed_since]
    return Report(
        sum(one.accepted for one in returned), sum(one.unchanged for one in returned), tuple(refused[:SHOWN]), tuple(overtaken[:SHOWN]), tuple(changed[:SHOWN]),
        sum(max(0, len(one) - SHOWN) for one in (refused, overtaken, changed)),
    )  # fmt: skip


SCREENS: list[URLPattern] = [
    path("coranto/translations/<int:number>/<str:language>/out/", article_out, name="coranto_translate_out"),
    path("coranto/translations/<int:number>/<str:language>/back/", article_back, name="coranto_translate_back"),
    path("coranto/translations/texts/<str:name>/<str:language>/out/", own_out, name="coranto_own_out"),
    path("coranto/translations/texts/<str:name>/<str:language>/back/", own_back, name="coranto_own_back"),
    path("coranto/translations/all-texts/<str:language>/out/", texts_out, name="coranto_own_texts_out"),
    path("coranto/translations/all-texts/<str:language>/back/", texts_back, name="coranto_own_texts_back"),
]
