"""The page of each version of terms in every language, and the way from the terms to their newest version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from coranto.articles import keys
from coranto.delivery.house import Rendered, Target
from coranto.rights.models import TermsVersion
from coranto.rights.terms import TermsRecord
from coranto.site import addresses, pages, templating
from coranto.site.facts import own, wording
from coranto.site.facts.shapes import Link, Moment, Said
from coranto.site.facts.store import Store
from coranto.site.kinds import Keys, Kind, register
from coranto.site.targets import wants_all
from coranto.site.terms import words
from coranto.site.terms.facts import ODRL, RECORD, RSL, ask_address, known_terms, stated
from coranto.site.terms.statement import Statement, state

FORMS = (("ODRL", ODRL), ("RSL", RSL), ("JSON", RECORD))
SAMPLE = "…"


@dataclass(frozen=True, slots=True)
class TermsPage:
    """What the page of a version prints. `newer` is the path of a newer one; `prevails` a sentence on translated pages."""

    path: str
    title: Said
    statement: Statement
    notice: Said
    number: str
    date: Moment
    newer: str
    prevails: str
    ask: str
    forms: tuple[Link, ...]


def targets(store: Store, wanted: Keys) -> Iterator[Target]:
    """Every version in every language, and the way to the newest; of stale keys all of them, for they are few."""
    if not wants_all(wanted) and keys.TERMS_LIST not in (wanted or ()):
        return
    known = known_terms(store)
    for language in store.languages:
        for (slug, number), row in known.versions.items():
            yield Target(addresses.terms(language, slug, number), language, "terms", str(row), 4)
        for slug in known.newest:
            yield Target(addresses.terms(language, slug), language, "terms-newest", slug, 4)


def render(store: Store, target: Target) -> Rendered | None:
    """The page of one version."""
    row, language = store.terms(int(target.subject)), target.language
    store.note(keys.PUBLICATION)
    if row is None or language not in store.languages or addresses.terms(language, row.terms.slug, row.number) != target.path:
        return None
    shown = terms_page(store, row, language)
    title = templating.translations(language).gettext(words.TITLE)
    head = pages.head_of(
        store, language, shown, title=wording.labelled(title, shown.title.text, language), description="", is_indexed=not shown.newer,
        every=lambda code: addresses.terms(code, row.terms.slug, row.number),
    )  # fmt: skip
    forms = [f'<link rel="alternate" type="{link.key}" title="{link.label}" href="{link.url}">' for link in shown.forms]
    return pages.page(store, "terms", language, shown, replace(head, extra=Markup("\n").join([head.extra, *map(Markup, forms)])))


def terms_page(store: Store, row: TermsVersion, language: str) -> TermsPage:
    """What the page of a version says in a language."""
    record = stated(store, row.pk, language, addresses.base_url() + "/").record
    newest = known_terms(store).newest.get(row.terms.slug, row.number)
    shown = draft_page(store, row.terms.name, record, row.notice, language, now=row.created_at)
    return replace(
        shown, title=own.terms_name(store, row, language), notice=own.terms_notice(store, row, language), path=addresses.terms(language, row.terms.slug, row.number), number=str(row.number),
        newer=addresses.terms(language, row.terms.slug, newest) if newest != row.number else "",
        forms=tuple(Link(label, addresses.terms_file(row.terms.slug, row.number, name), key=MEDIA[name]) for label, name in FORMS),
    )  # fmt: skip


def draft_page(store: Store, name: str, record: TermsRecord, notice: str, language: str, *, now: datetime) -> TermsPage:
    """What the page of terms would say that have no version yet; it has neither an address nor forms."""
    publication, home = store.publication, addresses.base_url() + "/"
    default, say = publication.default_language, templating.translations(language).gettext
    return TermsPage(
        path="", title=own.said(name, default, language), notice=own.said(notice, default, language), number="1",
        statement=state(record, language, outlet=publication.name, link=home + SAMPLE, day=now.astimezone(publication.zone).date(), zone=publication.zone),
        date=wording.moment(now, language, publication.zone), newer="", ask=ask_address(language), forms=(),
        prevails=say(words.PREVAILS) % {"language": wording.language_name(default, language)} if language != default else "",
    )  # fmt: skip


MEDIA = {ODRL: "application/ld+json", RSL: "application/rsl+xml", RECORD: "application/json"}


def render_newest(store: Store, target: Target) -> Rendered | None:
    """The way to the newest version of terms."""
    number = known_terms(store).newest.get(target.subject)
    if number is None or target.language not in store.languages:
        return None
    store.note(keys.PUBLICATION)
    return pages.Redirect(addresses.terms(target.language, target.subject, number), is_permanent=False).rendered()


register(Kind("terms", targets, render))
register(Kind("terms-newest", lambda _store, _keys: (), render_newest))
