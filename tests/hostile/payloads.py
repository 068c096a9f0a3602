"""What attackers type: a canary of our own that names the field it stands in, and the collections that others keep."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

import pytest

from tests.reading.corpora import folder

IS_LONG = bool(os.environ.get("CORANTO_HOSTILE_LONG"))


@dataclass(frozen=True)
class Reach:
    """How much is tried: every `step`th text of the collections, dealt to `hands` articles; every `places`th field that takes no text; pages in `languages`."""

    step: int
    hands: int
    places: int
    languages: tuple[str, ...]
    is_whole: bool  # every page is opened as a print edition and with the site's own policy as well


SHORT = Reach(step=24, hands=2, places=8, languages=("en",), is_whole=False)
CAMPAIGN = Reach(step=1, hands=40 if IS_LONG else 4, places=1 if IS_LONG else 4, languages=("en", "ar"), is_whole=True)
# The short form stands in the ordinary suite; the other is behind `make campaign`.
REACHES = [pytest.param(SHORT, id="short"), pytest.param(CAMPAIGN, id="campaign", marks=pytest.mark.campaign)]


def canary(field: str, longest: int = 10_000) -> str:
    """Markup that calls `hostile(field)` when a page runs it; it breaks out of attributes, text and elements alike.

    Short fields get a shorter form; below 34 characters it is only the tag.
    """
    tag = f"<img src=/x onerror=hostile('{field}')>"
    whole = f"'\"></title></script></style></picture>{tag}"  # inside <picture> an image would take one of its sources and not fail
    return whole if len(whole) <= longest else tag[:longest]


def everything(reach: Reach) -> list[str]:
    """Sanitiser cases and naughty strings as far as the reach goes; NUL, which no form takes, as U+FFFD.

    Skips the calling test where the corpora are absent.
    """
    strings = json.loads((folder("strings") / "blns.json").read_text(encoding="utf-8"))
    return sanitiser_cases(reach) + [text.replace("\0", "\ufffd") for text in strings if text][:: reach.step]


def sanitiser_cases(reach: Reach) -> list[str]:
    """The html that others collected to try sanitisers, as far as the reach goes."""
    cases = json.loads((folder("xss") / "html5lib-sanitizer.json").read_text(encoding="utf-8"))
    return [case["input"].replace("\0", "\ufffd") for case in cases][:: reach.step]


def dealt(payloads: list[str], hand: int, hands: int) -> list[str]:
    """The payloads of one hand when they are dealt round."""
    return payloads[hand::hands]


class Deck:
    """Payloads for short fields: each draw begins with the field's own canary, then as many payloads as fit, in turn; without payloads, the canary alone."""

    def __init__(self, payloads: list[str], start: int = 0) -> None:
        self._payloads, self._next = payloads, start

    def draw(self, field: str, longest: int) -> str:
        """A text of at most `longest` characters."""
        text = canary(field, longest)
        while self._payloads and len(text) < longest:
            payload = self._payloads[self._next % len(self._payloads)].replace("\0", "")
            self._next += 1
            if len(text) + 1 + len(payload) > longest:
                break
            text += " " + payload
        return text
