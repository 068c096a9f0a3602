"""How texts of the publication itself are called in the desk, what their parts are called, and where readers find them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coranto.articles.models import Person, PublicState, StandingPage
from coranto.publication.models import Publication
from coranto.rights.models import Terms, TermsVersion
from coranto.site import addresses
from coranto.taxonomy.models import Report, Theme

MODELS: dict[str, type[Model]] = {"standing": StandingPage, "report": Report, "theme": Theme, "person": Person, "terms": Terms}
# The field that a part of a text was written in; parts of navigation and contacts are counted by their blocks.
FIELDS: dict[str, tuple[type[Model], dict[str, str]]] = {
    "publication": (Publication, {
        "tagline": "tagline", "navigation": "navigation", "footer": "footer_text", "footer-": "footer_links", "contact": "contacts", "note": "note_to_readers",
        "disclaimer": "disclaimer", "fair-use": "fair_use_notice",
    }),
    "standing": (StandingPage, {"title": "title", "text": "body"}),
    "report": (Report, {"title": "title", "text": "introduction"}),
    "theme": (Theme, {"title": "name", "text": "description"}),
    "person": (Person, {"text": "biography"}),
    "terms": (Terms, {"title": "name"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Called:
    """What kind of text it is, and its own words for itself; `slug` for its address, "" where it has none."""

    kind: str
    words: str
    slug: str = ""


def called(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Called]:
    """How texts are called, by name with their documents. A query for each kind there is, six at most."""
    by_kind: dict[str, set[int]] = {}
    for name in documents:
        kind, _colon, number = name.partition(":")
        by_kind.setdefault(kind, set()).add(int(number or 0))
    found: dict[str, Called] = {}
    for kind, numbers in by_kind.items():
        found.update(_called(kind, numbers, documents))
    return found


def _called(kind: str, numbers: Collection[int], documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Called]:
    if kind == "publication":
        return {kind: Called(_("Notices, navigation and footer"), Publication.load().name)}
    if kind == "withdrawal":
        states = PublicState.objects.in_bulk(numbers)
        return {f"{kind}:{number}": Called(_("Reason of a withdrawal"), states[number].headline if number in states else f"{number}") for number in numbers}
    model = MODELS[kind]
    rows = model._default_manager.in_bulk(list(numbers))
    label = capfirst(str(model._meta.verbose_name))
    names = {number: f"{kind}:{number}" for number in numbers}
    return {
        name: Called(label, _title(documents[name]) or str(rows.get(number, number)), str(getattr(rows.get(number), "slug", "")))
        for number, name in names.items()
    }  # fmt: skip


def _title(document: Mapping[str, Any]) -> str:
    return next((str(block["text"]) for block in document["body"] if block["id"] == "title"), "")


def places(name: str, document: Mapping[str, Any]) -> dict[str, str]:
    """The words for each part of a text, by "body.<id>": the names of the fields it was written in."""
    kind = name.partition(":")[0]
    return {f"body.{block['id']}": _place(kind, str(block["id"])) for block in document["body"]}


def _place(kind: str, part: str) -> str:
    if kind == "withdrawal":
        return _("Reason")
    if kind == "terms" and part.startswith("notice-"):
        return _("%(notice)s, version %(number)s") % {"notice": _label(TermsVersion, "notice"), "number": part.removeprefix("notice-")}
    model, fields = FIELDS[kind]
    field = fields.get(part) or next((field for begin, field in fields.items() if part.startswith(begin)), "")
    if kind == "publication" and part.startswith("footer-"):
        field = fields["footer-"]
    return _label(model, field) if field else part


def _label(model: type[Model], field: str) -> str:
    return capfirst(str(getattr(model._meta.get_field(field), "verbose_name", field)))


def path_of(name: str, slug: str, language: str) -> str:
    """Where readers of a language find a text, "" where it has no page of its own."""
    kind = name.partition(":")[0]
    if kind == "publication":
        return addresses.home(language)
    if not slug:
        return ""
    if kind == "standing":
        return addresses.standing(language, slug)
    return addresses.terms(language, slug) if kind == "terms" else addresses.listing(language, kind, slug)
