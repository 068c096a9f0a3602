"""One JSON text for one document: RFC 8785, and a strict way of reading what others wrote.

Coranto's own documents are narrower than RFC 8785 allows, so that no reader in any language can see another value:
- keys are strings, each once; values are objects, lists, strings, whole numbers, true, false and null;
- whole numbers lie within ±(2**53 - 1), because that is what a JavaScript reader keeps exact;
- numbers with a fraction or an exponent are refused: write them as text ("0.25");
- strings are Unicode without lone surrogates, taken as they are (no normalisation: é and e + accent differ).
"""

from __future__ import annotations

import json
from typing import Any

import rfc8785

_LARGEST = 2**53 - 1
_DEEPEST = 64
_MOST_BYTES = 8 * 1024 * 1024

Json = dict[str, Any] | list[Any] | str | int | bool | None


class NotCanonical(ValueError):
    """The document has no one canonical form; the text says where and why."""


def canonical(document: Any) -> bytes:
    """Write a document in its one form, UTF-8 without spaces, keys sorted by UTF-16 units; raises NotCanonical.

    Without fractions and with keys of ASCII alone, the standard library writes the same, several times as fast.
    """
    if _check(document, "document", 0):
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    try:
        return rfc8785.dumps(document)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotCanonical(f"This document cannot be written as canonical JSON: {error}.") from error


def parse(data: bytes) -> Any:
    """Read JSON from outside, at most 8 MB and 64 levels deep; raises NotCanonical.

    A key that stands twice, NaN, a fraction, bytes that are not UTF-8: each is refused, because two readers could
    see two different documents under one signature. Spaces and the order of keys are free.
    """
    if len(data) > _MOST_BYTES:
        raise NotCanonical(f"This JSON is larger than {_MOST_BYTES // 1_048_576} MB.")
    try:
        document = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction
        )
    except UnicodeDecodeError as error:
        raise NotCanonical("This JSON is not UTF-8.") from error
    except RecursionError as error:
        raise NotCanonical(f"This JSON is nested deeper than {_DEEPEST} levels.") from error
    except json.JSONDecodeError as error:
        raise NotCanonical(f"This is not JSON (line {error.lineno}: {error.msg}).") from error
    except NotCanonical:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise NotCanonical("This JSON holds a number that is too large.") from error
    _check(document, "document", 0)
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotCanonical(f"The key '{twice[:60]}' stands twice in one object.")
    return found


def _no_fraction(text: str) -> Any:
    raise NotCanonical(f"The number {text[:40]} is not whole. Write it as text.")


def _check(value: Any, place: str, depth: int) -> bool:
    """Refuse what has no one form; say whether every key is of ASCII alone."""
    if depth > _DEEPEST:
        raise NotCanonical(f"This document is nested deeper than {_DEEPEST} levels.")
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NotCanonical(f"The number at {place} is beyond ±(2**53 - 1). Write it as text.")
    elif isinstance(value, dict):
        return _check_object(value, place, depth)
    elif isinstance(value, list | tuple):
        plain = [_check(item, f"{place}[{number}]", depth + 1) for number, item in enumerate(value)]
        return all(plain)
    else:
        raise NotCanonical(f"The value at {place} is a {type(value).__name__}, which JSON here does not hold.")
    return True


def _check_object(value: dict[Any, Any], place: str, depth: int) -> bool:
    is_plain = True
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonical(f"A key at {place} is a {type(key).__name__}, not text.")
        _check_text(key, place)
        is_plain &= key.isascii()
        is_plain &= _check(item, f"{place}.{key[:60]}", depth + 1)
    return is_plain


def _check_text(text: str, place: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"The text at {place} holds half a character (a lone surrogate).") from error
