"""IPTC's own schema of ninjs 3.1, and whether a value is an item by it; addresses and times are checked as well."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

FILE = Path(__file__).parents[1] / "fixtures" / "ninjs" / "ninjs-schema_3.1.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text())
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_formats = FormatChecker(formats=())


@_formats.checks("uri")
def is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


@_formats.checks("date-time", raises=ValueError)
def is_time(value: object) -> bool:
    return not isinstance(value, str) or (_TIME.fullmatch(value) is not None and datetime.fromisoformat(value).tzinfo is not None)


VALIDATOR = Draft202012Validator(SCHEMA, format_checker=_formats)


def faults(item: object) -> list[str]:
    """What is wrong with an item; nothing where it is valid."""
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}"[:300] for error in VALIDATOR.iter_errors(item)]
