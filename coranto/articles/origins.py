"""What came of looking for the source's own signature when a repost was taken in, and what of it readers are shown.

    verdict   "verified", "none" (the source states nothing that could be verified) or "wrong"
    why       one sentence for the desk
    at        when it was looked at, ISO 8601
    key       of a verified one: "new" (seen for the first time), "known", "vouched" (the key before has vouched for it)
              or "changed" (nobody has vouched for it); "" otherwise
    kid, signature, manifest, address    the newest statement as it was found, and where; null and "" when there is none
    passages  fingerprints of the signed text's passages, see `fingerprint`; they show no word of it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from coranto.articles.models import Provenance
from coranto.reading import sanitising
from coranto.signing.digests import digest_document, digest_text

VERIFIED, NONE, WRONG = "verified", "none", "wrong"
NEW, KNOWN, VOUCHED, CHANGED = "new", "known", "vouched", "changed"
SHORT = 16  # hexadecimal digits of a passage's fingerprint


def public_origin(provenance: Provenance) -> dict[str, Any] | None:
    """What a published version keeps of it; None where nobody has looked, or where the address names another host now.

    A wrong signature is kept as well: it is shown, never hidden.
    """
    found: Any = provenance.origin
    if not isinstance(found, dict) or not _is_about(found, provenance.url):
        return None
    manifest = found.get("manifest") if found["verdict"] == VERIFIED else None
    said = None
    if manifest is not None:
        said = {name: manifest[name] for name in ("id", "version", "language", "outlet", "published")} | {"manifest": digest_document(manifest)}
    return {"verdict": found["verdict"], "key": found["key"], "at": found["at"], "address": found["address"], "said": said, "passages": found["passages"]}


def _is_about(found: Mapping[str, Any], url: str) -> bool:
    return bool(url) and urlsplit(url).hostname == urlsplit(found.get("url") or "").hostname


def passages_of(headline: str, standfirst: str, body: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(block id, words) of every passage that has words: the headline and standfirst, then block by block."""
    yield "headline", words_of(headline)
    yield "standfirst", words_of(standfirst)
    for block in body:
        for html in _htmls(block):
            yield str(block.get("id", "")), words_of(sanitising.text_of(html))
        if isinstance(block.get("text"), str) and block.get("type") != "note":
            yield str(block.get("id", "")), words_of(block["text"])


def _htmls(block: Mapping[str, Any]) -> list[str]:
    cells = [cell for row in block.get("rows", []) for cell in row]
    own = [block["html"]] if isinstance(block.get("html"), str) else []
    return [str(part) for part in (*own, *block.get("items", []), *block.get("header", []), *cells)]


def words_of(text: str) -> str:
    """A passage without what setting changes: runs of white space are one space."""
    return " ".join(text.split())


def fingerprint(words: str) -> str:
    """A passage by which it can be recognised and from which nobody can read it."""
    return digest_text(words).partition(":")[2][:SHORT]
