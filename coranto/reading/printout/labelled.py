"""Take labelled lines (Region: …, Translated by …) into their fields; a label alone waits for its value on the next line."""

from __future__ import annotations

import re
from collections.abc import Callable

from coranto.reading.printout.cleaning import tidy
from coranto.reading.printout.heading import Head
from coranto.reading.printout.marks import Marks
from coranto.reading.printout.names import is_name_like, split_names
from coranto.reading.printout.notices import Notices
from coranto.reading.printout.sorting import Piece
from coranto.reading.printout.wrapping import ends_sentence, width
from coranto.reading.shape import Reading


class LabelledLines:
    """Reads the labelled lines of one print-out; `leave` takes words that belong to no field, with the key of the reason."""

    def __init__(self, reading: Reading, head: Head, marks: Marks, notices: Notices, leave: Callable[[str, str], None]) -> None:
        self.reading, self.head, self.marks, self.notices, self.leave = reading, head, marks, notices, leave
        self.pictures = notices.pictures
        self.pending: str | None = None
        self.tagging: str | None = None
        self.last_values: list[str] | None = None

    def read(self, piece: Piece, line: str, *, edge: bool, in_notes: bool) -> bool:
        """Read a labelled line (Region: …, Tags: …); a label alone waits for its value on the next line."""
        if piece.chunk.kind not in ("paragraph", "heading", "list") or len(line) > 400:
            return False
        if edge and len(line) < 160 and (self._late_byline(piece, line, in_notes=in_notes) or self._worked_on(piece, line)):
            return True
        found = self.marks.label(line)
        key, value = found or (self.marks.bare_label(line), "")
        if not key or (key == "by" and value) or (in_notes and key in ("source", "outlet", "title", "published")):
            return False
        if any(job in ("featured_image", "note", "copyright") for job in piece.jobs):
            return False
        if key in ("region", "theme", "report", "tags", "translated_by", "by") or (len(value) < 200 and (edge or key == "updated")):
            if not value:
                self.pending = key
                return True
            return self._take_label(key, value, piece)
        return False

    def _late_byline(self, piece: Piece, line: str, *, in_notes: bool) -> bool:
        """A byline after the article: the author's when none stood above it, else a repetition."""
        rest = self.marks.byline(line)
        if rest is None or any(piece.jobs) or in_notes:
            return False
        names = split_names(rest, self.marks.ands, self.marks.roles)
        if names and not self.head.names:
            self.head.names.extend(names)
            self.reading.found_in["byline"] = f"line {piece.chunk.line}"
        elif names and all(name in self.head.names for name in names):
            self.leave(line, "repeated")
        else:
            return False
        return True

    def _worked_on(self, piece: Piece, line: str) -> bool:
        """Translators and editors named without a colon."""
        for key in ("translated_by", "edited_by"):
            rest = self.marks.after_start(line.lstrip("([*_ "), key)
            if rest and is_name_like(re.split(r"[,;]", rest)[0]) and not any(piece.jobs):
                return self._take_label(key, rest, piece)
        return False

    def read_pending(self, piece: Piece, line: str, *, below: bool) -> bool:
        """Give a waiting label its value; a line that goes on in small letters belongs to the last value."""
        key, self.pending = self.pending, None
        if key is None and self.tagging and below and width(line) < 30 and not any(piece.jobs) and not ends_sentence(line) and self.marks.section(line) is None:
            return self._take_label(self.tagging, line, piece)
        self.tagging = key if key in ("tags", "theme") else None
        values, self.last_values = self.last_values, None
        if self.marks.label(line) or self.marks.bare_label(line) or any(piece.jobs) or len(line) > 300 or piece.role == "title" or piece.is_long:
            return False
        if key is None and values and line[:1].islower() and len(line) < 60:
            values[-1] = f"{values[-1]} {line}"
            return True
        return key is not None and self._take_label(key, piece.plain.replace("\n", ", "), piece)

    def _take_label(self, key: str, value: str, piece: Piece) -> bool:
        reading = self.reading
        if key in ("region", "theme", "report"):
            links = [link.text for link in piece.inline.links if link.text and link.text in value]
            values = links if links and len("".join(links)) * 10 > len(value) * 7 else re.split(r"\s*[,;،、，|•·]\s*", value)
            target = {"region": reading.regions, "theme": reading.themes, "report": reading.reports}[key]
            target.extend(item for item in (tidy(v).strip(" [].") for v in values) if item and item not in target)
            reading.found_in.setdefault(f"{key}s", f"line {piece.chunk.line}")
            self.last_values = target or None
            self.pending = key if value.rstrip().endswith((",", "،", "、")) else None
        elif key == "by":
            names = split_names(value, self.marks.ands, self.marks.roles)
            self.head.names.extend(name for name in names if name not in self.head.names)
            return bool(names)
        elif key == "outlet":
            self.head.outlet = self.head.outlet or value
        elif key == "source":
            return self.notices.take_source(value, piece)
        elif key == "translated_by":
            reading.notes.append(tidy(piece.plain))
        elif key == "title" or key == "published":
            return False
        elif key == "image":
            self.pictures.add_words(tidy(piece.plain), lead=True)
        else:
            self.leave(piece.plain, {"tags": "tags", "updated": "updated", "edited_by": "edited_by"}.get(key, "bare"))
        return True
