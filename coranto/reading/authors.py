"""Who wrote a page: the names in what stands where an author's name belongs, and the line of the author that readers see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from coranto.reading.markup import words_of
from coranto.reading.passages import zone_words

_BY = re.compile(
    r"^(by|par|von|por|di|da|автор|от|بقلم|作者|文|撰文|著者|記者|written by|words by|posted by|publi(?:cado|shed) (?:por|by)|about|sobre)\s*[:：]?\s+|^(作者|文|著者|記者)[:：/／]\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|\||、|，|؛|،|\s+(?:and|und|et|y|e|и|و|&|with)\s+)\s*", re.IGNORECASE)
_DEGREE = re.compile(r"^(?:ph\.?\s?d|m\.?d|j\.?d|m\.?s|m\.?a|b\.?a|m\.?sc|b\.?sc|m\.?p\.?h|mba|r\.?d|r\.?n|ll\.?m|jr|sr|esq)\.?$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:writers?|reporters?|editors?|correspondents?|columnists?|photographers?|journalists?|producers?|contributors?|redakteur(?:in)?|redactora?|redação|rédact(?:eur|rice)|journaliste|periodista|jornalista|корреспондент|редактор)$",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b(?:for|of|at)\s+\S|\b[\w-]+\.(?:com|org|net|info|news|co\.uk)\b|\b(?:news|media|press|network|magazine|times|post|herald|tribune|leader|gazette)$",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    (
        "admin",
        "administrator",
        "editor",
        "staff",
        "null",
        "none",
        "undefined",
        "author",
        "unknown",
        "guest",
        "webmaster",
        "name",
        "user",
        "view more articles",
        "biography",
    )
)
_PLACES = frozenset(
    (
        "form",
        "comment",
        "comments",
        "respond",
        "reply",
        "nav",
        "footer",
        "related",
        "sidebar",
        "widget",
        "aside",
        "trending",
        "recommended",
        "popular",
        "body",
        "html",
    )
)
_AUTHOR = frozenset(("author", "byline", "authors", "writer", "autor", "auteur"))
_NOT_A_NAME = frozenset(("comment", "bio", "avatar", "image", "img", "thumb", "photo", "social", "flyout", "link", "box", "icon", "date", "archive", "wrapper"))


def people(values: list[str]) -> list[str]:
    """The names in what stands where an author's name belongs: no addresses, handles, roles, houses, form labels or dates.

    A degree stays with its name; the house or the role beside a person's name goes, a house alone stays: it signs as the author.
    """
    names: list[str] = []
    for value in values:
        value = _BY.sub("", " ".join(value.split())).strip()
        if re.match(r"https?://|www\.|/", value) or len(value) > 150:
            continue
        found: list[str] = []
        for part in _BETWEEN.split(re.sub(r"\S+@\S+|https?://\S+|(?<!\w)@\w+", " ", value)):
            name = _BY.sub("", part.strip(" .,:;|-–—@*"))
            if _DEGREE.match(name) and found:
                found[-1] = f"{found[-1]}, {name}"
            elif _may_be_a_name(name):
                found.append(name)
        persons = [name for name in found if not _ROLE.search(name) and not _HOUSE.search(name)]
        names += persons or [name for name in found if not _ROLE.search(name) or " " not in name] or found
    return list(dict.fromkeys(names))


def _may_be_a_name(name: str) -> bool:
    if not 2 <= len(name) <= 60 or any(char.isdigit() for char in name) or len(name.split()) > 6:
        return False
    return name.count("(") == name.count(")") and name.casefold() not in _NOBODY and not re.search(r"[?!<>{}=*]", name)


def without_houses(names: list[str], houses: list[str | None]) -> list[str]:
    """Names without the outlet's own, when others are left."""
    own = {"".join(re.findall(r"\w+", house.casefold())) for house in houses if house}
    rest = [name for name in names if "".join(re.findall(r"\w+", name.casefold())) not in own]
    return rest or names


def is_code(name: str) -> bool:
    """An account's name and no person's or house's: one word of five and more capitals, such as "KWCHCIK"."""
    return bool(re.fullmatch(r"[A-Z]{5,}", name))


def shown_byline(root: Any) -> list[str]:
    """The names in the line of the author, by rel=author and by classes that name it; comments, forms and lists of others passed over.

    An element whose every part is a name is believed before one that holds dates or other words beside it.
    """
    partly: list[str] = []
    for element in _candidates(root):
        text = words_of(element)
        if not 2 <= len(text) <= 150:
            continue
        names = people([text])
        rest = re.sub(r"\b(?:by|and|posted)\b", " ", text, flags=re.IGNORECASE)
        for name in names:
            rest = rest.replace(name, " ")
        if names and len(re.findall(r"\w+", rest)) <= 1:
            return names
        partly = partly or names
    return partly


def _candidates(root: Any) -> Iterator[Any]:
    for link in root.iter("a"):
        if "author" in (link.get("rel") or "").lower().split() and not _elsewhere(link):
            yield link
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("class"):
            said = zone_words(element)
            if said & _AUTHOR and not said & _NOT_A_NAME and not _elsewhere(element):
                yield element


def _elsewhere(element: Any) -> bool:
    """Whether it stands among comments, forms or other articles."""
    return any(zone_words(above) & (_PLACES - {"body", "html"}) for above in [element, *element.iterancestors()] if above.tag not in ("body", "html"))
