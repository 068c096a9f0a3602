"""Verifying an article from outside, as anyone can: its page or its chain, the outlet's keys, and the words on the page.

Needs no database. `fetch(url)` gives the bytes of an address and raises CheckError when it cannot.

CheckError   nothing could be looked at; the text says why
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml.etree import ParserError

from coranto.outbound.errors import OutboundError
from coranto.reading import sanitising
from coranto.signing.canonical import NotCanonical
from coranto.signing.chains import ChainVerification, read_chain, verify_chain
from coranto.signing.digests import digest_document
from coranto.signing.keys import KeySet, KeyTrouble, read_key_set
from coranto.signing.manifests import BadManifest, Content

LINK_TYPE = "application/vnd.coranto+json"
KEYS_PATH = "/.well-known/coranto.json"
MOST_STEPS = 3  # origins looked at one behind the other: a translation, the repost that it was made of, its source

Fetch = Callable[[str], bytes]


class CheckError(Exception):
    """Nothing could be looked at; the text says why."""


class Verdict(StrEnum):
    """What came of it. Only VERIFIED is good."""

    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"
    DIFFERS = "differs"
    FALSE = "not verified"
    UNSIGNED = "not signed"


EXIT_CODES = {Verdict.VERIFIED: 0, Verdict.WITHDRAWN: 1, Verdict.DIFFERS: 1, Verdict.FALSE: 1, Verdict.UNSIGNED: 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, one sentence why, the chain in words, and the passages of the signed text that the page lacks."""

    verdict: Verdict
    why: str
    chain: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    manifests: tuple[str, ...] = ()  # digests of the manifests of a chain that is good

    def as_json(self) -> dict[str, Any]:
        """The finding for other programs."""
        return {"verdict": self.verdict.value, "why": self.why, "chain": list(self.chain), "lacking": list(self.lacking), **self.facts}


def verify_article(data: bytes, *, url: str, fetch: Fetch, now: datetime, steps: int = MOST_STEPS) -> Finding:
    """Look at a page or a chain, and at the origins that it names, `steps` at most; `url` is where it came from, "" for a file.

    An origin that cannot be reached, or does not say what it is said to say, is told and does not change the verdict
    about this text. Raises CheckError.
    """
    page = None if data.lstrip()[:1] == b"{" else _page(data)
    if page is not None:
        address = _chain_address(page, url)
        if address is None:
            return Finding(Verdict.UNSIGNED, "This page names no signed statement of where it comes from.")
        data = fetch(address)
    try:
        statements, content = read_chain(data)
        outlet = str(statements[-1]["manifest"]["outlet"]["url"])
    except (BadManifest, NotCanonical) as error:
        return Finding(Verdict.FALSE, f"The statement cannot be read: {error}")
    keys = _keys(outlet, fetch)
    if isinstance(keys, str):
        return Finding(Verdict.FALSE, keys)
    if keys.outlet.rstrip("/") != outlet.rstrip("/"):
        return Finding(Verdict.FALSE, f"The keys at {outlet} say that they are those of {keys.outlet}.")
    checked = verify_chain(statements, keys, now=now, content=content)
    finding = _finding(checked, statements, content, page, url)
    return _with_origin(finding, statements, fetch, now, steps) if checked and steps else finding


def _with_origin(finding: Finding, statements: list[Any], fetch: Fetch, now: datetime, steps: int) -> Finding:
    """The finding with what became of the origin that the newest statement names by its manifest."""
    origin = statements[-1]["manifest"]["origin"]
    if origin is None or origin["manifest"] is None or not origin["url"]:
        return finding
    try:
        source = verify_article(fetch(origin["url"]), url=origin["url"], fetch=fetch, now=now, steps=steps - 1)
    except (CheckError, OutboundError) as error:
        return _told_of_origin(finding, origin, "not reached", f"Its origin could not be looked at: {error}")
    if origin["manifest"] not in source.manifests:
        return _told_of_origin(finding, origin, "not found", f"{origin['url']} has no such statement: {source.why}")
    known = "taken back" if source.verdict is Verdict.WITHDRAWN else "verified"
    why = f"{origin['outlet']} has taken the original back: {source.why}" if known == "taken back" else f"The original is signed by {origin['outlet']} ({origin['url']})."
    return _told_of_origin(finding, origin, known, why, source.chain)


def _told_of_origin(finding: Finding, origin: Mapping[str, Any], state: str, why: str, chain: tuple[str, ...] = ()) -> Finding:
    return replace(finding, chain=(*chain, *finding.chain, why), facts={**finding.facts, "origin": {"state": state, "url": origin["url"], "manifest": origin["manifest"]}})


def _finding(checked: ChainVerification, statements: list[Any], content: Content | None, page: Any, url: str) -> Finding:
    newest = statements[-1]["manifest"]
    facts = {"outlet": newest["outlet"], "id": newest["id"], "version": newest["version"], "language": newest["language"], "outcome": checked.outcome.value}
    if not checked:
        return Finding(Verdict.FALSE, checked.why, facts=facts)
    found = _judged(newest, content, page, url)
    manifests = tuple(digest_document(statement["manifest"]) for statement in statements)
    return replace(found, chain=tuple(_told(statement["manifest"]) for statement in statements), facts=facts, manifests=manifests)


def _judged(newest: Mapping[str, Any], content: Content | None, page: Any, url: str) -> Finding:
    """The verdict on what stands beside a good chain, and on the page that leads to it."""
    if newest["correction"] is not None and newest["correction"]["kind"] == "retraction":
        return Finding(Verdict.WITHDRAWN, f"{newest['outlet']['name']} has taken this article back: {newest['correction']['text']}")
    if content is None:
        return Finding(Verdict.FALSE, "The chain carries no text of its newest version, so nothing can be compared with it.")
    signer = f"{newest['outlet']['name']} ({newest['outlet']['url']})"
    if page is None:
        return Finding(Verdict.VERIFIED, f"Every version is signed by {signer} and in its place, and so is the text.")
    if (language := page.get("lang")) != newest["language"]:
        why = f"{signer} signed a text in {newest['language']}. This page is in {language or 'a language it does not name'}; what it says is not signed."
        return Finding(Verdict.UNSIGNED, why)
    lacking = _lacking(page, content)
    if lacking:
        return Finding(Verdict.DIFFERS, f"This page differs from what {signer} signed, in {len(lacking)} places.", lacking=lacking)
    elsewhere = bool(url) and urlsplit(url).hostname != urlsplit(newest["outlet"]["url"]).hostname
    why = f"This copy has every passage that {signer} signed." if elsewhere else f"This page has every passage that {signer} signed."
    return Finding(Verdict.VERIFIED, why)


def _told(manifest: Mapping[str, Any]) -> str:
    """One link of the chain in words."""
    correction, origin, day = manifest["correction"], manifest["origin"], manifest["issued"][:10]
    if correction is not None:
        return f"{day}: {correction['kind']}: {correction['text']}"
    if manifest["version"] > 1:
        return f"{day}: published again as version {manifest['version']}."
    by = ", ".join(author["name"] for author in manifest["authors"] if author["role"] == "author")
    engine = ", ".join(author["name"] for author in manifest["authors"] if author["role"] in {"translator", "translation engine"})
    source = (
        f", {'translated' if origin['relation'] == 'translation' else 'reposted'} from {origin['outlet'] or origin['url'] or 'a source it does not name'}"
        if origin
        else ""
    )
    made = f", translation by {engine}" if engine else ""
    return f"{manifest['published'][:10]}: published by {manifest['outlet']['name']}{f', by {by}' if by else ''}{source}{made}."


def _page(data: bytes) -> Any:
    try:
        return lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))
    except (ParserError, ValueError) as error:
        raise CheckError("This is neither a page nor a chain of statements. Give the address or the file of an article.") from error


def _chain_address(page: Any, url: str) -> str | None:
    for link in page.iter("link"):
        if "describedby" in (link.get("rel") or "").split() and link.get("type") == LINK_TYPE and link.get("href"):
            found = urljoin(url, link.get("href"))
            return found if found.startswith(("https://", "http://")) else None
    return None


def _keys(outlet: str, fetch: Fetch) -> KeySet | str:
    try:
        return read_key_set(fetch(outlet.rstrip("/") + KEYS_PATH))
    except KeyTrouble as error:
        return str(error)


def _lacking(page: Any, content: Content) -> tuple[str, ...]:
    """The signed passages that are not on the page, white space aside."""
    shown = _plain(lxml.html.tostring(page, encoding="unicode"))
    passages = [content.headline, content.standfirst, *(text for _id, block in content.blocks for text in _texts(block))]
    return tuple(text for text in map(_words, passages) if text and text not in shown)


def _texts(block: Mapping[str, Any]) -> list[str]:
    cells = [cell for row in block.get("rows", []) for cell in row]
    html = [block["html"]] if isinstance(block.get("html"), str) else []
    plain = [block["text"]] if isinstance(block.get("text"), str) and block.get("type") != "note" else []
    return [*(sanitising.text_of(str(part)) for part in (*html, *block.get("items", []), *block.get("header", []), *cells)), *plain]


def _plain(html: str) -> str:
    return _words(sanitising.text_of(html))


def _words(text: str) -> str:
    return " ".join(text.split())
