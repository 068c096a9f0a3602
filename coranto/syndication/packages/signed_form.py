"""A package for other systems to fetch: plain JSON, signed by the outlet, with the way to its signed chain.

    {"package": {"coranto": 1, "type": "package", "id": …, "language": …, …, "html": …, "text": …}, "signature": {…} | null}

The signature covers the canonical form of `package` (see `coranto.signing.signatures`) for the purpose below; without
a key there is none. Of an article that was taken back `package` is {"coranto": 1, "type": "withdrawn package", "id", "reason",
"at"}. Corrections and the terms stand in it, so whoever fetches again learns of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coranto.signing.canonical import NotCanonical, canonical, parse
from coranto.signing.keys import KeySet, PrivateKey
from coranto.signing.signatures import Verification, sign, verify
from coranto.signing.writing import write_time
from coranto.syndication.packages.html_form import to_html
from coranto.syndication.packages.shape import Package, Picture, plain
from coranto.syndication.packages.text_form import to_text, words

PURPOSE = "republish package"
TYPE = "package"
WITHDRAWN = "withdrawn package"


def to_document(
    package: Package, *, identity: str, version: int, terms: str, provenance: str, forms: dict[str, str], item: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What is signed. `terms` and `provenance` are whole addresses, "" where there is none; `forms` name → address.

    `item` is the same article as a ninjs 3.1 item.
    """
    return {
        "coranto": 1,
        "type": TYPE,
        "id": identity,
        "version": version,
        "language": package.language,
        "url": package.url,
        "headline": package.headline,
        "modified": write_time(package.modified),
        "attribution": {"text": words(package.attribution), "place": "top" if package.is_attributed_first else "end"},
        "licence": package.licence_url or None,
        "terms": terms or None,
        "imprint": [plain(line) for line in package.imprint],
        "labels": list(package.labels),
        "canonical": package.advice.canonical or None,
        "robots": dict(package.advice.robots),
        "corrections": [{"head": one.head, "text": one.text} for one in package.corrections],
        "pictures": [_picture(picture) for picture in package.pictures],
        "counter": package.counter or None,
        "provenance": provenance or None,
        "forms": forms,
        "html": to_html(package),
        "text": to_text(package),
        "item": dict(item) if item is not None else None,
    }


def to_tombstone(*, identity: str, reason: str, at: datetime | None) -> dict[str, Any]:
    """What is signed of an article that was taken back: copies of it should go. No word of the text."""
    return {"coranto": 1, "type": WITHDRAWN, "id": identity, "reason": reason or None, "at": write_time(at) if at is not None else None}


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "url": picture.src,
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "caption": plain(picture.caption),
        "credit": picture.credit,
    }


def to_signed(document: dict[str, Any], key: PrivateKey | None, *, now: datetime) -> bytes:
    """The document with its signature as canonical JSON."""
    return canonical({"package": document, "signature": sign(document, key, purpose=PURPOSE, now=now) if key is not None else None})


def read_signed(data: bytes, keys: KeySet, *, now: datetime) -> tuple[dict[str, Any], Verification]:
    """A package from outside and what came of looking at its signature. Raises NotCanonical for what is no package."""
    found = parse(data)
    if not isinstance(found, dict) or set(found) != {"package", "signature"} or not isinstance(found["package"], dict):
        raise NotCanonical("This is not a package: it has not exactly the fields package and signature.")
    return found["package"], verify(found["package"], found["signature"], keys, purpose=PURPOSE, now=now)
