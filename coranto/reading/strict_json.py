"""JSON from outside, read so that two programs cannot understand two things: no name twice, no NaN, no half characters.

`read` gives dicts, lists, texts, numbers, booleans and None. What JSON allows and no article needs is refused with one
sentence: nesting beyond MAX_DEPTH, whole numbers beyond MAX_DIGITS digits, numbers too large for a computer.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from coranto.reading.errors import TooLarge, Unreadable
from coranto.reading.markup import decode

MAX_DEPTH = 60
MAX_DIGITS = 18
_HALF = re.compile("[\ud800-\udfff]")


class _Refused(ValueError):
    """What is wrong, as the end of a sentence."""


def read(data: bytes, *, source: str) -> Any:
    """Read JSON. Raises Unreadable or TooLarge with one sentence."""
    try:
        value = json.loads(decode(data).lstrip("\ufeff"), object_pairs_hook=_named_once, parse_constant=_no_number, parse_int=_whole, parse_float=_finite)
        _check(value)
    except _Refused as error:
        raise Unreadable(f"'{source}' is JSON that cannot be trusted: {error}. Ask its sender for a plain one.") from error
    except RecursionError as error:
        raise TooLarge(f"'{source}' is nested deeper than an article is. Save the article alone and read that.") from error
    except ValueError as error:
        raise Unreadable(f"'{source}' is not readable JSON: {str(error)[:80]}. Ask its sender for a whole file.") from error
    return value


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Names are the same without regard to case, as versions of one format write them both ways."""
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for name, value in pairs:
        if name.lower() in seen:
            raise _Refused(f"it says '{name[:40]}' twice")
        seen.add(name.lower())
        found[name] = value
    return found


def _no_number(word: str) -> Any:
    raise _Refused(f"it has {word} where a number stands")


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS + 1:
        raise _Refused(f"it has a number of {len(digits)} digits")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Refused("it has a number that is too large")
    return value


def _check(value: Any) -> None:
    """Refuse half characters and depth, without recursion."""
    waiting = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise RecursionError
        if isinstance(one, str):
            if _HALF.search(one):
                raise _Refused("it has half of a character")
        elif isinstance(one, dict):
            waiting.extend((part, depth + 1) for pair in one.items() for part in pair)
        elif isinstance(one, list):
            waiting.extend((part, depth + 1) for part in one)
