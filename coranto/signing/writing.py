"""How times and bytes are written in signed documents and tokens: UTC to the second, base64url without padding."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def write_time(moment: datetime) -> str:
    """Write an aware time as 2026-05-01T12:00:00Z, fractions cut off; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("This time has no time zone. Pass an aware time.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def read_time(text: object) -> datetime:
    """Read exactly what `write_time` writes; raises ValueError for every other form."""
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise ValueError(f"{str(text)[:40]!r} is not a time like 2026-05-01T12:00:00Z.")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def write_bytes(data: bytes) -> str:
    """Write bytes as base64url without padding (RFC 4648 §5, as JWK uses it)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def read_bytes(text: object) -> bytes:
    """Read base64url in the one form that `write_bytes` gives; raises ValueError for padding or stray bits."""
    if not isinstance(text, str):
        raise ValueError("This is not base64url text.")
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("This is not base64url text.") from error
    if write_bytes(data) != text:
        raise ValueError("This base64url text is not in its one form.")
    return data
