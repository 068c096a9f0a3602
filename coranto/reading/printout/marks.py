"""Recognise the labels and phrases of print-outs in a line or sentence, in the languages that the print-out may speak."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from coranto.reading.labels import Phrase, fold, labels
from coranto.reading.printout.cleaning import ADDRESS, tidy
from coranto.reading.printout.dates import find_dates, is_day_without_year
from coranto.reading.printout.names import is_name_like, is_outlet_like
from coranto.reading.printout.wrapping import width

# Jobs in the order in which they are tried: the surest first.
JOBS = (
    "original_source", "copyright", "articles_by", "note", "first_published", "featured_image", "fair_use", "permission",
    "disclaimer", "contact", "call", "read_more", "bio",
)  # fmt: skip
_TIMID = frozenset({"fair_use", "permission", "disclaimer", "bio"})  # need "!" in the middle of an article
_COLON_LABELS = ("translated_by", "edited_by", "region", "theme", "report", "published", "updated", "image", "tags", "source", "title", "outlet", "by")
_LEAD = " \t*_#>[(•·|–—-"
_LABEL = re.compile(r"^([^:：\n]{1,60}?)\s*[:：]\s*")
_ANEW = ("note", "call", "original_source", "copyright", "articles_by", "featured_image", "contact", "first_published")
_SITE_COPYRIGHT = re.compile(r"^[^.!?©]{2,60}©\s*(?:(?:19|20)\d{2}\b.{0,20})?\W*$")
_UNSPACED_TEXT = re.compile("[\u0e00-\u0e7f\u3041-\u30ff\u3400-\u9fff]{4}")
SECOND_HEADLINE = re.compile(r"[—―－–ー]{2,3}\S")  # as East Asian papers set it, under the first
_STRAIGHT_ONE = {ord(char): "'" for char in "’‘`´"}
_WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+")


class Marks:
    """What can be recognised in one print-out: the phrases of `languages` whose words occur in it at all."""

    def __init__(self, languages: Iterable[str], text: str) -> None:
        known = [labels(language) for language in languages]
        folded = fold(text)
        self._phrases: dict[str, list[Phrase]] = {}
        for labelled in known:
            for job, phrases in labelled.phrases.items():
                present = [phrase for phrase in phrases if phrase.needle in folded]
                self._phrases.setdefault(job, []).extend(present)
        self._labels: dict[str, str] = {}
        for key in _COLON_LABELS:
            for labelled in known:
                for label in labelled.lines[key]:
                    self._labels.setdefault(label.split("...")[0].strip(), key)
        self._starts = {key: [w for k in known for w in k.lines[key]] for key in ("by", "translated_by", "edited_by", "published", "updated")}
        self._printed_from = tuple(w for k in known for w in k.lines["source"] if " " in w)
        self.ands = [word for labelled in known for word in labelled.lines["and"]]
        self.roles = frozenset[str]().union(*(labelled.words["roles"] for labelled in known))
        self.outlets = frozenset[str]().union(*(labelled.words["outlet"] for labelled in known))
        self._menu = frozenset[str]().union(*(labelled.words["menu"] for labelled in known))
        self._image_starts = [phrase.needle.strip() for phrase in self._phrases.get("featured_image", ()) if "…" not in phrase.text]
        self._sure_ends = tuple({word for k in known for word in k.words["credit_labels"]})
        self._credit_joins = sorted({w for k in known for w in k.words["credit"]}, key=lambda w: (-len(w), w))
        self._credit_labels = sorted({w for k in known for w in (*k.lines["image"], *k.lines["source"]) if "url" not in w}, key=lambda w: (-len(w), w))
        self._anew: dict[str, bool] = {}

    def credit_pattern(self) -> re.Pattern[str]:
        """What begins a credit after a caption: "… at noon. Photograph: Ada Winter"."""
        labels = "|".join(re.escape(label) for label in self._credit_labels)
        spoken = "|".join(re.escape(label) for label in self._credit_labels if label.endswith((" by", " of", " von", " par")))
        spoken = f"|(?:{spoken})\\s+" if spoken else ""
        return re.compile(rf"(?:(?<=[.!?…)\]\"”»。])\s*|\s+[|/–—-]\s+|[,،，]\s*(?=\S{{2,20}}\s?[:：]))(?:(?:{labels})\s*[:：]\s*{spoken}|©\s*)(?P<credit>\S.*)$", re.IGNORECASE)

    def after_credit_label(self, words: str) -> tuple[str, bool]:
        """What follows the label of a picture ("Featured image is from X" → "X"), and whether it surely is a credit."""
        folded = words.casefold().translate(_STRAIGHT_ONE)
        place = 0
        for label in (*self._credit_labels, *self._image_starts):
            if folded.startswith(label) and (_east(label) or not folded[len(label) : len(label) + 1].isalnum()):
                place = max(place, len(label))
        sure = place > 0 and folded[:place].strip(" :：").endswith(self._sure_ends)
        if not place and not folded.startswith("©"):
            return words, False
        while place < len(words) and words[place] in " :：.-–—©":
            place += 1
        for join in self._credit_joins:
            end = place + len(join)
            if folded.startswith(join, place) and (_east(join) or not folded[end : end + 1].isalnum()):
                rest = words[end:].lstrip(" :：")
                return (rest, True) if rest else (words[place:], sure)
        return words[place:], sure or folded.startswith("©")

    def job(self, sentence: str, *, inside: bool = False) -> str | None:
        """Say what job a sentence does, or None when it is the author's own.

        `inside` says that the article goes on after it: there only phrases that leave no doubt count.
        """
        if len(sentence) > 1500:
            return None
        if len(sentence) < 100 and _SITE_COPYRIGHT.search(sentence):
            return "copyright"
        folded = fold(sentence)
        for job in JOBS:
            for phrase in self._phrases.get(job, ()):
                if phrase.needle in folded and (not inside or phrase.strong or job not in _TIMID):
                    match = phrase.pattern.search(folded)
                    if match and not _is_quoted(folded, match.start()):
                        return job
        return None

    def section(self, line: str) -> str | None:
        """Say which section a heading or short line opens (comments, related, notes, about_author), or what it is."""
        if len(line) > 90:
            return None
        folded = fold(line).strip(" *_#:.|-—>»•[]()")
        for section in ("about_author", "comments", "related", "notes", "advertisement", "figures"):
            for phrase in self._phrases.get(section, ()):
                if phrase.needle not in folded:
                    continue
                match = phrase.pattern.match(folded)
                whole = match and (match.end() == len(folded) or ("…" in phrase.text and phrase.text.rstrip(" )").endswith("…")))
                if whole and ((section != "figures" and "…" not in phrase.text) or any(char.isdigit() for char in folded)):
                    return section
        return None

    def label(self, line: str) -> tuple[str, str] | None:
        """Read a labelled line: ("region", "Europe, Africa") for "Region: Europe, Africa"; the value may be empty."""
        stripped = line.strip()
        match = _LABEL.match(stripped[:80])
        if not match:
            return None
        name = fold(match[1].strip(_LEAD + "*_]"))
        key = self._labels.get(name)
        if key is None and stripped[match.end() : match.end() + 4] == "http" and any(name.startswith(label) for label in self._printed_from):
            key = "source"
        return (key, stripped[match.end() :].strip()) if key else None

    def bare_label(self, line: str) -> str | None:
        """A label alone on its line without a colon, as tables of a page print it."""
        if len(line) > 40:
            return None
        key = self._labels.get(fold(line.strip(_LEAD + "*_]:")))
        return key if key in ("region", "theme", "report", "tags", "by") else None

    def after_start(self, line: str, key: str) -> str | None:
        """The rest of a line after one of the words that begin it ("By Jane Doe" → "Jane Doe"), or None."""
        stripped = line.strip()
        folded = fold(stripped[:60])
        for word in self._starts[key]:
            opening, gap, closing = word.partition("...")
            if gap and (filled := re.match(rf"{re.escape(opening.strip())}\s+\S{{1,20}}(?:\s\S{{1,20}})?\s+{re.escape(closing.strip())}\s+(?=\S)", folded)):
                return stripped[filled.end() :].lstrip(" :：-–—").strip()
            if folded.startswith(word):
                rest = stripped[len(word) :]
                if not rest or not (rest[0].isalnum() or rest[0] in "'’") or (not word[-1].isascii() and _east(word)):
                    return rest.lstrip(" :：-–—／/＝・").strip()
        return None

    def byline(self, line: str) -> str | None:
        """The names in a byline, or None when the line is none: short, begun by a label, followed by a name."""
        if len(line) > 260:
            return None
        rest = self.after_start(line, "by")
        if rest is None:
            rest = self._byline_after_outlet(line)
        if rest is None:
            return None
        rest = self._without_others(rest)
        first = re.split(r"[,|;•·/]|\s[–—-]\s|\s+\(?(?=\d)", rest)[0]
        for word in self.ands:
            first = re.split(rf"\s{re.escape(word)}\s", first, maxsplit=1, flags=re.IGNORECASE)[0]
        return rest if is_name_like(first.strip()) and not rest.endswith(("?", "!")) else None

    def _without_others(self, rest: str) -> str:
        """The byline up to those who did something else ("Jane Doe  Photos by John Roe")."""
        for label in (*self._starts["edited_by"], *self._starts["translated_by"], *self._credit_labels):
            if len(label) > 1 and label in rest.casefold():
                rest = re.split(rf"[\s,，;；|/／]+{re.escape(label)}(?:\s?[:：／/]|(?<=by)\s|(?<=von)\s)", rest, maxsplit=1, flags=re.IGNORECASE)[0]
        return rest

    def _byline_after_outlet(self, line: str) -> str | None:
        """A labelled name behind its outlet ("Hill News  Reporter: Jane Doe") as "Jane Doe, Hill News"."""
        match = re.match(r"^([^\n:：]{2,40}?)[\s|/／]+([^\s:：]{1,20})\s?[:：]\s?([^\n:：]{2,40})$", line.strip())
        if match and fold(match[2]) in self._starts["by"] and is_outlet_like(match[1], self.outlets):
            return f"{match[3]}, {match[1]}"
        return None

    def after_by(self, text: str) -> tuple[str, str] | None:
        """Part a line at the word that begins a byline inside it ("Saturday, by Jane Doe")."""
        for word in self._starts["by"]:
            if word in text.casefold() and (match := re.search(rf"(?:^|[\s,|·•–—-]+)(?i:{re.escape(word)})\s+(?=[^\W\d_a-zа-я])", text)):
                return text[: match.start()], text[match.end() :]
        return None

    def part_labels(self, line: str) -> list[str]:
        """Part a line that holds several labelled values ("Source: Hill News  Author: Jane Doe") before each label."""
        places = [match.start(1) for match in re.finditer(r"(?<=\S)[\s|｜•·/]+([^\s|:：]{1,20})\s?[:：]", line[:400]) if fold(match[1].strip("*_ ")) in self._labels]
        parts = [line[a:b].strip(" |｜•·/") for a, b in pairwise([0, *places, len(line)])]
        return [part for part in parts if part]

    def is_menu(self, line: str) -> bool:
        """Whether a short line is nothing but words of site menus and buttons ("Home | World | About", "Share Tweet")."""
        sentence = len(line) > 120 and line.rstrip().endswith((".", "!", "?", "。"))
        folded = fold(line) if len(line) <= 400 and not sentence else ""
        if not folded:
            return False
        parts = [part.strip(" *_[]().:+#") for part in re.split(r"[|•·/>›»\t\n,&→]| - |\s{2,}", line)]
        parts = [fold(part) for part in parts if part]
        parts = [part for part in parts if part and not part.isdigit()]
        if not parts:
            return bool(re.fullmatch(r"[\W\d_]*", folded)) and len(folded) <= 12
        if all(part in self._menu for part in parts):
            return True
        if len(parts) > 2 and parts[0] in self._menu and all(len(part.split()) <= 3 and len(part) < 30 for part in parts) and not line.rstrip().endswith((".", "?", "!")):
            return True
        words = _WORDS.findall(folded)
        return len(words) > 1 and not line.rstrip().endswith(".") and self._are_menu_words(words)

    def _are_menu_words(self, words: list[str]) -> bool:
        """Whether the words can be cut into entries of menus, the longest entry first."""
        place = 0
        while place < len(words):
            step = next((n for n in (4, 3, 2, 1) if " ".join(words[place : place + n]) in self._menu), 1 if words[place].isdigit() else 0)
            if not step:
                return False
            place += step
        return True

    def starts_anew(self, line: str) -> bool:
        """Whether a line begins something of its own, so that it never continues the line before it."""
        if len(line) > 400:
            return False
        known = self._anew.get(line)
        if known is None:
            known = self._anew[line] = self._begins(line)
        return known

    def is_parted(self, line: str) -> bool:
        """Whether a line never continues the line before it: it starts anew, or a disclaimer or permission begins in it."""
        if self.starts_anew(line):
            return True
        if len(line) > 400:
            return False
        folded = fold(line.strip().lstrip(_LEAD))
        surely = (phrase for job in ("disclaimer", "permission") for phrase in self._phrases.get(job, ()) if "…" not in phrase.text and (phrase.strong or phrase.text.startswith("^")))
        return any(phrase.needle in folded and phrase.pattern.match(folded) for phrase in surely)

    def _begins(self, line: str) -> bool:
        plain = ADDRESS.sub("", line).strip().lstrip(_LEAD).strip("*_] ")
        if not plain:
            return False
        found = self.label(plain)
        if found and found[0] != "by":
            return True
        if self.byline(plain) or (self.after_start(plain, "translated_by") and len(plain) < 100):
            return True
        if SECOND_HEADLINE.match(line.strip()) and width(plain) < 60:
            return True
        folded = fold(plain)
        for job in _ANEW:
            for phrase in self._phrases.get(job, ()):
                if (job != "call" or phrase.text.startswith("^")) and phrase.needle in folded and (match := phrase.pattern.match(folded)) and match.start() == 0:
                    return True
        return is_date_line(plain)


def is_date_line(line: str, language: str | None = None) -> bool:
    """A line that holds a date and little else (an outlet, a time, a place)."""
    if len(line) > 110 or line.rstrip().endswith(("?", "!")):
        return False
    dates = find_dates(line, language)
    if not dates:
        return is_day_without_year(line, language)
    rest = line
    for dated in reversed(dates):
        rest = rest[: dated.start] + " " + rest[dated.end :]
    if _UNSPACED_TEXT.search(rest) and (re.search("[。！？]", line) or width(rest) > 60):
        return False  # a sentence that names a date, in a script whose words are not parted
    words = [word for word in re.findall(r"[^\W\d_]+", rest) if len(word) > 1]
    small = sum(1 for word in words if word[0].islower())
    numbered = re.match(r"^\s*[\[(]?\d{1,3}[\].)]\s", line)  # a note's number, unless it is the day: "3. November 2022"
    return len(words) <= 8 and small <= 3 and not (numbered and all(dated.start >= numbered.end() for dated in dates))


def _is_quoted(folded: str, place: int) -> bool:
    """Whether an opening quotation mark is still open at the place."""
    return place > 0 and folded.count('"', 0, place) % 2 == 1


def _east(word: str) -> bool:
    return bool(re.search("[\u0600-\u06ff\u0590-\u05ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]$", word))


def strip_label(text: str, marks: Marks) -> str:
    """The value of a labelled line, or the text itself."""
    found = marks.label(text)
    return tidy(found[1]) if found else tidy(text)
