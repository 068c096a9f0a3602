"""Which font families print a script, and which of them this machine has."""

from __future__ import annotations

from functools import cache

import typst

LATIN = ("Noto Serif", "Libertinus Serif")
FAMILIES = {
    "Arab": ("Noto Naskh Arabic",), "Hebr": ("Noto Serif Hebrew", "Noto Sans Hebrew"), "Deva": ("Noto Serif Devanagari", "Noto Sans Devanagari"),
    "Beng": ("Noto Serif Bengali", "Noto Sans Bengali"), "Gujr": ("Noto Serif Gujarati", "Noto Sans Gujarati"), "Knda": ("Noto Serif Kannada", "Noto Sans Kannada"),
    "Mlym": ("Noto Serif Malayalam", "Noto Sans Malayalam"), "Taml": ("Noto Serif Tamil", "Noto Sans Tamil"), "Telu": ("Noto Serif Telugu", "Noto Sans Telugu"),
    "Thai": ("Noto Serif Thai", "Noto Sans Thai"), "Jpan": ("Noto Serif CJK JP",), "Kore": ("Noto Serif CJK KR",), "Hans": ("Noto Serif CJK SC",),
    "Hant": ("Noto Serif CJK TC",),
}  # fmt: skip
SYMBOLS = ("Noto Sans Symbols2", "Noto Sans Math")


def families(script: str) -> list[str]:
    """Font families for a text whose main script this is, in order; every other script follows for names and quotations."""
    own = FAMILIES.get(script, ())
    rest = [family for other, names in FAMILIES.items() if other != script for family in names]
    wanted = list(dict.fromkeys((*own, *LATIN, *rest, *SYMBOLS)))
    here = installed()
    return [family for family in wanted if family in here] or ["Libertinus Serif"]


def prints(script: str) -> bool:
    """Whether this machine has a font for a script; a print edition is offered only then."""
    here = installed()
    return any(family in here for family in FAMILIES.get(script, LATIN))


@cache
def installed() -> frozenset[str]:
    """The font families that are there. Looking for them takes a tenth of a second, once."""
    return frozenset(typst.Fonts(include_system_fonts=True).families())
