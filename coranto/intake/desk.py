"""The desk's screens for taking in: give a source, look at what was found and what was left out, then take it or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from coranto.articles.models import Article, Front
from coranto.intake import waiting
from coranto.intake.duplicates import NearDuplicate, near_duplicates
from coranto.intake.editions import MayBe, may_be, remember_edition
from coranto.intake.fetching import PictureError, take_picture
from coranto.intake.models import Item, OfferedPicture
from coranto.intake.origins import Origin, needs_trust, with_origins
from coranto.intake.previewing import body_html
from coranto.intake.sources import fetch_bytes, open_bytes, open_url
from coranto.intake.taking import HeldAlready, IntakeError, held_item, is_newer_of, take_in
from coranto.members.requests import user_of
from coranto.reading.errors import ReadingError
from coranto.reading.shape import Reading

LONGEST_VALUE = 600
WHY = {
    "source": gettext_lazy("It names this article as its source."),
    "link": gettext_lazy("Its text leads to this article."),
    "same source": gettext_lazy("Both name the same source."),
}
FIELDS = (
    ("headline", gettext_lazy("Headline")), ("standfirst", gettext_lazy("Standfirst")), ("byline", gettext_lazy("Byline")), ("outlet", gettext_lazy("Outlet")),
    ("published", gettext_lazy("Published")), ("language", gettext_lazy("Language")), ("original_source", gettext_lazy("Original source")),
    ("canonical_url", gettext_lazy("Address")), ("regions", gettext_lazy("Regions")), ("themes", gettext_lazy("Themes")), ("reports", gettext_lazy("In-depth reports")),
    ("image", gettext_lazy("Image")), ("notes", gettext_lazy("Notes to readers")), ("author_bio", gettext_lazy("About the author")),
    ("copyright_notice", gettext_lazy("Copyright notice")), ("usage_terms", gettext_lazy("Terms of use")), ("fair_use_notice", gettext_lazy("Fair-use notice")),
    ("licence_url", gettext_lazy("Licence")), ("disclaimers", gettext_lazy("Disclaimers")), ("contacts", gettext_lazy("Contacts")),
)  # fmt: skip


class SourceForm(forms.Form):
    """One of three: an address, a file, or pasted text."""

    url = forms.URLField(label=gettext_lazy("Address of an article or feed"), required=False, max_length=2000, assume_scheme="https")
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False, help_text=gettext_lazy("A saved page, text, Markdown, DOCX or PDF."))
    text = forms.CharField(label=gettext_lazy("Or pasted text"), required=False, widget=forms.Textarea(attrs={"rows": 10}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if sum(bool(cleaned.get(name)) for name in ("url", "file", "text")) != 1 and not self.errors:
            raise forms.ValidationError(_("Give exactly one of the three: an address, a file or a text."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the preview: its label, what was found, and where."""

    label: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the editor looks at before anything is saved."""

    number: int
    reading: Reading
    rows: tuple[Row, ...]
    body: str  # html, marked as sanitised by `body_html`
    held: Article | None
    is_newer: bool  # it says more of what is held than was known
    similar: tuple[NearDuplicate, ...]
    origin: Origin | None  # what came of looking for the source's signature
    may_be: tuple[tuple[MayBe, str], ...]  # articles of ours that it may be a translation of, each with the reason in words


def give_source(request: HttpRequest) -> HttpResponse:
    """The form; what was read waits for the editor's answer on the next screen."""
    _allowed(request)
    form = SourceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = _open(form.cleaned_data)
        except ReadingError as error:
            form.add_error(None, str(error))
        else:
            return redirect("coranto_look", waiting.keep(opened, user=user_of(request).pk))
    return render(request, "intake/source.html", {"form": form, "title": _("Take in an article")})


def _open(given: dict[str, Any]) -> Any:
    now = timezone.now()
    if given["url"]:
        return with_origins(open_url(given["url"]), fetch_bytes, now=now)
    if given["file"]:
        opened = open_bytes(given["file"].read(), source=given["file"].name, content_type=given["file"].content_type)
        return with_origins(opened, fetch_bytes, now=now) if any(reading.statement_url for reading in opened.readings) else opened
    return open_bytes(given["text"].encode(), source=_("pasted text"), content_type="text/plain; charset=utf-8")


def look(request: HttpRequest, code: str) -> HttpResponse:
    """What was found, where, and what was not taken and why; then yes or no."""
    _allowed(request)
    try:
        opened = waiting.look(code, user=user_of(request).pk)
    except waiting.NothingWaiting:
        messages.error(request, _("This has been answered already, or a day has passed. Give the source again."))
        return redirect("coranto_take_in")
    if request.method == "POST":
        return _answer(request, code, opened)
    previews = [_preview(number, reading, opened.origin(number)) for number, reading in enumerate(opened.readings)]
    context = {"previews": previews, "code": code, "asks_trust": needs_trust(opened.origins), "title": _("Look before you take it in")}
    return render(request, "intake/look.html", context)


def _answer(request: HttpRequest, code: str, opened: Any) -> HttpResponse:
    chosen = {int(value) for value in request.POST.getlist("take") if value.isdigit()}
    even_if_similar, last, newer = request.POST.get("even_if_similar") == "yes", None, None
    for number, reading in enumerate(opened.readings):
        if number not in chosen:
            continue
        try:
            taken = take_in(
                reading, data=opened.data, by=user_of(request), now=timezone.now(), even_if_similar=even_if_similar, origin=opened.origin(number),
                trust_key=request.POST.get("trust_key") == "yes",
            )  # fmt: skip
        except HeldAlready as error:
            messages.warning(request, str(error))
            return redirect("coranto_look", code)
        except IntakeError as error:
            messages.error(request, str(error))
            continue
        last = taken.article
        if taken.arrival is not None:
            newer = taken.arrival
            log(taken.article, "coranto.newer_version", user=request.user, data={"version": newer.version, "status": newer.status, "note": newer.note[:500]})
            messages.warning(request, _("This is a newer version of “%(headline)s”. It waits for your answer; nothing was changed.") % {"headline": taken.article.title})
        elif taken.is_new:
            remember_edition(taken.item, _chosen_original(request, number, reading))
            log(taken.article, "coranto.take_in", user=request.user, data={"source": reading.source})
            messages.success(request, _("“%(headline)s” is now a draft. Say on what basis it is reprinted before it goes out.") % {"headline": taken.article.title})
        else:
            messages.info(request, _("“%(headline)s” was taken in before; nothing was changed.") % {"headline": taken.article.title})
    waiting.forget(code)
    if newer is not None:
        return redirect("coranto_arrival", newer.pk)
    return redirect("wagtailadmin_pages:edit", last.pk) if last is not None else redirect("coranto_take_in")


def _chosen_original(request: HttpRequest, number: int, reading: Reading) -> int | None:
    """The article that the editor said this is a translation of, if it was one that was offered."""
    chosen = request.POST.get(f"edition_of_{number}", "")
    return next((one.number for one in may_be(reading) if str(one.number) == chosen), None)


def _preview(number: int, reading: Reading, origin: Origin | None) -> Preview:
    rows = tuple(Row(str(label), _shown(getattr(reading, name)), reading.found_in.get(name, "")) for name, label in FIELDS if _shown(getattr(reading, name)))
    held = held_item(reading)
    is_newer = held is not None and is_newer_of(reading, held)
    similar = () if held else tuple(near_duplicates(reading.text))
    others = () if held else tuple((one, str(WHY[one.why])) for one in may_be(reading))
    return Preview(number, reading, (*rows, *_said_of_it(reading)), body_html(reading), held.article if held else None, is_newer, similar, origin, others)


def _said_of_it(reading: Reading) -> tuple[Row, ...]:
    """What the source says of this version."""
    if reading.release is None:
        return ()
    release = reading.release
    said = ((_("Version"), release.version), (_("Status"), release.status), (_("Embargo until"), release.embargo), (_("Note to editors"), release.note))
    return tuple(Row(label, value[:LONGEST_VALUE], "") for label, value in said if value)


def _shown(value: Any) -> str:
    """A field as one line of text, "" when nothing was found."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " · ".join(map(str, value))[:LONGEST_VALUE]
    if hasattr(value, "code"):
        return f"{value.code} ({round(value.confidence * 100)} %)" if value.code else ""
    if hasattr(value, "name"):
        return " · ".join(filter(None, (value.name, value.url)))
    if hasattr(value, "credit"):
        return " · ".join(filter(None, (value.url, value.caption, value.credit)))
    return str(value)[:LONGEST_VALUE]


def offered_pictures(request: HttpRequest, number: int) -> HttpResponse:
    """The pictures that came with an article: each is fetched only when an editor takes it."""
    article = get_object_or_404(Article, pk=number)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    offered = OfferedPicture.objects.filter(item__article=article).select_related("picture")
    if request.method == "POST":
        chosen = get_object_or_404(offered, pk=request.POST.get("picture") if str(request.POST.get("picture", "")).isdigit() else 0)
        try:
            picture = take_picture(chosen, by=user_of(request))
        except PictureError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(title)s” is now among the pictures, with its credit.") % {"title": picture.title})
        return redirect("coranto_offered_pictures", number)
    return render(request, "intake/pictures.html", {"article": article, "offered": offered, "title": _("Offered pictures")})


def _allowed(request: HttpRequest) -> None:
    """Whoever may write articles may take one in."""
    front = Front.objects.first()
    if front is None or not front.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied


def has_offered_pictures(article: Article) -> bool:
    """Whether pictures wait to be taken for an article."""
    return Item.objects.filter(article=article, pictures__picture=None).exists()
