"""How the text of a translation was made, in whole sentences of the reader's language, and what the original says by now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from coranto.languages import catalogs
from coranto.reading import sanitising
from coranto.site.editions import Edition
from coranto.site.facts import blocks, wording
from coranto.site.facts.shapes import Name
from coranto.site.words import HEAD_ONLY, INSTEAD, MADE, MADE_BY, MAKERS, OUTDATED, OUTDATED_SINCE, PARTLY, READ_ORIGINAL, VIA, VIA_ENGLISH

BY_MACHINE = frozenset({"machine", "machine-checked"})
MOST_CHANGES = 12  # passages shown of what has changed; more are another article
AROUND = 8  # words shown before and behind a change
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True, slots=True)
class Untranslated:
    """What of a document stands in the language of the original: `language`, and whether that is the whole body."""

    language: str
    is_whole_body: bool


def untranslated(document: dict[str, Any]) -> Untranslated | None:
    """What of a translated document was left in the original; quotations keep the language in which they were said."""
    written = [block.get("language") for block in document["body"] if block["type"] not in {"quotation", "divider", "code"}]
    left = [code for code in written if code and code != document["language"]]
    return Untranslated(left[0], len(left) == len(written)) if left else None


def sentences(edition: Edition, language: str, zone: ZoneInfo, people: Sequence[Name] = ()) -> tuple[str, ...]:
    """What readers are told of a text that is not the original, or not in their language; nothing of an original."""
    by = ", ".join(wording.isolated(one.name) for one in people) or wording.isolated(edition.by)
    return tuple(words % {"name": name or by, "date": date} for words, name, date in _told(edition, language, zone))


def marked(edition: Edition, language: str, zone: ZoneInfo, people: Sequence[Name]) -> tuple[Markup, ...]:
    """The same for a page, each name that has a page leading to it."""
    by = Markup(", ").join(_link(one) for one in people) or wording.isolated(edition.by)
    return tuple(Markup.escape(words) % {"name": name or by, "date": date} for words, name, date in _told(edition, language, zone))


def _link(name: Name) -> Markup:
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(name.url, name.name) if name.url else Markup.escape(wording.isolated(name.name))


def _told(edition: Edition, language: str, zone: ZoneInfo) -> Iterator[tuple[str, str, str]]:
    """Sentences with the name and date in them; an empty name stands for those who made the text."""
    say = catalogs.translator(language).gettext
    if edition.language != language:
        yield say(INSTEAD), wording.isolated(wording.language_name(edition.language, language)), ""
    if edition.state not in MADE:
        return
    yield say(MADE[edition.state].label), "", ""
    by_machine = wording.isolated(software(edition.software if edition.people else edition.by, language))
    if edition.state in BY_MACHINE and by_machine and edition.made_at:
        yield say(MADE_BY), by_machine, wording.isolated(_day(edition.made_at, language, zone))
    if edition.via:
        yield _by_way_of(edition.via.split(), language).replace("%", "%%"), "", ""
    if (left := untranslated(edition.document)) is not None:
        yield say(HEAD_ONLY if left.is_whole_body else PARTLY), "", ""
    if edition.is_outdated:
        since = wording.isolated(_day(edition.changed_at, language, zone)) if edition.changed_at else ""
        yield say(OUTDATED_SINCE) if since else say(OUTDATED), "", since


def software(names: str, language: str) -> str:
    """What a page calls the software that made a text: names, or words of the reader's language for one that has none."""
    say = catalogs.translator(language).gettext
    return wording.list_join([say(MAKERS[one]) if one in MAKERS else one for one in makers(names)], language)


def makers(names: str) -> list[str]:
    """The programs that made a text, that with most of it first; a row names them with commas between."""
    return names.split(", ") if names else []


def _by_way_of(passed: list[str], language: str) -> str:
    """Through which languages a text came, the first first."""
    say = catalogs.translator(language).gettext
    if passed == ["en"]:
        return say(VIA_ENGLISH)
    return say(VIA) % {"name": wording.isolated(wording.list_join([wording.language_name(code, language) for code in passed], language))}


def read_original(original: str, language: str) -> str:
    """The words of a link to the original."""
    return catalogs.translator(language).gettext(READ_ORIGINAL) % {"name": wording.language_name(original, language)}


def _day(iso: str, language: str, zone: ZoneInfo) -> str:
    return wording.moment(datetime.fromisoformat(iso), language, zone).text


def changes(before: dict[str, Any], now: dict[str, Any]) -> tuple[Markup, ...]:
    """What the original said and says, passage by passage, with what went in `<del>` and what came in `<ins>`."""
    was, is_now = list(_passages(before)), list(_passages(now))
    found: list[Markup] = []
    for action, i, j, k, end in SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
        if action != "equal":
            found += [difference(old, new) for old, new in zip_longest(was[i:j], is_now[k:end], fillvalue="")]
    return tuple(change for change in found if change)[:MOST_CHANGES]


def _passages(document: dict[str, Any]) -> Iterator[str]:
    yield document["headline"]
    yield document["standfirst"]
    yield sanitising.text_of(document["note"])
    for block in document["body"]:
        yield " ".join(blocks.texts([block]))


def difference(old: str, new: str) -> Markup:
    """Two texts as one, word by word; long stretches that stayed the same are left out in the middle."""
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    out = Markup()
    for action, i, j, k, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if action == "equal":
            out += _shortened(one[i:j], is_first=i == 0, is_last=j == len(one) and end == len(other))
            continue
        if i < j:
            out += Markup("<del>{}</del>").format("".join(one[i:j]))
        if k < end:
            out += Markup("<ins>{}</ins>").format("".join(other[k:end]))
    return out


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> str:
    if len(words) <= 4 * AROUND:
        return "".join(words)
    begin = "" if is_first else "".join(words[: 2 * AROUND])
    end = "" if is_last else "".join(words[-2 * AROUND :])
    return f"{begin} … {end}"
