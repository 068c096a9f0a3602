"""What a translation keeps as it is: links, addresses, handles, code; and names, which may change their ending or their script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii
from rapidfuzz import fuzz

from coranto.translation.checks.problem import Compared, Problem, ProtectedSpan, problem
from coranto.translation.checks.scripts import scripts_of
from coranto.translation.checks.terms import forms_of, starts_alike
from coranto.translation.segments.protecting import ADDRESSES, TRAILING, takes

# What a language hangs on an address: Finnish …/a:n, Turkish …/a'da.
_ENDING = re.compile(r"(.+)[:'’-][^\W\d_]{1,6}", re.DOTALL)
_WHAT = {"url": "link", "email": "e-mail address", "handle": "handle"}

# How alike two names must sound across scripts, 0 to 100, after both are written in plain Latin letters without vowels.
SOUNDS_ALIKE = 66
SOUNDS_THE_SAME = 90


def links(pair: Compared) -> list[Problem]:
    """Find links, e-mail addresses and handles of the source that are missing, and such as the source does not have."""
    found: list[Problem] = []
    theirs = list(_outside(pair.source, pair.protected))
    kept = {(one[2], one[3]) for one in theirs}
    whole = {text for _kind, text in kept}
    ours = list(_outside(pair.target, ()))
    for start, end, kind, text in theirs:
        if text not in pair.target:
            found.append(problem("links", f"The {_WHAT[kind]} {text} is missing; it must stay as it is.", source_at=(start, end)))
    for start, end, kind, text in ours:
        if (kind, text) not in kept and text not in pair.source and not ((ended := _ENDING.fullmatch(text)) and ended[1] in whole):
            found.append(problem("links", f"The {_WHAT[kind]} {text} is not in the source; take it out or put it right.", at=(start, end)))
    return found


def _outside(text: str, protected: tuple[ProtectedSpan, ...]) -> Iterator[tuple[int, int, str, str]]:
    """Links, addresses and handles: those that are marked, and those that are found; (start, end, kind, text)."""
    marked = [(span.start, span.end, span.kind, span.text) for span in protected if span.kind in _WHAT]
    yield from marked
    if not ("@" in text or "://" in text or "www." in text.lower()):
        return
    taken = sorted((start, end) for start, end, _kind, _text in marked)
    for kind, pattern in ADDRESSES:
        for hit in pattern.finditer(text):
            word = hit[0].rstrip(TRAILING)
            start, end = hit.start(), hit.start() + len(word)
            if takes(taken, start, end):
                yield start, end, kind, word


def code(pair: Compared) -> list[Problem]:
    """Find code of the source that is missing or changed."""
    spans = [span for span in pair.protected if span.kind == "code"]
    return [
        problem("code", f"The code {span.text!r} is missing; it must stay as it is.", source_at=(span.start, span.end))
        for span in spans
        if span.text not in pair.target and _squeezed(span.text) not in _squeezed(pair.target)
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def names(pair: Compared) -> list[Problem]:
    """Find protected names that are missing.

    A name counts as kept when the target has it, one of its forms in the glossary, or a word that begins like it (Obama → Obamy). Across
    scripts without a form in the glossary, and in languages that write names by sound, it is compared by sound and only warned of;
    so is a name of one word.
    """
    found: list[Problem] = []
    for span in pair.protected:
        if span.kind != "name" or not any(char.isalpha() for char in span.text):
            continue
        forms = forms_of(span.text, pair.terms)
        if any(starts_alike(form, pair.target) for form in (span.text, *forms)):
            continue
        # A name of one word is often a person of history, whom each language calls otherwise (Charlemagne, Karl der Große).
        is_sure = bool(forms) or (_keeps_spelling(pair) and len(_WORD.findall(span.text)) > 1)
        if not forms and _sounds_alike(span.text, pair.target, SOUNDS_THE_SAME if is_sure else SOUNDS_ALIKE):
            continue
        missing = f"The name {span.text} is missing" + (f" ({', '.join(forms)} in the glossary)" if forms else "")
        text = f"{missing}; it must be in the translation." if is_sure else f"{missing}, as far as its sound can be compared; see that it is there."
        found.append(problem("name" if is_sure else "name-unsure", text, source_at=(span.start, span.end)))
    return found


# Latin and Cyrillic languages that write foreign names as they sound in their own letters.
_BY_SOUND = {"az", "lv", "lt", "sq", "hr", "sr", "vi", "tr"}


def _keeps_spelling(pair: Compared) -> bool:
    same_script = set(scripts_of(pair.source_language)) & set(scripts_of(pair.target_language))
    return bool(same_script) and pair.target_language not in _BY_SOUND and pair.source_language not in _BY_SOUND


def _sounds_alike(name: str, target: str, least: int) -> bool:
    """Whether most of a name sounds like words of the target, in large initials where the script has them; one of a single consonant cannot be told from others."""
    wanted = [sound for word in _WORD.findall(name) if len(sound := _sound(word)) >= 2]
    if not wanted:
        return True
    whole = _UNSPACED.search(target) is not None
    heard = [_sound(target)] if whole else [_sound(word) for word in _WORD.findall(target) if not word.islower()]
    heard += [] if whole else [first + second for first, second in pairwise(heard)]
    alike = fuzz.partial_ratio if whole else fuzz.ratio
    hits = [
        sound
        for sound in wanted
        if any(alike(sound, one) >= (least if len(sound) > 2 else 100 if whole else 80) for one in heard if len(one) >= len(sound) - 1)
    ]
    return len("".join(hits)) > 0.6 * len("".join(wanted))


_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_UNSPACED = re.compile("[฀-๿぀-ヿ㐀-鿿]")
_SAME_SOUND = (
    ("sch", "s"),
    ("ch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("ph", "f"),
    ("kh", "k"),
    ("th", "t"),
    ("ts", "s"),
    ("tz", "s"),
    ("ck", "k"),
    ("qu", "k"),
    ("x", "ks"),
)
_LETTERS = str.maketrans({"c": "k", "q": "k", "g": "k", "z": "s", "j": "s", "d": "t", "b": "p", "v": "f", "w": "f", "r": "l", "h": None, "y": None})


@lru_cache(maxsize=4096)
def _sound(text: str) -> str:
    """The consonants of a text in plain Latin letters, those that languages exchange written alike."""
    plain = anyascii(unicodedata.normalize("NFKC", text)).lower()
    for spelled, sound in _SAME_SOUND:
        plain = plain.replace(spelled, sound)
    consonants = re.sub(r"[^a-z]|[aeiou]", "", plain).translate(_LETTERS)
    return re.sub(r"(.)\1+", r"\1", consonants)
