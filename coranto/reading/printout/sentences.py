"""Split a paragraph into sentences so that each can go where it belongs; joining them again loses nothing."""

from __future__ import annotations

import re

_END = re.compile(
    r"(?:[.!?…]+[\"'”’»)\]]*(?:\[\d{1,3}\])*(?=\s)|[。！？][」』”’）】]*|[؟۔।॥]+[\"”’»)]*(?=\s))\s*|\n"
)
_SHORT = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "no", "nos", "vol", "pp", "p", "art", "fig", "gen", "col", "lt", "sgt", "capt", "rev", "hon", "gov", "sen", "rep", "inc", "ltd", "co", "corp", "etc", "e.g", "i.e", "cf", "al", "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "u.n", "a.m", "p.m", "ph.d", "d.c", "bzw", "z.b", "d.h", "u.a", "dr.h", "ca", "nr", "bd", "hrsg", "m", "mme", "mlle", "mm", "av", "p.ex", "cf", "ej", "sra", "srta", "dra", "ud", "uds", "ee.uu", "sig", "dott", "ing", "avv", "г", "им", "т.е", "т.д", "т.п", "см", "стр", "рис", "ул", "др"]
)


def split_sentences(text: str) -> list[str]:
    """Give the sentences with the spaces that follow them: "".join(result) == text."""
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and not _is_end(text, match.start(), match.end()):
            continue
        if match.end() < len(text) and text[match.end()] in ")]":
            continue
        sentences.append(text[start : match.end()])
        start = match.end()
    if start < len(text):
        sentences.append(text[start:])
    return sentences


def _is_end(text: str, point: int, following: int) -> bool:
    if following >= len(text):
        return True
    word_match = re.search(r"[^\s(\[\"“«]*$", text[max(0, point - 20) : point])
    word = word_match[0] if word_match else ""
    if word.casefold() in _SHORT:
        return False
    if len(word) == 1 and word.isalpha() and not word.islower():
        return False
    nearby = text[following : following + 1]
    return not (nearby.islower() or nearby in ",;:")
