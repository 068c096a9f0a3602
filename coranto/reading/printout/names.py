"""Read the names in a byline: several authors, titles kept as printed, outlets and duties set apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from coranto.reading.labels import fold

_PARTICLES = frozenset(
    ["de", "da", "do", "dos", "das", "di", "del", "della", "delle", "la", "le", "los", "las", "van", "von", "der", "den", "ter", "ten", "zu", "zur", "af", "av", "bin", "ibn", "bint", "al", "el", "el-", "ben", "y", "e", "i", "and", "of", "du", "des", "und", "et", "och", "og", "ap", "mac", "san", "st", "der.", "du'", "d'", "'t", "la'", "bar", "ha", "a", "o"]
)
_SUFFIX = re.compile(
    r"^(?:ph\.? ?d\.?|m\.? ?d\.?|j\.? ?d\.?|ll\.? ?m\.?|mba|jr\.?|sr\.?|ii|iii|iv|esq\.?|m\.?a\.?|m\.?sc\.?|b\.?a\.?|obe|cbe|mp|mep|dds|rn|mph|ret\.?|cpa)$",
    re.IGNORECASE,
)
_EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# "و" (and) is written onto the name that follows; names that begin with the letter themselves stay whole.
_ARABIC_AND = re.compile(r"(?<=[\u0620-\u064a]{3})\s+و(?!ليد|ائل|سام|سيم|فاء|لاء|جيه|جدي|داد|ردة|حيد|هيب|ديع|صفي|هبي|هبة|جدان|سن)(?=[\u0620-\u064a]{3,}\s)")
_DOMAIN = re.compile(r"\b[\w-]+\.(?:com|org|net|info|ca|de|fr|es|it|ru|uk|co\.uk|news|media|press|eu|io|tv|br|cn|jp)\b", re.IGNORECASE)


def is_name_like(text: str) -> bool:
    """Whether the text could be the name of a person or a desk: few words, capitals where the script has them."""
    text = text.strip(" .,;:*_[]()@")
    if not 1 < len(text) <= 70 or re.search(r"[!?…;:：{}<>=]|https?:|\d{2}", text):
        return False
    words = text.split()
    if _EAST.search(text):
        return len(text) <= 24 and not re.search("[。、，！？]", text)
    if len(words) > 8:
        return False
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    if not cased:
        return len(words) <= 6
    significant = [word for word in cased if word.casefold() not in _PARTICLES and not re.fullmatch(r"[a-zа-я]{1,5}\.", word) and not word.startswith(("(", "d’", "d'", "al-", "el-"))]
    return bool(significant) and all(word[0].isupper() for word in significant)


def bare_name(name: str) -> str:
    """The name without the titles before it and the degrees after it ("Prof. Em. Jane Doe, PhD" → "Jane Doe")."""
    words = name.split(",")[0].split()
    while len(words) > 2 and ((words[0].endswith(".") and len(words[0]) > 2) or words[0].casefold() in ("prof", "dr", "sir", "professor", "col", "(ret.)")):
        words.pop(0)
    return " ".join(words)


def is_outlet_like(text: str, outlets: Collection[str]) -> bool:
    """Whether the text names an outlet rather than a person: a word of the trade in it, a web domain, or one word."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    if _EAST.search(text):
        return any((len(word) > 1 and word in fold(text)) or text.endswith(word) for word in outlets if _EAST.search(word))
    return bool(_DOMAIN.search(text)) or any(word in outlets for word in words) or text.casefold().startswith(("the ", "la ", "le ", "el ", "die ", "der "))


def split_names(text: str, ands: Iterable[str], roles: Collection[str]) -> list[str]:
    """Split a byline into names, as printed, duties ("staff writer") left away, degrees kept with their name."""
    joined = "|".join(re.escape(word) for word in sorted(set(ands), key=len, reverse=True) if word.strip())
    text = re.sub(r"\s+", " ", text)
    parts = re.split(rf"\s*[,;|•·/、，；&+]\s*|\s+(?:{joined})\s+" if joined else r"\s*[,;|/]\s*", text, flags=re.IGNORECASE)
    parts = [name for part in parts for name in _ARABIC_AND.split(part)]
    names: list[str] = []
    for part in parts:
        part = re.sub(rf"^(?:{joined})\s+", "", part.strip(), flags=re.IGNORECASE) if joined else part.strip()
        part = re.sub(r"^@", "", part.strip(" .:–—-*_")) if not part.strip().endswith((" Jr.", " Sr.")) else part.strip()
        if not part:
            continue
        if _SUFFIX.match(part) and names:
            names[-1] = f"{names[-1]}, {part}"
            continue
        part = re.sub(r"\s+(?:in|à|en|aus|a|из|von)\s+[A-ZÀ-ÝА-Я][\w-]+(?:\s[A-ZÀ-Ý][\w-]+)?$", "", part) if len(part.split()) > 3 else part
        if fold(part) in roles or (len(part.split()) < 4 and fold(part.split()[-1]) in roles) or not is_name_like(part):
            continue
        if part not in names:
            names.append(part)
    return names
