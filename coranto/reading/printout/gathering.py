"""Walk through the sorted pieces and put every sentence into the field it belongs to, or among what was left out."""

from __future__ import annotations

import re

from coranto.reading.labels import fold
from coranto.reading.printout.chunks import Chunk
from coranto.reading.printout.cleaning import tidy
from coranto.reading.printout.dates import find_dates
from coranto.reading.printout.heading import Head, read_late_date
from coranto.reading.printout.labelled import LabelledLines
from coranto.reading.printout.marks import SECOND_HEADLINE, Marks, is_date_line
from coranto.reading.printout.names import bare_name, is_name_like, split_names
from coranto.reading.printout.notices import Notices
from coranto.reading.printout.reasons import REASONS
from coranto.reading.printout.slicing import cut_html
from coranto.reading.printout.sorting import Piece
from coranto.reading.printout.wrapping import ends_sentence, width
from coranto.reading.printout.writing import Writer
from coranto.reading.shape import LeftOut, Reading

_ENDERS = frozenset({"original_source", "copyright", "articles_by", "disclaimer", "fair_use"})
_CAPTION_END = re.compile(
    r"(?i)(?:\((?:photo|image|picture|foto|bild|imagen|photo credit|credit|source|ap photo|reuters|afp|фото|صورة|图|図|写真)\b[^()]{0,120}\)|\[(?:photo|image|foto|bild)\b[^\[\]]{0,120}\])\s*\.?$"
)


class Gatherer:
    """Fills one Reading from the sorted pieces."""

    def __init__(self, reading: Reading, pieces: list[Piece], head: Head, marks: Marks, end_of_head: int) -> None:
        self.reading, self.pieces, self.head, self.marks, self.end = reading, pieces, head, marks, end_of_head
        self.notices = Notices(reading, head, marks)
        self.lines = LabelledLines(reading, head, marks, self.notices, self.leave)
        self.writer = Writer(reading)
        self.pictures = self.notices.pictures
        self.skipping: str | None = None
        self.in_notes = False
        self.ended = False
        self.standfirst_open = True
        self.own_after = _own_after(pieces)

    def gather(self) -> None:
        """Walk once, in order."""
        for index, piece in enumerate(self.pieces):
            self._place(index, piece)
        self.notices.finish()
        self.writer.close()
        if self.reading.standfirst:
            self.writer.paragraphs.insert(0, self.reading.standfirst)
        self.reading.text = "\n\n".join(self.writer.paragraphs)

    def leave(self, text: str, why: str) -> None:
        """Put words among what was left out; the same words for the same reason once."""
        text = tidy(text)[:500]
        if text and not any(left.text == text for left in self.reading.left_out[-40:]):
            self.reading.left_out.append(LeftOut(text, REASONS[why]))

    def _place(self, index: int, piece: Piece) -> None:
        line = tidy(piece.plain)
        if index < self.end and piece.role:
            self._place_head(index, piece, line)
        elif piece.role == "title":
            return
        elif self._is_repeated(line) and piece.chunk.kind in ("paragraph", "heading"):
            self.leave(line, "repeated")
        elif piece.chunk.kind == "divider":
            self._place_divider()
        elif self.lines.read_pending(piece, line, below=index >= self.end and self._edge_index(index)) or self._section(index, piece, line) or self._labelled(index, piece, line):
            return
        elif self._is_image(piece):
            self._place_image(index, piece)
        elif self._is_caption_of_image(index, piece):
            self.leave(line, "caption")
            self.pictures.add_caption(line, lead=index < self.end)
        elif any(piece.jobs):
            self._place_mixed(index, piece)
        elif self._is_furniture(index, piece, line):
            return
        elif index < self.end and self.head.title_at > index and not ends_sentence(line):
            self.leave(line, "masthead")
        elif self._is_standfirst(index, piece):
            self.reading.standfirst = line.lstrip("—―－–ー ") if SECOND_HEADLINE.match(line) else line
            self.reading.found_in["standfirst"] = f"line {piece.chunk.line}"
        else:
            self.writer.place_own(piece)

    def _place_head(self, index: int, piece: Piece, line: str) -> None:
        role = piece.role
        if role == "label":
            if not self.lines.read_pending(piece, line, below=False):
                self._labelled(index, piece, line)
        elif role == "byline" and index > self.head.title_at + 12:
            self.leave(line, "repeated")
        elif role in ("menu", "advertisement", "figures", "related", "comments", "updated"):
            self.leave(line, role)

    def _is_repeated(self, line: str) -> bool:
        return bool(self.head.headline) and fold(line) == fold(self.head.headline or "") and len(line) > 8

    def _place_divider(self) -> None:
        if self.skipping == "related":
            self.skipping = None
        if not self.ended:
            self.writer.divide()

    def _section(self, index: int, piece: Piece, line: str) -> bool:
        """Open, keep or close a section of furniture; True when the piece went with it."""
        single = piece.chunk.kind in ("heading", "paragraph") or (piece.chunk.kind == "list" and len(piece.chunk.parts) == 1)
        section = self.marks.section(line) if single else None
        if section in ("advertisement", "figures"):
            self.leave(line, section)
            return True
        if section in ("comments", "related"):
            self.skipping, self.in_notes = section, False
            self.leave(line, section)
            return True
        if section == "about_author" or (single and not self.own_after[index] and index > self.end and self._names_author_again(piece, line)):
            self.skipping = "about_author"
            return True
        if section == "notes" and (piece.chunk.kind == "heading" or piece.inline.whole or self._notes_follow(index)):
            self.in_notes, self.skipping = True, None
            self.writer.place_own(piece, heading=True)
            return True
        return self._skip(index, piece, line)

    def _names_author_again(self, piece: Piece, line: str) -> bool:
        """A heading below that is the byline once more, or "About Jane Doe": what follows is about the author."""
        rest = self.marks.byline(line)
        names = [fold(name) for name in (*self.reading.byline, *self.head.names)]
        if rest is not None:
            return piece.chunk.kind == "heading" and fold(rest) in names
        folded = fold(line).strip(" .:*_")
        return not any(piece.jobs) and any(folded.endswith(" " + name) and len(folded) - len(name) <= 12 for name in names)

    def _skip(self, index: int, piece: Piece, line: str) -> bool:
        if self.skipping is None:
            return False
        if any(piece.jobs) and piece.jobs[0] in (*_ENDERS, "note", "contact", "featured_image", "permission", "first_published"):
            self.skipping = None
            return False
        found = self.marks.label(line)
        if found and found[0] in ("source", "region", "theme", "report", "translated_by") and found[1]:
            return False
        if self.skipping == "about_author":
            if piece.chunk.kind == "heading" or (not piece.is_own and piece.jobs[0] not in ("bio", None)):
                self.skipping = None
                return False
            self.notices.add_bio(piece.plain)
            return True
        if self.skipping == "related" and (piece.is_long or (piece.chunk.kind == "heading" and self.own_after[index])):
            self.skipping = None
            return False
        self.leave(line, self.skipping)
        return True

    def _notes_follow(self, index: int) -> bool:
        following = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        return following is not None and (following.chunk.kind == "list" or bool(re.match(r"^\W*(?:\d|https?:|\*)", following.plain)))

    def _labelled(self, index: int, piece: Piece, line: str) -> bool:
        return self.lines.read(piece, line, edge=self._edge_index(index), in_notes=self.in_notes)

    def _is_image(self, piece: Piece) -> bool:
        part = piece.inline
        return piece.chunk.kind == "paragraph" and bool(part.images) and len(part.plain) < 200

    def _place_image(self, index: int, piece: Piece) -> None:
        if index >= self.head.title_at or (index >= self.head.title_at - 2 and self._is_alone_above(index)):
            self.pictures.place(piece.inline.images, piece.inline.plain, lead=index < self.end, inside=not self.skipping and not self.ended)
        if piece.inline.plain:
            self.leave(piece.inline.plain, "caption")

    def _is_alone_above(self, index: int) -> bool:
        """A picture with words, the only one over the headline: the article's, where a site's mark has its name or none."""
        above = [piece for piece in self.pieces[: self.head.title_at] if self._is_image(piece)]
        return len(above) == 1 and len(self.pieces[index].inline.images[0].text.split()) >= 3

    def _place_mixed(self, index: int, piece: Piece) -> None:
        """Share the sentences of one piece out among the fields; what no job claims stays the author's."""
        own: list[str] = []
        runs: list[tuple[str | None, str]] = []
        self._spread_biography(index, piece)
        self._spread_call(index, piece)
        self._spread_picture(piece)
        for sentence, job in zip(piece.sentences, piece.jobs, strict=True):
            job = self._reconsider(index, piece, sentence, job)
            if runs and runs[-1][0] == job and job is not None:
                runs[-1] = (job, runs[-1][1] + sentence)
            else:
                runs.append((job, sentence))
        for job, words in runs:
            if job is None:
                own.append(words)
            elif job in ("call", "read_more", "articles_by"):
                self.leave(words, job)
                if job == "articles_by":
                    self.notices.take_articles_by(words)
            else:
                self.notices.take(job, words, piece, lead=not self.own_after[index] or index < self.end)
            ends = job in _ENDERS or (job == "featured_image" and index >= self.end and not self._goes_on(index))
            self.ended = self.ended or (ends and not self.own_after[index])
        words = "".join(own).strip()
        if not words:
            return
        if self.ended and not self.in_notes and len(own) < len(runs):
            self.leave(words, "after")
        else:
            self.writer.add_paragraph(words, piece.inline.html if len(own) == len(runs) else cut_html(piece.inline.html, own), piece)

    def _spread_biography(self, index: int, piece: Piece) -> None:
        """A biography shown by a later sentence begins where the paragraph names the author."""
        if "bio" not in piece.jobs or not self._is_bio(index, piece):
            return
        first = piece.jobs.index("bio")
        if self._begins_with_author(piece.plain) or piece.inline.whole == "italic":
            piece.jobs = ["bio" if job is None or (number < first and job == "contact") else job for number, job in enumerate(piece.jobs)]

    def _begins_with_author(self, text: str) -> bool:
        start = fold(text[:160])
        return any(fold(bare_name(name)) in start[: len(name) + 40] for name in (*self.reading.byline, *self.head.names))

    def _spread_call(self, index: int, piece: Piece) -> None:
        """What follows a call in its own paragraph is part of it outside the article, and when it is a few words."""
        if piece.jobs[0] is None and len(piece.jobs) > 1 and set(piece.jobs[1:]) == {"call"} and piece.sentences[0].strip().endswith(("?", "؟", "？")) and len(piece.sentences[0]) < 60:
            piece.jobs[0] = "call"  # "Did you like this article? Support us."
        if piece.jobs[0] != "call":
            return
        edge = self._edge_index(index)
        for number, job in enumerate(piece.jobs):
            if job is None and (edge or len(piece.sentences[number].strip()) < 40):
                piece.jobs[number] = "call"

    def _spread_picture(self, piece: Piece) -> None:
        """A copyright sign right behind the words of a picture is the picture's: "Photo: The quay at noon. © Ada Winter"."""
        for number in range(1, len(piece.jobs)):
            if piece.jobs[number] == "copyright" and piece.jobs[number - 1] == "featured_image" and piece.sentences[number].lstrip().startswith("©") and "\n" not in piece.sentences[number - 1]:
                piece.jobs[number] = "featured_image"

    def _reconsider(self, index: int, piece: Piece, sentence: str, job: str | None) -> str | None:
        """Take back a weak suspicion: a biography in mid-article without a name known, a job inside the author's notes."""
        if job == "bio" and not self._is_bio(index, piece):
            return None
        if job == "bio" and (piece.inline.whole == "italic" or self._begins_with_author(piece.plain)):
            return job
        numbered = re.match(r"^\W{0,3}\d{1,3}\W", piece.plain)
        kept = (None, *_ENDERS, "note", "featured_image", "call", "contact", *(() if numbered else ("permission", "first_published")))
        if self.in_notes and (numbered or len(piece.plain) < 80) and job not in kept:
            return None
        if job in ("call", "read_more") and self.in_notes and re.match(r"^\W*\d", piece.plain):
            return None
        return job

    def _is_bio(self, index: int, piece: Piece) -> bool:
        names = [*self.reading.byline, *self.head.names]
        start = fold(piece.plain[:120])
        named = any(fold(name) in start or fold(name.split()[-1]) in start[:40] for name in names if name)
        late = not self.own_after[index] or (index <= self.end and piece.inline.whole == "italic" and piece.jobs[0] == "bio")
        if not named and piece.inline.whole != "italic" and self._goes_on(index):
            return False
        return late and (named or piece.inline.whole == "italic" or piece.jobs[0] == "bio" or not names)

    def _goes_on(self, index: int) -> bool:
        """Whether the next paragraph is the author's running text, however short."""
        following = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        if following is None or following.chunk.kind != "paragraph" or not following.is_own or following.inline.whole:
            return False
        return ends_sentence(following.plain) and width(following.plain) >= 60

    def _is_furniture(self, index: int, piece: Piece, line: str) -> bool:
        """Short pieces without a job that only a page has: menus, links to other articles, captions, lone addresses."""
        if self.marks.is_menu(line) and not self.in_notes and (piece.chunk.kind != "heading" or self._edge_index(index)):
            self.leave(line, "menu")
            return True
        if piece.chunk.kind == "paragraph" and index > self.end and not self.own_after[index] and fold(line) in [fold(name) for name in self.reading.byline or self.head.names]:
            self.leave(line, "repeated")
            return True
        whole_link = piece.chunk.kind == "paragraph" and piece.inline.whole == "link" and not self.in_notes
        if whole_link and re.match(r"^(?:https?://|www\.)\S+$", line):
            if self._edge_index(index):
                self.notices.take_address(line)
                self.leave(line, "address")
                return True
            return False
        if whole_link and not ends_sentence(line) and index != self.head.title_at:
            self.leave(line, "read_more")
            return True
        if piece.chunk.kind == "list" and not self.in_notes and _all_links(piece.chunk) and self._edge_index(index):
            self.leave(line, "related")
            return True
        if piece.chunk.kind == "paragraph" and len(line) <= 400 and _CAPTION_END.search(line):
            self.leave(line, "caption")
            self.pictures.add_caption(line, lead=index < self.end)
            return True
        if piece.chunk.kind == "paragraph" and not self._edge_before(index) and (said := re.fullmatch(r"\(([^()]{2,40})\)", line)) and is_name_like(said[1]) and any(said[1] in text for text in self.writer.paragraphs):
            self.leave(line, "bare")
            return True
        return self._is_bio_alone(index, piece) or self._is_stray(index, piece, line)

    def _edge_index(self, index: int) -> bool:
        return index < self.end or not self.own_after[index]

    def _edge_before(self, index: int) -> bool:
        """Whether the author's words still follow."""
        return index < self.end or self.own_after[index] or self._goes_on(index)

    def _is_caption_of_image(self, index: int, piece: Piece) -> bool:
        before = self.pieces[index - 1] if index else None
        if before is None or not self._is_image(before) or piece.chunk.kind != "paragraph" or len(piece.plain) >= 300:
            return False
        return piece.inline.whole == "italic" or bool(self.pictures.split_caption(piece.plain)[1])

    def _is_bio_alone(self, index: int, piece: Piece) -> bool:
        """A biography that only its place and its beginning show: the author's full name first, after the article's end."""
        names = list(self.reading.byline or self.head.names)
        if self.own_after[index] or piece.chunk.kind != "paragraph" or index < self.end or not names or (self.in_notes and not piece.inline.whole):
            return False
        start = fold(piece.plain)
        for name in names:
            bare = fold(bare_name(name))
            if (start.startswith((bare, fold(name.split(",")[0]))) and len(start) > len(bare) + 15) or (piece.inline.whole == "italic" and bare in start[: len(bare) + 30]):
                self.notices.add_bio(piece.plain)
                return True
        return False

    def _is_stray(self, index: int, piece: Piece, line: str) -> bool:
        """After the notices that end an article only its numbered notes still belong to it."""
        if self.ended and not self.in_notes and not self.own_after[index]:
            self.leave(line, "after")
            if piece.is_long:
                self.reading.warnings.append(f"Line {piece.chunk.line} stands after the article's notices and was left out; see whether it belongs to the article.")
            return True
        in_head = self.head.title_at < index < self.end
        if in_head and piece.chunk.kind == "paragraph" and is_name_like(line) and len(line.split()) <= 5 and self._names_author(line):
            self.head.names.extend(split_names(line, self.marks.ands, self.marks.roles) or [line])
            self.reading.byline = self.reading.byline or list(self.head.names)
            self.reading.found_in.setdefault("byline", f"line {piece.chunk.line}")
            return True
        if in_head and piece.chunk.kind == "paragraph" and self.head.outlet and fold(line) == fold(self.head.outlet):
            return True
        dated_below = any(p.role in ("byline", "date") for p in self.pieces[index + 1 : self.end])
        if in_head and dated_below and piece.chunk.kind == "paragraph" and width(line) < 24 and piece.inline.whole is None:
            self.leave(line, "bare")
            return True
        return bool(is_date_line(line)) and self._edge_index(index) and piece.chunk.kind == "paragraph" and self._take_date(line, piece)

    def _take_date(self, line: str, piece: Piece) -> bool:
        """A date line after the article: the article's own when none stood above it, else the page's."""
        if self.head.published is None and find_dates(line, self.reading.language.code):
            read_late_date(self.head, line, piece, self.marks, self.reading.language.code)
        else:
            self.leave(line, "updated")
        return True

    def _names_author(self, line: str) -> bool:
        if self.head.names or self.reading.byline:
            return fold(line) in [fold(name) for name in self.head.names]
        folded = fold(line)
        return any(folded in fold(p.plain) for p in (*self.pieces[:300], *self.pieces[-60:]) if any(job in ("copyright", "articles_by", "bio") for job in p.jobs)) or (any(
            p.role in ("date", "figures") for p in self.pieces[: self.end]
        ) and split_names(line, [], frozenset()) != [])

    def _is_standfirst(self, index: int, piece: Piece) -> bool:
        if self.reading.standfirst or self.writer.paragraphs or index > self.end or piece.chunk.kind not in ("paragraph", "heading"):
            return False
        if index >= self.end and piece.inline.whole not in ("italic",):
            return False
        line = tidy(piece.plain)
        if piece.inline.whole in ("italic", "bold"):
            return width(line) >= 30
        if SECOND_HEADLINE.match(line) and self.head.title_at == index - 1:
            return True
        after_title = self.head.title_at >= 0 and self.head.title_at < index
        if piece.chunk.kind == "heading":
            return after_title and index == self.head.title_at + 1 and width(line) >= 30 and any(p.role in ("byline", "date") for p in self.pieces[index + 1 : self.end])
        by_after = any(p.role in ("byline", "date") for p in self.pieces[index + 1 : self.end])
        return after_title and by_after and width(line) >= 24


def _own_after(pieces: list[Piece]) -> list[bool]:
    """For each piece, whether running text of the author still follows (numbered notes do not count)."""
    result = [False] * len(pieces)
    columns = 0
    total = sum(width(piece.plain) for piece in pieces if piece.is_long)
    for index in range(len(pieces) - 1, -1, -1):
        result[index] = columns >= 250 or (columns > 0 and columns * 5 > total)
        piece = pieces[index]
        if piece.is_long and not re.match(r"^\W{0,3}\d{1,3}\W", piece.plain) and piece.inline.whole != "italic":
            columns += width(piece.plain)
    return result


def _all_links(chunk: Chunk) -> bool:
    return all(part.whole == "link" for part in chunk.parts)
