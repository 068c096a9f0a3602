"""Loading the demonstration publication: from its files to a publication that is public, through the same verbs as the desk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction

from coranto.articles.bodies import stream_from
from coranto.articles.models import (
    Article,
    CopyrightHolder,
    CorrectionKind,
    Credit,
    Front,
    Outlet,
    Person,
    PersonLink,
    PersonName,
    Pick,
    Provenance,
    StandingPage,
    Strip,
)
from coranto.demonstration import shapes
from coranto.demonstration.parsing import load
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.demonstrating_desk import load_assignments, load_orders, load_terms, load_translators, take_hand_made
from coranto.newsroom.demonstrating_origins import SIGNED, sign_origin
from coranto.newsroom.demonstrating_partners import load_partner_feeds
from coranto.newsroom.demonstrating_permissions import load_requests
from coranto.newsroom.demonstrating_translations import load_translations
from coranto.pictures.models import Picture
from coranto.publication.models import Publication
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.presets import PRESETS
from coranto.rights.stating import state_terms
from coranto.taxonomy.models import Region, Report, Theme


@dataclass
class Loaded:
    """Rows by the names the files give them."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    terms: dict[str, TermsVersion] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    translators: dict[str, User] = field(default_factory=dict)


@transaction.atomic
def load_demonstration(*, now: datetime) -> int:
    """Load it into a publication that was just founded; the number of articles. All or nothing."""
    demonstration, rows = load(), Loaded()
    for image in demonstration.images:
        rows.pictures[image.name] = _picture(image)
    _load_people(demonstration, rows)
    _load_taxonomy(demonstration, rows)
    _load_terms(demonstration, rows)
    front, desk = Front.objects.get(), demonstration.desk
    rows.translators = load_translators(desk.translators, rows.people)
    for entry in demonstration.articles:
        rows.articles[entry.slug] = _publish_article(entry, front, rows, [one for one in desk.translations if one.article == entry.slug])
    for page in demonstration.pages:
        _publish_page(page, front, now)
    _load_publication(demonstration.publication, rows)
    load_translations(now=now)
    for made in desk.translations:
        if not is_put_right_later(made, demonstration.article(made.article)):
            take_hand_made(made, rows.translators)
    load_assignments(desk.assignments, rows.articles, rows.translators, now=now)
    load_terms(desk.terms, now=now)
    load_orders(desk.orders, rows.reports, rows.themes, now=now)
    _arrange_front(demonstration.publication, front, rows, now)
    load_requests(demonstration.requests, rows.articles, now=now)
    load_partner_feeds(demonstration.feeds, rows.themes, now=now)
    return len(rows.articles)


def _picture(image: shapes.Image) -> Picture:
    with image.path.open("rb") as file:
        return Picture.objects.create(
            title=image.title, description=image.alt[:255], file=ImageFile(file, name=image.path.name), credit=image.credit,
            copyright_notice=image.copyright_notice, redistributable=image.redistributable,
        )  # fmt: skip


def _load_people(demonstration: shapes.Demonstration, rows: Loaded) -> None:
    for entry in demonstration.people:
        person = Person(
            name=entry.name, slug=entry.slug, sort_name=entry.sort_name, biography=entry.biography, biography_language=entry.language,
            portrait=rows.pictures.get(entry.portrait or ""),
        )  # fmt: skip
        person.names = [PersonName(script=script, name=name) for script, name in entry.names.items()]  # type: ignore[attr-defined]
        person.links = [PersonLink(label=label, url=url) for label, url in entry.links]  # type: ignore[attr-defined]
        person.save()
        rows.people[entry.slug] = person
    for outlet in demonstration.outlets:
        rows.outlets[outlet.slug] = Outlet.objects.create(
            name=outlet.name, slug=outlet.slug, url=outlet.url, country=outlet.country, copyright_holder=outlet.copyright_holder, notes=outlet.notes
        )


def _load_taxonomy(demonstration: shapes.Demonstration, rows: Loaded) -> None:
    for position, region in enumerate(demonstration.regions):
        rows.regions[region.code] = rows.regions[region.slug] = Region.objects.create(code=region.code, name=region.name, slug=region.slug, position=position)
    for position, theme in enumerate(demonstration.themes):
        rows.themes[theme.slug] = Theme.objects.create(
            name=theme.name, slug=theme.slug, media_topic=theme.media_topic, description=theme.description, position=position
        )
    for position, report in enumerate(demonstration.reports):
        rows.reports[report.slug] = Report.objects.create(
            title=report.title, slug=report.slug, introduction=report.introduction, picture=rows.pictures.get(report.image or ""), position=position
        )


def _load_terms(demonstration: shapes.Demonstration, rows: Loaded) -> None:
    Terms.objects.update(is_default=False)
    for entry in demonstration.terms:
        terms, _made = Terms.objects.update_or_create(slug=entry.slug, defaults={"name": entry.name, "is_default": entry.default})
        rows.terms[entry.slug] = state_terms(terms, PRESETS[entry.preset].record, notice=entry.notice)


def is_put_right_later(made: shapes.HandMade, entry: shapes.Article) -> bool:
    """Whether a translation was made while the article still said what was wrong."""
    return any(made.at < correction.at for correction in entry.corrections)


def _publish_article(entry: shapes.Article, front: Front, rows: Loaded, translations: Sequence[shapes.HandMade]) -> Article:
    """An article's life so far: as it was published, translated by people, put right, taken back."""
    article = _article(_as_it_was(entry), rows)
    front.add_child(instance=article)
    if entry.slug == SIGNED:
        sign_origin(article, article.provenances.get(), now=entry.published)
    article.save_revision(log_action=False)
    flow.article_published(article, by=None, now=entry.published)
    if entry.translation_of is not None:
        flow.editions_linked(rows.articles[entry.translation_of], article, by=None, now=entry.published)
    for made in translations:
        if is_put_right_later(made, entry):
            take_hand_made(made, rows.translators)
    for correction in entry.corrections:
        _put_right(article, entry, correction, rows)
    if entry.withdrawal is not None:
        article.refresh_from_db()
        flow.article_withdrawn(article, reason=entry.withdrawal.reason, by=None, now=entry.withdrawal.at)
    return article


def _as_it_was(entry: shapes.Article) -> shapes.Article:
    """The article with the sentences that were wrong."""
    body = entry.body
    for correction in entry.corrections:
        if correction.old:
            body = tuple(_said(block, correction.new, correction.old) for block in body)
    return replace(entry, body=body)


def _said(block: Any, new: str, old: str) -> Any:
    """A block with other words."""
    if isinstance(block, str):
        return block.replace(new, old)
    if isinstance(block, dict):
        return {name: _said(value, new, old) for name, value in block.items()}
    return [_said(value, new, old) for value in block] if isinstance(block, (list, tuple)) else block


def _put_right(article: Article, entry: shapes.Article, correction: shapes.Correction, rows: Loaded) -> None:
    if correction.kind == CorrectionKind.RETRACTION and entry.withdrawal is not None:
        return  # the withdrawal says so itself
    if correction.old:
        article.body = json.dumps(_body(entry, rows))
        article.last_published_at = correction.at
        article.save()
        article.save_revision(log_action=False)
        flow.article_published(article, by=None, now=correction.at)
    flow.article_corrected(article, kind=correction.kind, text=correction.text, old_text=correction.old, new_text=correction.new, by=None, now=correction.at)


def _body(entry: shapes.Article, rows: Loaded) -> Any:
    return stream_from(entry.body, picture_for=lambda block: rows.pictures[block["image"]].pk)


def _article(entry: shapes.Article, rows: Loaded) -> Article:
    picture = rows.pictures[entry.picture.image]
    article = Article(
        title=entry.headline, slug=entry.slug, standfirst=entry.standfirst, language=entry.language, genre=entry.genre, dateline=entry.dateline,
        body=json.dumps(_body(entry, rows)), picture=picture, picture_alt=entry.picture.alt, picture_caption=entry.picture.caption, picture_credit=entry.picture.credit,
        note_to_readers=entry.note_to_readers, terms=rows.terms[entry.terms], copyright_year=entry.copyright_year, live=True,
        first_published_at=entry.published, last_published_at=entry.published,
    )  # fmt: skip
    article.regions = [rows.regions[name] for name in entry.regions]
    article.themes = [rows.themes[name] for name in entry.themes]
    article.reports = [rows.reports[name] for name in entry.reports]
    article.credits = [Credit(person=rows.people[credit.person], role=credit.role, note=credit.note) for credit in entry.credits]  # type: ignore[attr-defined]
    article.copyright_holders = [CopyrightHolder(name=name) for name in entry.copyright_holders]  # type: ignore[attr-defined]
    if entry.provenance is not None:
        article.provenances = [_provenance(entry.provenance, rows, taken_at=entry.published)]  # type: ignore[attr-defined]
    return article


def _provenance(entry: shapes.Provenance, rows: Loaded, *, taken_at: datetime) -> Provenance:
    return Provenance(
        outlet=rows.outlets[entry.outlet], url=entry.url, authors="\n".join(entry.authors), first_published=entry.first_published,
        language=entry.language, copyright_notice=entry.copyright_notice, usage_terms=entry.usage_terms, licence_url=entry.licence_url,
        basis=entry.basis, evidence=entry.evidence, fetched_at=taken_at,
    )  # fmt: skip


def _publish_page(entry: shapes.StandingPage, front: Front, now: datetime) -> None:
    page = StandingPage(title=entry.title, slug=entry.slug, purpose=entry.purpose, language=entry.language, body=entry.html, live=True)
    front.add_child(instance=page)
    page.save_revision(log_action=False)
    flow.standing_published(page, now=now)


def _load_publication(entry: shapes.Publication, rows: Loaded) -> None:
    publication = Publication.load()
    for name in (
        "name", "tagline", "accent", "accent_dark", "paper", "ink", "type_pairing", "time_zone", "default_language", "footer_text", "comments_url",
        "membership_url", "note_to_readers", "disclaimer", "fair_use_notice",
    ):  # fmt: skip
        setattr(publication, name, getattr(entry, name))
    publication.logo = rows.pictures.get(entry.logo)
    publication.navigation = _stream("link", ("label", "target"), entry.navigation)  # type: ignore[assignment]
    publication.footer_links = _stream("link", ("label", "target"), entry.footer_links)  # type: ignore[assignment]
    publication.profiles = _stream("profile", ("network", "url"), entry.profiles)  # type: ignore[assignment]
    publication.contacts = _stream("contact", ("purpose", "address"), entry.contacts)  # type: ignore[assignment]
    publication.save()


def _stream(kind: str, names: tuple[str, str], pairs: tuple[tuple[str, str], ...]) -> str:
    return json.dumps([{"type": kind, "value": dict(zip(names, pair, strict=True))} for pair in pairs])


def _arrange_front(entry: shapes.Publication, front: Front, rows: Loaded, now: datetime) -> None:
    front.refresh_from_db()
    front.lead = rows.articles[entry.lead]
    front.picks = [Pick(article=rows.articles[slug]) for slug in entry.picks]  # type: ignore[attr-defined]
    front.strips = [Strip(report=rows.reports[slug]) for slug in entry.strips]  # type: ignore[attr-defined]
    front.save()
    front.save_revision(log_action=False)
    flow.front_published(front, now=now)
