"""SHA-256 digests, each with its encoding said: what was hashed, and how the digest is written.

A digest is always written "sha256:" and 64 lower-case hexadecimal digits, so that another algorithm can follow later.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

from coranto.signing.canonical import canonical

_PREFIX = "sha256:"


def digest_bytes(data: bytes) -> str:
    """Digest bytes exactly as they are."""
    return _PREFIX + hashlib.sha256(data).hexdigest()


def digest_text(text: str) -> str:
    """Digest text as UTF-8, with nothing normalised; raises UnicodeEncodeError for a lone surrogate."""
    return digest_bytes(text.encode("utf-8"))


def digest_document(document: Any) -> str:
    """Digest a JSON document in its canonical form (RFC 8785); raises NotCanonical."""
    return digest_bytes(canonical(document))


def digest_file(path: Path) -> str:
    """Digest a file's bytes without holding them all in memory; raises OSError."""
    with path.open("rb") as file:
        return _PREFIX + hashlib.file_digest(file, "sha256").hexdigest()


def is_digest(text: object) -> bool:
    """Say whether this is a digest as written here."""
    if not isinstance(text, str) or not text.startswith(_PREFIX) or len(text) != len(_PREFIX) + 64:
        return False
    return all(character in "0123456789abcdef" for character in text[len(_PREFIX) :])


def same_digest(one: str, other: str) -> bool:
    """Compare two digests in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8"), other.encode("utf-8"))
