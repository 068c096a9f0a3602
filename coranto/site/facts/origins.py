"""Where an article comes from, step by step: what the page about its provenance prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from coranto.articles.origins import CHANGED, VERIFIED, fingerprint, passages_of
from coranto.languages import catalogs, formatting
from coranto.signing.writing import read_time
from coranto.site import addresses, words
from coranto.site.facts import wording
from coranto.site.facts.shapes import ArticlePage, Correction, Link, Moment
from coranto.site.facts.store import Store
from coranto.syndication.stating import chain

MOST_PASSAGES = 12  # shown of what differs; a copy that differs more is another text


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an article's way. `tone` says how far it is to be trusted: "", "good", "unsure" or "bad"."""

    at: Moment | None
    told: tuple[str, ...]
    tone: str = ""
    link: Link | None = None
    correction: Correction | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of this copy that is not in the signed original."""

    text: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a copy says otherwise than the signed original: one sentence, passages, and one about what is left out ("" for nothing)."""

    told: str
    passages: tuple[Passage, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class OriginPage:
    """The page about an article's provenance. `address` is what is given to `coranto verify-article`; `chain` and `keys` are "" when unsigned."""

    path: str
    article: ArticlePage
    steps: tuple[Step, ...]
    comparison: Comparison | None
    address: str
    chain: str
    keys: str
    not_signed: str = ""
    outlet: str = field(default="")


def origin_page(store: Store, page: ArticlePage, *, signed_in: str, chain_address: str) -> OriginPage:
    """What the page about an article's provenance says; `signed_in` is the language of its chain, "" when nothing was signed."""
    say = catalogs.translator(page.language).gettext
    document = store.original(page.number)
    steps = [*_before(store, document, page), *_here(store, page, chain(page.number, signed_in) if signed_in else [])]
    return OriginPage(
        path=addresses.provenance(page.path), article=page, steps=tuple(steps), comparison=compare(document, page.language),
        address=addresses.absolute(page.path), chain=chain_address, keys=addresses.absolute("/.well-known/coranto.json") if chain_address else "",
        not_signed="" if chain_address else say(words.NOT_SIGNED), outlet=store.publication.name,
    )  # fmt: skip


def _before(store: Store, document: dict[str, Any], page: ArticlePage) -> Iterator[Step]:
    """What happened before the text came here; nothing for this publication's own."""
    provenance, source = document["provenance"], page.source
    if provenance is None or source is None or provenance["basis"] == "own":
        return
    say, zone, language = catalogs.translator(page.language).gettext, store.publication.zone, page.language
    origin = provenance.get("origin")
    said = origin["said"] if origin else None
    outlet = _signer(said["outlet"]) if said else source.outlet or source.url
    date = wording.moment(read_time(said["published"]), language, zone).text if said else source.first_published
    first = say(words.FIRST_PUBLISHED) % {"outlet": wording.isolated(outlet), "date": wording.isolated(date)} if date and outlet else ""
    told, tone = _trust(origin, outlet, language)
    link = Link(source.outlet or source.url, source.url, key="external") if source.url else None
    yield Step(None, tuple(filter(None, (first or outlet or "", *told))), tone, link)
    if provenance.get("taken_at"):
        at = wording.moment(datetime.fromisoformat(provenance["taken_at"]), language, zone)
        basis = (say(words.BASES[source.basis].label),) if source.basis in words.BASES else ()
        yield Step(at, (_dated(say, words.TAKEN_IN, at, outlet=store.publication.name), *basis))


def _signer(outlet: dict[str, str]) -> str:
    """Who signed: a name that anyone can choose, and the host that is behind it."""
    return f"{outlet['name']} ({urlsplit(outlet['url']).hostname or outlet['url']})"


def _trust(origin: dict[str, Any] | None, outlet: str, language: str) -> tuple[tuple[str, ...], str]:
    """How far the origin is to be trusted, in sentences and as a tone."""
    say = catalogs.translator(language).gettext
    verdict = origin["verdict"] if origin else "none"
    sentence = say(words.ORIGINS[verdict]) % {"outlet": wording.isolated(outlet)}
    if origin is not None and origin["key"] == CHANGED:
        return (sentence, say(words.KEY_CHANGED) % {"outlet": wording.isolated(outlet)}), "bad"
    return (sentence,), {"verified": "good", "none": "unsure"}.get(verdict, "bad")


def _here(store: Store, page: ArticlePage, statements: Sequence[dict[str, Any]]) -> list[Step]:
    """What happened here, oldest first: published, published again, corrected; and how the text of this page was made."""
    say, zone, language = catalogs.translator(page.language).gettext, store.publication.zone, page.language
    is_repost = page.source is not None and page.source.basis != "own"
    manifests = [statement["manifest"] for statement in statements]
    first = words.PUBLISHED_HERE if is_repost else words.FIRST_PUBLISHED
    digest = manifests[0]["digest"] if manifests and len(manifests) == len({one["digest"] for one in manifests}) else ""
    steps = [Step(page.published, (_dated(say, first, page.published, outlet=page.outlet.name),), digest=digest)]
    for manifest in manifests[1:]:
        if manifest["correction"] is None:
            at = wording.moment(read_time(manifest["issued"]), language, zone)
            told = say("Version %(number)s, %(date)s.") % {"number": formatting.format_number(manifest["version"], language), "date": wording.isolated(at.text)}
            steps.append(Step(at, (told,), digest=manifest["digest"]))
    steps += [Step(one.at, (), correction=one) for one in (*page.grave_corrections, *page.corrections)]
    steps.sort(key=lambda step: step.at.at if step.at else page.published.at)
    return [*steps, *([Step(None, page.made)] if page.made else [])]


def _dated(say: Any, sentence: str, at: Moment, *, outlet: str) -> str:
    return str(say(sentence) % {"outlet": wording.isolated(outlet), "date": wording.isolated(at.text)})


def compare(document: dict[str, Any], language: str) -> Comparison | None:
    """How this copy differs from the signed original in the same language; None where there is nothing to compare with.

    Only words of this copy are shown, and of the original how many passages are missing.
    """
    origin = (document["provenance"] or {}).get("origin")
    if not origin or origin["verdict"] != VERIFIED or origin["said"]["language"] != document["language"]:
        return None
    say = catalogs.translator(language).gettext
    own = [(text, fingerprint(text)) for _identity, text in passages_of(document["headline"], document["standfirst"], document["body"]) if text]
    missing = Counter(origin["passages"]) - Counter(mark for _text, mark in own)
    signed = set(origin["passages"])
    differing = [text for text, mark in own if mark not in signed]
    left_out = say(words.LEFT_OUT) % {"count": wording.isolated(formatting.format_number(missing.total(), language))} if missing else ""
    if not differing and not left_out:
        return Comparison(say(words.SAME_AS_SIGNED))
    written, direction = document["language"], wording.direction(document["language"])
    passages = tuple(Passage(text, written, direction) for text in differing[:MOST_PASSAGES])
    return Comparison(say(words.DIFFERS_FROM_SIGNED) if passages else "", passages, left_out)
