"""The publication's own look as a style sheet: its colours, and which family stands for headlines and for text."""

from __future__ import annotations

import re

from coranto.publication.models import Publication

# Pairing → (headlines, text, small print), each the name of a stack of system fonts in tokens.css.
PAIRINGS = {
    "broadsheet": ("display", "serif", "sans"),
    "review": ("serif", "sans", "sans"),
    "gazette": ("grotesque", "serif", "sans"),
    "bulletin": ("grotesque", "sans", "sans"),
}
COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


def look_sheet(publication: Publication) -> str:
    """The sheet; a colour that is none is left to the design's own."""
    head, text, small = PAIRINGS.get(publication.type_pairing, PAIRINGS["broadsheet"])
    light = _declared({"--paper": publication.paper, "--ink": publication.ink, "--accent": publication.accent})
    dark = _declared({"--accent": publication.accent_dark})
    weight = "700" if head == "grotesque" else "600"
    return f"""@layer look {{
:root {{ --head-weight: {weight}; }}
@media (prefers-color-scheme: light) {{ :root {{ {light} }} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
:root, [lang] {{ --font-head: var(--stack-{head}); --font-text: var(--stack-{text}); --font-small: var(--stack-{small}); }}
}}
"""


def _declared(values: dict[str, str]) -> str:
    return " ".join(f"{name}: {value.lower()};" for name, value in values.items() if COLOUR.match(value))
