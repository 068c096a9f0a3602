"""What can go wrong outside, and whether trying again may help.

OutboundError
├── Refused       the address or the answer is one that Coranto never takes; trying again changes nothing
├── TooLarge      more bytes than the limit; trying again changes nothing
├── TooSlow       the whole exchange did not end in time; may help later
├── Unreachable   no name, no route, no connection, no valid certificate; may help later
└── BadAnswer     something answered, but not with what was asked for; `status` says what, when there was one

Every text is one sentence that names the source and the reason, fit to be shown to an editor.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LONGEST_SOURCE = 200
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class OutboundError(Exception):
    """The root of the family: `source` as shown, `reason` without a full stop, `retry` when later may succeed."""

    retry: bool = False

    def __init__(self, source: str, reason: str, *, retry: bool | None = None) -> None:
        self.source = shown(source)
        self.reason = reason
        if retry is not None:
            self.retry = retry
        super().__init__(f"{self.source}: {reason}.")


class Refused(OutboundError):
    """Coranto does not go there."""


class TooLarge(OutboundError):
    """The answer is larger than the limit."""


class TooSlow(OutboundError):
    """The time for the whole exchange ran out."""

    retry = True


class Unreachable(OutboundError):
    """No connection could be made."""

    retry = True


class BadAnswer(OutboundError):
    """The answer is not usable; `status` is the HTTP or SMTP code, or None when there was none."""

    def __init__(self, source: str, reason: str, *, status: int | None = None, retry: bool | None = None) -> None:
        super().__init__(source, reason, retry=retry)
        self.status = status


def shown(source: str) -> str:
    """Give a source as it may be printed: no control characters, no user name or password, at most 200 characters."""
    text = _UNPRINTABLE.sub(" ", source).strip()
    try:
        parts = urlsplit(text)
        if "@" in parts.netloc:
            text = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    except ValueError:
        text = re.sub(r"//[^/]*@", "//", text)
    return text if len(text) <= _LONGEST_SOURCE else text[: _LONGEST_SOURCE - 1] + "…"
