"""Reads the demonstration publication's files and checks that they fit together: `load()`.

Raises DemonstrationError naming the file, what was found and what to write instead.
"""

from __future__ import annotations

import html as html_entities
import re
import tomllib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from coranto.demonstration import bodies
from coranto.demonstration.shapes import (
    Article,
    Assignment,
    Correction,
    Credit,
    Demonstration,
    Desk,
    HandMade,
    Image,
    Order,
    Outlet,
    PartnerFeed,
    Person,
    Picture,
    Provenance,
    Publication,
    Region,
    Report,
    Request,
    StandingPage,
    Term,
    Terms,
    Theme,
    Translator,
    Withdrawal,
)  # fmt: skip

HOME = Path(__file__).resolve().parent
GENRES = {"news", "analysis", "opinion", "interview", "feature", "review", "letter", "editorial", "background"}
ROLES = {"author", "translator", "photographer", "illustrator", "editor"}
BASES = {"own", "permission", "licence", "fair-use", "public-domain"}
CORRECTION_KINDS = {"update", "clarification", "correction", "retraction"}
PURPOSES = {"about", "contact", "disclaimer", "fair-use", "republication", "other"}
T = TypeVar("T")


class DemonstrationError(ValueError):
    """A file of the demonstration says something that cannot be; the message names file and remedy."""


def load(home: Path = HOME) -> Demonstration:
    """The whole publication, articles oldest first. Raises DemonstrationError."""
    taxonomy = _toml(home / "taxonomy.toml")
    images = tuple(_image(entry, home) for entry in _toml(home / "images.toml")["image"])
    demonstration = Demonstration(
        publication=_publication(_toml(home / "publication.toml")),
        images=images,
        people=tuple(_person(entry) for entry in _toml(home / "people.toml")["person"]),
        outlets=tuple(_make(Outlet, entry, "outlets.toml") for entry in _toml(home / "outlets.toml")["outlet"]),
        regions=tuple(_make(Region, entry, "taxonomy.toml") for entry in taxonomy["region"]),
        themes=tuple(_make(Theme, {"media_topic": "", **entry}, "taxonomy.toml") for entry in taxonomy["theme"]),
        reports=tuple(_report(entry) for entry in taxonomy["report"]),
        terms=tuple(_make(Terms, {"default": False, **entry}, "publication.toml")
                    for entry in _toml(home / "publication.toml")["terms"]),
        articles=tuple(sorted((_article(path) for path in sorted((home / "articles").glob("*.md"))), key=lambda article: article.published)),
        pages=tuple(_page(path) for path in sorted((home / "pages").glob("*.md"))),
        requests=tuple(_make(Request, entry, "permissions.toml") for entry in _toml(home / "permissions.toml")["request"]),
        feeds=tuple(_make(PartnerFeed, entry, "partners.toml") for entry in _toml(home / "partners.toml")["feed"]),
        desk=_desk(home),
    )  # fmt: skip
    _check(demonstration)
    return demonstration


def _desk(home: Path) -> Desk:
    data, file = _toml(home / "desk.toml"), "desk.toml"
    return Desk(
        translators=tuple(_make(Translator, {**entry, "languages": tuple(entry["languages"])}, file) for entry in data["translator"]),
        translations=tuple(_make(HandMade, {**entry, "path": home / "translations" / f"{entry['article']}.{entry['language']}.xlf"}, file) for entry in data["translation"]),
        assignments=tuple(_make(Assignment, entry, file) for entry in data["assignment"]),
        orders=tuple(_make(Order, entry, file) for entry in data["order"]),
        terms=tuple(_make(Term, entry, file) for entry in data["term"]),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DemonstrationError(f"{path.name} cannot be read: {error}. It must be a TOML file in UTF-8.") from error


def _make(shape: type[T], entry: dict[str, Any], file: str) -> T:
    """The entry as `shape`; every key must be one of its fields."""
    try:
        return shape(**entry)
    except TypeError as error:
        raise DemonstrationError(f"{file}: {entry} is no {shape.__name__}: {error}.") from error


def _front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """(TOML between the +++ lines, what follows)."""
    parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise DemonstrationError(f"{path.name} does not begin with TOML between two lines of +++. Write it first.")
    try:
        return tomllib.loads(parts[1]), parts[2]
    except tomllib.TOMLDecodeError as error:
        raise DemonstrationError(f"{path.name}: the front matter is not TOML: {error}.") from error


def _pairs(entries: Iterable[dict[str, str]], first: str, second: str) -> tuple[tuple[str, str], ...]:
    return tuple((entry[first], entry[second]) for entry in entries)


def _publication(data: dict[str, Any]) -> Publication:
    entry = {key: value for key, value in data.items() if key != "terms"}
    entry |= {
        "navigation": _pairs(data["navigation"], "label", "target"),
        "footer_links": _pairs(data["footer_links"], "label", "target"),
        "profiles": _pairs(data["profiles"], "network", "url"),
        "contacts": _pairs(data["contacts"], "purpose", "address"),
        "picks": tuple(data["picks"]), "strips": tuple(data["strips"]),
    }  # fmt: skip
    for key in ("footer_text", "note_to_readers", "disclaimer", "fair_use_notice"):
        entry[key] = bodies.html(data[key])
    return _make(Publication, entry, "publication.toml")


def _image(entry: dict[str, Any], home: Path) -> Image:
    facts = {key: value for key, value in entry.items() if key != "file"}
    return _make(Image, {**facts, "path": home / "images" / entry["file"]}, "images.toml")


def _person(entry: dict[str, Any]) -> Person:
    entry = {"portrait": None, "language": "en", "names": {}, **entry}
    entry["biography"] = bodies.html(entry["biography"])
    entry["links"] = _pairs(entry.get("links", []), "label", "url")
    return _make(Person, entry, "people.toml")


def _report(entry: dict[str, Any]) -> Report:
    return _make(Report, {"image": None, **entry, "introduction": bodies.html(entry["introduction"])}, "taxonomy.toml")


def _page(path: Path) -> StandingPage:
    head, text = _front_matter(path)
    return _make(StandingPage, {"language": "en", **head, "html": bodies.html(text)}, path.name)


def _article(path: Path) -> Article:
    head, text = _front_matter(path)
    try:
        body = bodies.blocks(text, slug=head["slug"])
    except bodies.BodyError as error:
        raise DemonstrationError(f"{path.name}: {error}") from error
    picture = {"caption": "", "credit": "", **head["picture"]}
    entry = {
        "language": "en", "dateline": "", "reports": [], "note_to_readers": "", "terms": "community", "flagship": False, "translation_of": None,
        "copyright_holders": ["The Post Road"], "copyright_year": head["published"].year, **head,
        "source": path, "body": body,
        "picture": _make(Picture, {**picture, "caption": bodies.inline(picture["caption"])}, path.name),
        "credits": tuple(_make(Credit, {"role": "author", "note": "", **credit}, path.name) for credit in head["credits"]),
        "provenance": _provenance(head.get("provenance"), path.name),
        "corrections": tuple(_make(Correction, {"old": "", "new": "", **entry}, path.name) for entry in head.get("corrections", [])),
        "withdrawal": _make(Withdrawal, head["withdrawal"], path.name) if "withdrawal" in head else None,
    }  # fmt: skip
    for key in ("regions", "themes", "reports", "copyright_holders"):
        entry[key] = tuple(entry[key])
    entry["note_to_readers"] = bodies.inline(entry["note_to_readers"])
    return _make(Article, entry, path.name)


def _provenance(entry: dict[str, Any] | None, file: str) -> Provenance | None:
    if entry is None:
        return None
    return _make(Provenance, {"licence_url": "", **entry, "authors": tuple(entry["authors"])}, file)


def _check(demonstration: Demonstration) -> None:
    """Every name that is used exists, once; every kind is known; every article stands under something."""
    known = {
        "image": _unique("image", (image.name for image in demonstration.images)),
        "person": _unique("person", (person.slug for person in demonstration.people)),
        "outlet": _unique("outlet", (outlet.slug for outlet in demonstration.outlets)),
        "region": _unique("region", (region.code for region in demonstration.regions)),
        "theme": _unique("theme", (theme.slug for theme in demonstration.themes)),
        "report": _unique("report", (report.slug for report in demonstration.reports)),
        "terms": _unique("terms", (terms.slug for terms in demonstration.terms)),
        "article": _unique("article", (article.slug for article in demonstration.articles)),
    }
    for image in demonstration.images:
        if not image.path.is_file():
            raise DemonstrationError(f"images.toml names {image.path.name}, which is not in images/. Draw it with drawing.py.")
    for person in demonstration.people:
        _uses("people.toml", known, "image", [person.portrait] if person.portrait else [])
    for report in demonstration.reports:
        _uses("taxonomy.toml", known, "image", [report.image] if report.image else [])
    for article in demonstration.articles:
        _check_article(article, known)
    for page in demonstration.pages:
        _one_of(f"pages/{page.slug}.md", "purpose", page.purpose, PURPOSES)
    for feed in demonstration.feeds:
        _uses("partners.toml", known, "theme", [feed.theme] if feed.theme else [])
    for request in demonstration.requests:
        _uses("permissions.toml", known, "article", [request.article])
        if not request.email.endswith(".example"):
            raise DemonstrationError(f"permissions.toml: {request.email} could be somebody’s. Write an address that ends in .example.")
    _check_front(demonstration, known)
    _check_desk(demonstration.desk, known)
    if sum(article.flagship for article in demonstration.articles) != 1:
        raise DemonstrationError("Exactly one article has to say flagship = true.")


def _check_front(demonstration: Demonstration, known: dict[str, set[str]]) -> None:
    publication = demonstration.publication
    _uses("publication.toml", known, "image", [publication.logo])
    _uses("publication.toml", known, "article", [publication.lead, *publication.picks])
    _uses("publication.toml", known, "report", publication.strips)


def _check_desk(desk: Desk, known: dict[str, set[str]]) -> None:
    file, translators = "desk.toml", {"translator": {one.person for one in desk.translators}}
    _uses(file, known, "person", [one.person for one in desk.translators])
    for address in (one.email for one in desk.translators if not one.email.endswith(".example")):
        raise DemonstrationError(f"{file}: {address} could be somebody’s. Write an address that ends in .example.")
    _uses(file, translators, "translator", [*(one.by for one in desk.translations), *(one.to for one in desk.assignments)])
    _uses(file, known, "article", [*(one.article for one in desk.translations), *(one.article for one in desk.assignments)])
    _uses(file, known, "report", [one.report for one in desk.orders if one.report])
    _uses(file, known, "theme", [one.theme for one in desk.orders if one.theme])
    for missing in (one.path for one in desk.translations if not one.path.is_file()):
        raise DemonstrationError(f"{file} needs {missing.name}, which is not in translations/. Write it with: coranto translations export --format xliff.")


def _check_article(article: Article, known: dict[str, set[str]]) -> None:
    file = article.source.name
    _one_of(file, "genre", article.genre, GENRES)
    _uses(file, known, "region", article.regions)
    _uses(file, known, "theme", article.themes)
    _uses(file, known, "report", article.reports)
    _uses(file, known, "terms", [article.terms])
    _uses(file, known, "image", [article.picture.image, *_images(article)])
    _uses(file, known, "person", [credit.person for credit in article.credits] + [correction.by for correction in article.corrections])
    _uses(file, known, "article", [article.translation_of] if article.translation_of else [])
    for credit in article.credits:
        _one_of(file, "role", credit.role, ROLES)
    for correction in article.corrections:
        _one_of(file, "kind of correction", correction.kind, CORRECTION_KINDS)
        _check_correction(article, correction)
    if article.provenance:
        _uses(file, known, "outlet", [article.provenance.outlet])
        _one_of(file, "basis", article.provenance.basis, BASES)
    _check_times(article)


def _check_correction(article: Article, correction: Correction) -> None:
    text = plain_text(article.body)
    if correction.new and correction.new not in text:
        raise DemonstrationError(f"{article.source.name}: the corrected sentence “{correction.new}” is not in the body. Copy it from there.")
    if correction.old and correction.old in text:
        raise DemonstrationError(f"{article.source.name}: the body still says “{correction.old}”. Put the corrected sentence there.")


def plain_text(value: Any) -> str:
    """All the words of a block or body without markup, in order, joined by newlines."""
    if isinstance(value, str):
        return html_entities.unescape(re.sub(r"<[^>]+>", "", value))
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return "\n".join(filter(None, map(plain_text, parts)))


def _check_times(article: Article) -> None:
    times: list[datetime] = [article.published, *(correction.at for correction in article.corrections)]
    times += [article.withdrawal.at] if article.withdrawal else []
    if any(time.tzinfo is None for time in times):
        raise DemonstrationError(f"{article.source.name}: a time has no zone. Write it as 2025-03-04T07:00:00+01:00.")
    if min(times) != article.published:
        raise DemonstrationError(f"{article.source.name}: something happened to it before it was published. Mend the dates.")


def _images(article: Article) -> list[str]:
    found = [block["image"] for block in article.body if block["type"] == "image"]
    return found + [image["image"] for block in article.body if block["type"] == "gallery" for image in block["images"]]


def _unique(kind: str, names: Iterable[str]) -> set[str]:
    listed = list(names)
    for name in listed:
        if listed.count(name) > 1:
            raise DemonstrationError(f"The {kind} “{name}” exists {listed.count(name)} times. Give each its own name.")
    return set(listed)


def _uses(file: str, known: dict[str, set[str]], kind: str, names: Iterable[str]) -> None:
    for name in names:
        if name not in known[kind]:
            raise DemonstrationError(f"{file}: unknown {kind} “{name}”. Use one of: {', '.join(sorted(known[kind]))}.")


def _one_of(file: str, what: str, value: str, allowed: set[str]) -> None:
    if value not in allowed:
        raise DemonstrationError(f"{file}: unknown {what} “{value}”. Use one of: {', '.join(sorted(allowed))}.")
