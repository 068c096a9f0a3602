"""Read what stands over an article: headline, byline, outlet and date, labelled lines, in whatever order a site prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coranto.reading.labels import fold
from coranto.reading.printout.calendar import weekdays
from coranto.reading.printout.cleaning import tidy
from coranto.reading.printout.dates import Dated, find_dates
from coranto.reading.printout.inline import Link
from coranto.reading.printout.marks import SECOND_HEADLINE, Marks, is_date_line
from coranto.reading.printout.names import is_name_like, is_outlet_like, split_names
from coranto.reading.printout.sorting import Piece
from coranto.reading.printout.wrapping import ends_sentence, width

HEAD = 300  # pieces; what stands lower is no head any more
_SEPARATORS = re.compile(r"\s*[|•·∙/]\s*|\s+[–—-]\s+|\t+|\s{2,}")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|uhr|Uhr|час\.?)?\s*(?:\(?(?:[A-Z]{2,4}|GMT[+-]\d+)\)?)?(?![\w])", re.IGNORECASE)
_REPLY = re.compile(r"\s+(?:Leave a (?:comment|reply)|(?:\d+|No) comments?|Add comment|Laisser un commentaire|Schreibe einen Kommentar|Deja un comentario|Lascia un commento)$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"^(?:on|at|le|el|am|em|il|op|den|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:day)?$", re.IGNORECASE
)


@dataclass(slots=True)
class Head:
    """What the head of the print-out says. `bylines` holds raw bylines; `title_at` the place of the headline's piece."""

    headline: str | None = None
    title_at: int = -1
    names: list[str] = field(default_factory=list)
    outlet: str | None = None
    published: str | None = None
    original: Link | None = None
    original_date: str | None = None
    found_in: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def first_running(pieces: list[Piece], marks: Marks) -> int:
    """The place of the first running text, before which the head ends."""
    for index, piece in enumerate(pieces[:HEAD]):
        if piece.is_long and not marks.label(piece.plain) and piece.inline.whole not in ("italic", "bold") and not _is_linked(piece):
            return index
    for index, piece in enumerate(pieces[:HEAD]):
        if index and piece.chunk.kind == "paragraph" and piece.is_own and ends_sentence(piece.plain) and width(piece.plain) >= 40:
            if not marks.label(piece.plain) and not is_date_line(piece.plain) and piece.inline.whole is None:
                return index
    return min(len(pieces), HEAD)


def _is_linked(piece: Piece) -> bool:
    """Whether most of the piece is links, as menus are."""
    linked = sum(len(link.text) for part in piece.chunk.parts for link in part.links if link.text != link.url)
    return linked * 10 > len(piece.plain) * 7


class HeadReader:
    """Reads the head of one print-out and gives its pieces their roles."""

    def __init__(self, pieces: list[Piece], marks: Marks, end: int, language: str | None) -> None:
        self.pieces, self.marks, self.end, self.language = pieces, marks, end, language
        self.head = Head()

    def read(self, *, printed_title: str | None, url: str | None) -> Head:
        """Decide headline first, then the lines round it."""
        self._mark_lines()
        self._choose_headline(printed_title, url)
        for index in range(self.end):
            self._read_line(index, self.pieces[index])
        return self.head

    def _mark_lines(self) -> None:
        """Give the head's lines the roles that their own words show."""
        for index in range(self.end):
            piece = self.pieces[index]
            if piece.chunk.kind not in ("paragraph", "heading", "list") or piece.role:
                continue
            self._drop_reply_call(piece)
            line = tidy(piece.plain)
            section = self.marks.section(line)
            found = self.marks.label(line)
            if piece.chunk.kind != "list" and self._is_byline(line):
                piece.role = "byline"
            elif found and found[0] in ("published", "updated") and find_dates(found[1], self.language):
                piece.role = "date"
            elif (found and found[0] != "by" and not any(job in ("featured_image", "note") for job in piece.jobs)) or self.marks.bare_label(line):
                piece.role = "label"
            elif re.fullmatch(r"(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}(?:/[\w./%-]*)?", line):
                piece.role = "menu"
            elif is_date_line(line, self.language) and piece.chunk.level != 1 and not any(piece.jobs):
                piece.role = "date"
            elif self.marks.is_menu(line) or self._is_breadcrumb(line) or (piece.chunk.kind == "list" and _is_linked(piece)):
                piece.role = "menu"
            elif section in ("advertisement", "figures", "related", "comments"):
                piece.role = section

    def _drop_reply_call(self, piece: Piece) -> None:
        """Take the call to comment off the end of a date line ("March 18, 2022 by Jane Doe Leave a Comment")."""
        kept = _REPLY.sub("", piece.plain)
        if kept != piece.plain and len(kept) < 120 and find_dates(kept, self.language):
            piece.plain, piece.sentences, piece.jobs = kept, [kept], [None]

    def _is_breadcrumb(self, line: str) -> bool:
        """A way through the site: short parts after an arrow, the first an entry of menus ("Home » Economy » Energy")."""
        parts = [part for part in re.split(r"\s*[»›>→]\s*|\s+/\s+", line) if part]
        return len(parts) > 1 and len(line) < 300 and self.marks.is_menu(parts[0])

    def _is_byline(self, line: str) -> bool:
        return self.marks.byline(line) is not None

    def _choose_headline(self, printed_title: str | None, url: str | None) -> None:
        labelled = (self.marks.label(piece.plain) for piece in self.pieces[: self.end] if piece.role == "label")
        if any(found and found[0] == "title" and found[1] for found in labelled):
            return
        best, best_score = -1, 0.0
        slug = _words(re.sub(r".*/", "", (url or "").rstrip("/")).replace("-", " ").replace("_", " "))
        title = _words(printed_title or "")
        top = [index for index in range(min(self.end + 1, len(self.pieces))) if self._may_be_headline(index)]
        levels = [self.pieces[index].chunk.level for index in top if self.pieces[index].chunk.level]
        for order, index in enumerate(top):
            score = self._score(index, order, min(levels, default=0), slug, title)
            if score > best_score:
                best, best_score = index, score
        if best >= 0:
            piece = self.pieces[best]
            piece.role = "title"
            self.head.headline, self.head.title_at = tidy(piece.plain), best
            self.head.found_in["headline"] = f"line {piece.chunk.line}"
        elif printed_title:
            self.head.headline = printed_title
            self.head.found_in["headline"] = "page edge"

    def _may_be_headline(self, index: int) -> bool:
        piece = self.pieces[index]
        if piece.role or piece.chunk.kind not in ("paragraph", "heading") or any(job != "bio" and (job != "read_more" or not piece.chunk.level) for job in piece.jobs if job):
            return False
        line = tidy(piece.plain)
        return 1 < len(line) <= 300 and (index < self.end or piece.chunk.kind == "heading") and any(char.isalnum() for char in line) and not re.search(r"(?:https?://|www\.)\S+$", line)

    def _score(self, index: int, order: int, level: int, slug: set[str], title: set[str]) -> float:
        piece = self.pieces[index]
        line = tidy(piece.plain)
        words = _words(line)
        score = 5.0 - 0.8 * order
        if piece.chunk.level:
            score += 6 if piece.chunk.level == level == 1 else 4 if piece.chunk.level == level else 1
        score += min(len(words), 5) * 0.15 if " " in line else min(width(line), 24) * 0.1
        score -= 4 if len(words) == 1 and " " not in line and width(line) < 16 else 0
        score -= 5 if ends_sentence(line) and line.endswith((".", "。")) and not piece.chunk.level else 0
        score -= 3 if width(line) > 160 else 0
        score -= 3 if piece.inline.whole == "link" and not piece.chunk.level else 0
        score -= 4 if piece.inline.whole == "italic" and not piece.chunk.level else 0
        score += 1.5 if piece.inline.whole == "bold" else 0
        score -= 4 if is_outlet_like(line, self.marks.outlets) and len(words) <= 4 and self._is_masthead(line, index, order) else 0
        score += 1.5 if self._next_role(index) in ("byline", "date") else 0
        score += 6 if slug and len(words & slug) >= max(2, len(words) * 0.5) else 0
        score += 6 if title and len(words & title) >= max(2, len(words) * 0.7) else 0
        score -= 2 if len(words) <= 3 and re.search(r"\d", line) and not piece.chunk.level else 0
        score += 0.3 if index + 1 < self.end and self.pieces[index + 1].role in ("byline", "date") else 0
        score -= 2 if re.match(r"^[^\s:：]+\s?[:：]\s?\S+(?:\s\S+){0,2}$", line) and not piece.chunk.level else 0
        trade = order == 0 and bool(words & self.marks.outlets) and (len(line.split()) <= 4 or (len(line.split()) <= 7 and fold(line).split()[-1] in self.marks.outlets))
        score -= 2 if trade and not piece.chunk.level else 0
        score -= 4 if _is_trail(line) and not piece.chunk.level else 0
        score -= 5 if self.marks.section(line) else 0
        score -= 5 if order and SECOND_HEADLINE.match(line) else 0
        score += 5 if index + 1 < len(self.pieces) and SECOND_HEADLINE.match(tidy(self.pieces[index + 1].plain)) else 0
        score -= 5 if order <= 1 and self._stands_over_menu(index) else 0
        score -= 2 if order and not piece.chunk.level and self._is_person(line) and index + 1 < self.end and self.pieces[index + 1].role in ("figures", "date") else 0
        return score

    def _is_masthead(self, line: str, index: int, order: int) -> bool:
        """A short line at the top whose words come again elsewhere: the outlet's own name."""
        folded = fold(line)
        return order <= 2 and any(folded in fold(piece.plain) for piece in (*self.pieces[index + 1 : HEAD], *self.pieces[max(index + 1, len(self.pieces) - 60) :]) if any(piece.jobs) or len(piece.plain) < 100)

    def _stands_over_menu(self, index: int) -> bool:
        """The site's own name: under it a menu of several lines, and under that another line with its byline or date."""
        menus = 0
        for place in range(index + 1, self.end):
            role = self.pieces[place].role
            if role in ("byline", "date"):
                return False
            if role == "menu":
                menus += 1
            elif menus >= 2 and self._may_be_headline(place) and self._next_role(place) in ("byline", "date"):
                return True
        return False

    def _next_role(self, index: int) -> str | None:
        for piece in self.pieces[index + 1 : min(index + 5, self.end)]:
            if piece.role:
                return piece.role
        return None

    def _read_line(self, index: int, piece: Piece) -> None:
        line = tidy(piece.plain)
        if piece.role == "byline":
            self.read_byline(self.marks.byline(line) or "", piece)
        elif piece.role == "date":
            self._read_date(line, piece)
        elif piece.role == "label" and (found := self.marks.label(line)) and found[0] == "title" and found[1]:
            self.head.headline = found[1]
            self.head.found_in["headline"] = f"line {piece.chunk.line}"
        elif piece.role is None and index > self.head.title_at >= 0 and self._reads_as_author(line, index, piece):
            piece.role = "byline"
        elif piece.role is None and index > self.head.title_at >= 0 and self.head.outlet and self.head.original is None and self._is_outlet_line(line, index) and fold(line) != fold(self.head.outlet):
            link = next((link for link in piece.inline.links if link.url), None)
            self.head.original, piece.role = Link(line, link.url if link else None), "outlet"
        elif piece.role is None and index > self.head.title_at >= 0 and self.head.outlet is None and self._is_outlet_line(line, index):
            self._set_outlet(line.strip(" .:"), piece)
            piece.role = "outlet"

    def _reads_as_author(self, line: str, index: int, piece: Piece) -> bool:
        """A name without "By": alone beside a date, linked beside one, or before the outlet ("Jane Doe, Harbour Post")."""
        if self.head.names or piece.chunk.kind not in ("paragraph", "heading") or piece.chunk.level == 1 or any(piece.jobs) or any(p.role == "byline" for p in self.pieces[: self.end]):
            return False
        beside = any(p.role in ("date", "figures") for p in self.pieces[max(0, index - 2) : min(index + 4, self.end)])
        if not beside or len(line) > 90 or ends_sentence(line):
            return False
        first, comma, last = line.rpartition(", ")
        if comma and self._is_person(first) and is_outlet_like(last, self.marks.outlets) and last[:1].isalpha() and len(last.split()) <= 6:
            self.head.names = split_names(first, self.marks.ands, self.marks.roles)
            self._set_outlet(last, piece)
        elif not is_outlet_like(line, self.marks.outlets):
            names = split_names(line, self.marks.ands, self.marks.roles)
            self.head.names = names if names and all(self._is_person(name) for name in names) and width("".join(names)) * 10 > width(line) * 7 else []
        if self.head.names:
            self.head.found_in.setdefault("byline", f"line {piece.chunk.line}")
        return bool(self.head.names)

    def _is_person(self, text: str) -> bool:
        """Two to four words that could be a name, none of them a word of menus, all together not in capitals."""
        return 2 <= len(text.split()) <= 4 and is_name_like(text) and not self.marks.is_menu(text) and not text.isupper() and split_names(text, self.marks.ands, self.marks.roles) == [text]

    def _is_outlet_line(self, line: str, index: int) -> bool:
        """A short line beside the date or byline that has a word of the trade in it."""
        beside = any(p.role in ("date", "byline") for p in self.pieces[max(0, index - 2) : min(index + 3, self.end)])
        before = self.pieces[index - 1]
        if before.role == "label" and (self.marks.bare_label(before.plain) or before.plain.rstrip().endswith((":", "："))):
            return False
        return beside and len(line) <= 60 and len(line.split()) <= 6 and is_name_like(line) and is_outlet_like(line, self.marks.outlets)

    def read_byline(self, rest: str, piece: Piece) -> None:
        """Take names, outlet and date out of the rest of a byline."""
        dates = find_dates(rest, self.language)
        date_at = dates[0].start if dates else len(rest)
        before = re.sub(r"(?i)\s+(?:on|le|am|el|em|il)$", "", _TIME.sub(" ", rest[:date_at]).strip(" ,|•·–—-"))
        after = rest[dates[-1].end :] if dates else ""
        after = "" if re.match(r"(?i)\s*(?:@|in\s)", after) else after
        names_text, outlet = self._part_outlet(before, dated=bool(dates))
        names = split_names(names_text, self.marks.ands, self.marks.roles)
        if not outlet and after and dates:
            outlet = _outlet_of(after, self.marks)
        self.head.names.extend(name for name in names if name not in self.head.names)
        if names:
            self.head.found_in.setdefault("byline", f"line {piece.chunk.line}")
        if outlet:
            self._set_outlet(outlet, piece)
        if dates:
            self._set_published(dates[0], piece)

    def _part_outlet(self, text: str, *, dated: bool) -> tuple[str, str | None]:
        bracketed = re.fullmatch(r"(.*\S)\s*[(（]([^()（）]{2,60})[)）]", text)
        if bracketed and is_name_like(bracketed[2]) and fold(bracketed[2]) not in self.marks.roles and not re.fullmatch(r"[A-Z.]{1,4}", bracketed[2]):
            return bracketed[1], bracketed[2]
        barred = [part.strip() for part in re.split(r"\s+[|•·]\s+", text) if part.strip()]
        if len(barred) == 2 and is_name_like(barred[1]) and (dated or is_outlet_like(barred[1], self.marks.outlets)) and fold(barred[1]) not in self.marks.roles:
            return barred[0], barred[1]
        parts = [part.strip() for part in re.split(r"\s*[,，、|•·]\s*|\s+[–—]\s+", text) if part.strip()]
        if len(parts) < 2:
            for word in (" for ", " at ", " für ", " pour ", " para ", " per "):
                name, found, outlet = text.partition(word)
                if found and is_outlet_like(outlet, self.marks.outlets):
                    return name, outlet
            return text, None
        last = parts[-1]
        if fold(last) in self.marks.roles:
            return text, None
        if is_outlet_like(last, self.marks.outlets) and not re.match(r"(?i)(?:and|und|et|y|e|и)\s", last):
            return ", ".join(parts[:-1]), last
        several = any(re.search(rf"(?i)\s{re.escape(word)}\s|^{re.escape(word)}\s", text) for word in self.marks.ands)
        if dated and not several and len(parts) == 2:
            return parts[0], last
        return text, None

    def _read_date(self, line: str, piece: Piece) -> None:
        updated = self.marks.after_start(line, "updated") is not None
        dates = find_dates(line, self.language)
        if not dates:
            return
        if updated and self.head.published:
            piece.role = "updated"
            return
        rest = line
        for dated in reversed(dates):
            rest = rest[: dated.start] + " | " + rest[dated.end :]
        outlet = self._sure_outlet(_outlet_of(rest, self.marks)) or self._named_elsewhere(rest, piece)
        by_at = self.marks.after_by(rest)
        if by_at and is_name_like(by_at[1].split("|")[0].strip(" ,")) and not self.head.names:
            self.head.names = split_names(by_at[1].split("|")[0], self.marks.ands, self.marks.roles)
            outlet = _outlet_of(by_at[0], self.marks)
        elif outlet and self._is_author_not_outlet(outlet):
            self.head.names, outlet = [outlet], _outlet_of(rest.replace(outlet, " ", 1), self.marks)
        if updated:
            piece.role = "updated"
            return
        if self.head.outlet and outlet and fold(outlet) != fold(self.head.outlet) and self.head.published:
            link = next((link for link in piece.inline.links if fold(link.text) in fold(outlet) or fold(outlet) in fold(link.text)), None)
            self.head.original = Link(outlet, link.url if link else None)
            self.head.original_date = dates[0].iso
            return
        if outlet:
            self._set_outlet(outlet, piece)
        self._set_published(dates[0], piece)

    def _sure_outlet(self, outlet: str | None) -> str | None:
        """An outlet of one word only when the word is one of the trade or comes again: it may mean "published" in a language without labels."""
        if outlet is None or len(outlet.split()) > 1 or is_outlet_like(outlet, self.marks.outlets) or not outlet.isalpha() or width(outlet) > len(outlet):
            return outlet
        return outlet if self._comes_again(outlet) else None

    def _named_elsewhere(self, rest: str, piece: Piece) -> str | None:
        """An outlet whose name is not all in capitals ("Atlas libre, 9 mai 2023"): linked there, or named again somewhere."""
        linked = next((link.text for link in piece.inline.links if link.text and link.text in rest and link.url), None)
        for part in (linked, *_SEPARATORS.split(rest)):
            part = (part or "").strip(" ,;:.()[]–—-*_")
            if 1 < len(part.split()) <= 5 and part[0].isupper() and not re.search(r"[:：\d]", part) and self.marks.after_by(part) is None and self._comes_again(part):
                if all(self.marks.after_start(part, key) is None for key in ("published", "updated", "by", "translated_by", "edited_by")) and not self.marks.is_menu(part):
                    return part
        return None

    def _comes_again(self, name: str) -> bool:
        """Whether the name stands more than once in head and notices."""
        folded = fold(name)
        return sum(folded in fold(piece.plain) for piece in (*self.pieces[:60], *self.pieces[max(60, len(self.pieces) - 60) :])) > 1

    def _is_author_not_outlet(self, text: str) -> bool:
        """A name beside a date, no byline yet, that the copyright line or the biography names as author."""
        if self.head.names or is_outlet_like(text, self.marks.outlets) or not is_name_like(text) or any(p.role == "byline" for p in self.pieces[: self.end]):
            return False
        return any(fold(text) in fold(piece.plain) for piece in (*self.pieces[self.end : HEAD], *self.pieces[-60:]) if any(piece.jobs))

    def _set_outlet(self, outlet: str, piece: Piece) -> None:
        if self.head.outlet is None:
            self.head.outlet = outlet
            self.head.found_in["outlet"] = f"line {piece.chunk.line}"

    def _set_published(self, dated: Dated, piece: Piece) -> None:
        if self.head.published is None:
            self.head.published = dated.iso
            self.head.found_in["published"] = f"line {piece.chunk.line}"
            if dated.unsure:
                self.head.warnings.append(f"Day and month of the date in line {piece.chunk.line} could be either way round; only the year was taken.")


def read_late_date(head: Head, line: str, piece: Piece, marks: Marks, language: str | None) -> None:
    """Read outlet and date from a line below the article, for what no line above it has said."""
    rest = line
    for dated in reversed(dates := find_dates(line, language)):
        rest = rest[: dated.start] + " | " + rest[dated.end :]
    head.published, head.found_in["published"] = dates[0].iso, f"line {piece.chunk.line}"
    outlet = _outlet_of(rest, marks)
    if outlet and head.outlet is None:
        head.outlet, head.found_in["outlet"] = outlet, f"line {piece.chunk.line}"


def _outlet_of(rest: str, marks: Marks) -> str | None:
    """The outlet's name in what is left of a date line once its dates are out."""
    rest = _TIME.sub(" ", rest)
    for part in _SEPARATORS.split(rest):
        part = part.strip(" ,;:.()[]–—-*_")
        for key in ("published", "updated"):
            after = marks.after_start(part, key)
            part = part if after is None else after
        part = part.strip(" ,;:.()[]–—-*_")
        for piece in re.split(r"\s*[,،，]\s*", part):
            words = piece.split()
            if not words or all(_WEEKDAY.match(word.strip(".")) for word in words) or marks.section(piece) == "figures" or marks.is_menu(piece):
                continue
            if (is_name_like(piece) or is_outlet_like(piece, marks.outlets)) and not _is_weekday(piece):
                return re.sub(r"^[^\s:：]{2,20}[:：]\s*", "", tidy(piece))  # "Źródło: Kurier", where the label is of no language known
    return None


def _is_weekday(text: str) -> bool:
    return all(word.casefold().strip(".,") in weekdays() for word in text.split())


def _is_trail(line: str) -> bool:
    """Breadcrumbs and section names: a few words, parted by signs ("Home > Politics", "News · Islands")."""
    parts = re.split(r"\s*[>›»→]\s*|\s+[/|·•]\s+", line)
    return len(parts) > 1 and all(len(part.split()) <= 3 for part in parts[:-1]) and (len(parts) > 2 or len(parts[-1].split()) <= 3)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", fold(text)) if len(word) > 1}
