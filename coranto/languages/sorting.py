"""The order of names in a list, as each language's readers look for them: after the Unicode Collation Algorithm, with
the letters that an alphabet counts on their own.

Letters are compared first without accents and case; accents decide between words that are otherwise alike, then case.
The reader's own script stands first, as CLDR orders it. Han characters stand in the order of Unicode, which is that of
their radicals.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from coranto.languages.table import get

# Letters (or pairs of letters) with a place of their own: "c<č<ć" puts č and ć behind every word that goes on with c.
_ALPHABETS = {
    "az": "c<ç e<ə g<ğ h<x i>ı o<ö s<ş u<ü", "be": "е<ё з<і у<ў", "ca": "l<l·l", "cs": "c<č h<ch r<ř s<š z<ž", "da": "z<æ<ø<å", "es": "n<ñ", "gl": "n<ñ",
    "eu": "n<ñ", "et": "s<š<z<ž w<õ<ä<ö<ü", "fi": "z<å<ä<ö", "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö s<sz t<ty u<ü z<zs", "lt": "c<č s<š z<ž", "lv": "c<č g<ģ k<ķ l<ļ n<ņ s<š z<ž", "nb": "z<æ<ø<å",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż", "ro": "a<ă<â i<î s<ș t<ț", "sk": "a<ä c<č h<ch o<ô s<š z<ž", "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh", "sr": "д<ђ и<ј л<љ н<њ т<ћ ч<џ", "sv": "z<å<ä<ö", "tr": "c<ç g<ğ i>ı o<ö s<ş u<ü",
    "uk": "г<ґ е<є и<і<ї", "fa": "ب<پ ج<چ ز<ژ ک<گ",
}  # fmt: skip
_APART = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ə": "e", "ð": "d", "þ": "th", "أ": "ا", "إ": "ا", "آ": "ا", "ي": "ی", "ى": "ی", "ك": "ک"}
)
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}

Weight = tuple[int, str, int]  # script and kind, base letter, place behind it
SortKey = tuple[tuple[Weight, ...], tuple[str, ...], str]


@lru_cache(maxsize=20_000)
def sort_key(text: str, language: str) -> SortKey:
    """What to sort a name by in lists of a language."""
    small = _small(unicodedata.normalize("NFC", text.strip()), language)
    own, longest = _letters(language)
    weights: list[Weight] = []
    accents: list[str] = []
    place = 0
    while place < len(small):
        size = next((size for size in range(longest, 0, -1) if small[place : place + size] in own), 0)
        if size:
            base, behind = own[small[place : place + size]]
            weights.append((_kind(base, language), base, behind))
        else:
            size = 1
            for char in unicodedata.normalize("NFD", small[place].translate(_APART)).translate(_HIRAGANA):
                if unicodedata.combining(char):
                    accents.append(char)
                else:
                    weights.append((_kind(char, language), char, 0))
        accents.append(small[place : place + size])
        place += size
    return tuple(weights), tuple(accents), text


def _small(text: str, language: str) -> str:
    """Without case; Turkish and Azerbaijani have two letters i."""
    return (text.replace("I", "ı").replace("İ", "i") if language in {"tr", "az"} else text).casefold()


def _kind(char: str, language: str) -> int:
    """Spaces and marks first, then digits, then the reader's script, then every other."""
    if not char.isalnum():
        return 0
    if char.isdigit():
        return 1
    return 2 if _script(char) == _script_of(language) else 3


def can_read(text: str, language: str) -> bool:
    """Whether the first letter of a name belongs to the script of a language; a name without letters can be read by everybody."""
    letter = next((char for char in text if char.isalpha()), "")
    return not letter or _script(letter) == _script_of(language)


def _script(char: str) -> str:
    name = unicodedata.name(char, "").partition(" ")[0]
    return "CJK" if name in {"HIRAGANA", "KATAKANA", "BOPOMOFO"} else name


@cache
def _script_of(language: str) -> str:
    """The first word of the Unicode names of a language's letters."""
    names = {
        "Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW", "Deva": "DEVANAGARI", "Beng": "BENGALI", "Gujr": "GUJARATI",
        "Knda": "KANNADA", "Mlym": "MALAYALAM", "Taml": "TAMIL", "Telu": "TELUGU", "Thai": "THAI", "Kore": "HANGUL",
    }  # fmt: skip
    return names.get(get(language).script, "CJK")


@cache
def _letters(language: str) -> tuple[dict[str, tuple[str, int]], int]:
    """Letter → (base letter, place behind it), and the length of the longest letter."""
    found: dict[str, tuple[str, int]] = {}
    for rule in _ALPHABETS.get(language, "").split():
        base, step = rule[0], -1 if ">" in rule else 1
        for place, letter in enumerate(rule.replace(">", "<").split("<")[1:], 1):
            found[letter] = (base, step * place)
    return found, max(map(len, found), default=1)
