"""The registry's records: which files make which model, and which model of a pair is the best to have.

A registry is a Remote Settings collection, `…/v1/buckets/main/collections/translations-models-v2/records`: an object
whose `data` holds one record for each file, with `attachment` (location, size and SHA-256 of the packed bytes) and
`decompressedHash` (SHA-256 of the plain ones). The root `…/v1/` names in `capabilities.attachments.base_url` where the
locations begin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coranto.translation.model_store.errors import CannotFetch

LICENCE = "MPL-2.0"
# The formats that the engine reads have 3 as their first number.
FORMAT = 3
_SAFE_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$")
_SHA256 = re.compile(r"^[0-9a-f]{64}$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_LOCATION = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,300}$")
_LARGEST_FILE = 512 * 1024 * 1024
_KINDS = frozenset({"model", "vocab", "srcvocab", "trgvocab", "lex"})
# Of one version the variant that needs less memory first; tiny ones translate worst.
_VARIANTS = ("base-memory", "base", "tiny")
# The registry's codes that are not ours.
_OURS = {"no": "nb", "zh": "zh-Hans", "iw": "he", "in": "id"}


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """One file of a model as a source offers it. Sizes are in bytes; "" or 0 is what the source does not say."""

    name: str
    kind: str
    location: str
    packed_size: int = 0
    packed_sha256: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A whole model that a source offers, in our own language codes."""

    source: str
    target: str
    version: str
    variant: str
    files: tuple[OfferedFile, ...]

    @property
    def complete(self) -> bool:
        """True when there is a model and a vocabulary for each side."""
        kinds = {file.kind for file in self.files}
        return "model" in kinds and ("vocab" in kinds or {"srcvocab", "trgvocab"} <= kinds)

    @property
    def packed_size(self) -> int:
        """Bytes to fetch."""
        return sum(file.packed_size for file in self.files)


def our_language(code: str) -> str:
    """Give our code for the registry's."""
    return _OURS.get(code, code)


def parse_records(body: bytes | str) -> list[Offer]:
    """Read a records answer into complete models, several for a pair when there are several versions.

    Records of other formats, of kinds that the engine does not use, or with unsafe names are left out. Raises
    CannotFetch when it is no records answer at all.
    """
    try:
        data = json.loads(body)["data"]
        records = [record for record in data if isinstance(record, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CannotFetch("The registry's answer holds no records. Is the address that of a collection?") from error
    models: dict[tuple[str, str, str, str], list[OfferedFile]] = {}
    for record in records:
        file = _file(record)
        if file is not None:
            models.setdefault(_identity(record), []).append(file)
    offers = [Offer(*identity, tuple(files)) for identity, files in models.items()]
    return [offer for offer in offers if offer.complete]


def best(offers: Iterable[Offer]) -> dict[tuple[str, str], Offer]:
    """Choose one model for each pair: finished before trial versions, then the newest, then the leaner variant."""
    chosen: dict[tuple[str, str], Offer] = {}
    for offer in offers:
        pair = (offer.source, offer.target)
        if pair not in chosen or _rank(offer) > _rank(chosen[pair]):
            chosen[pair] = offer
    return chosen


def _identity(record: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return (
        our_language(str(record["sourceLanguage"])),
        our_language(str(record["targetLanguage"])),
        str(record["version"]),
        str(record.get("architecture") or ""),
    )


def _file(record: Mapping[str, Any]) -> OfferedFile | None:
    """Read one record; None when it is not of use or not safe to use."""
    attachment = record.get("attachment")
    if not isinstance(attachment, dict) or record.get("fileType") not in _KINDS or not _usable(record):
        return None
    file = OfferedFile(
        name=str(record.get("name")),
        kind=str(record["fileType"]),
        location=str(attachment.get("location")),
        packed_size=_size(attachment.get("size")),
        packed_sha256=str(attachment.get("hash") or "").lower(),
        size=_size(record.get("decompressedSize")),
        sha256=str(record.get("decompressedHash") or "").lower(),
    )
    safe = _SAFE_NAME.fullmatch(file.name) and _LOCATION.fullmatch(file.location) and ".." not in file.location
    sums = [digest for digest in (file.packed_sha256, file.sha256) if digest]
    proven = sums and all(_SHA256.fullmatch(digest) for digest in sums)
    return file if safe and proven and 0 < file.packed_size <= _LARGEST_FILE else None


def _usable(record: Mapping[str, Any]) -> bool:
    languages = all(_LANGUAGE.fullmatch(str(record.get(side))) for side in ("sourceLanguage", "targetLanguage"))
    variant = str(record.get("architecture") or "")
    plain = variant == "" or _SAFE_NAME.fullmatch(variant)
    version = str(record.get("version"))
    return bool(languages and plain and _SAFE_NAME.fullmatch(version) and version.split(".")[0] == str(FORMAT))


def _size(value: object) -> int:
    return int(value) if isinstance(value, int | str) and len(str(value)) < 16 and str(value).isdecimal() else 0


def _rank(offer: Offer) -> tuple[bool, tuple[int, ...], int]:
    numbers = tuple(int(number) for number in re.findall(r"\d+", offer.version))
    finished = not re.search(r"[a-z]", offer.version)
    variant = _VARIANTS.index(offer.variant) if offer.variant in _VARIANTS else len(_VARIANTS)
    return finished, numbers, -variant
