"""Part the short lines that stand on top of each other in one paragraph, or behind each other on one line."""

from __future__ import annotations

from coranto.reading.printout.chunks import Chunk
from coranto.reading.printout.inline import Inline
from coranto.reading.printout.marks import Marks
from coranto.reading.printout.sorting import Piece, piece_of, spread
from coranto.reading.printout.wrapping import ends_sentence


def split_lines(pieces: list[Piece], marks: Marks, end: int) -> tuple[list[Piece], int]:
    """Part the short lines that one paragraph holds: in the head and after the article always, elsewhere when one is furniture.

    Gives the new pieces and the new place of the end of the head.
    """
    result: list[Piece] = []
    moved = end
    for index, piece in enumerate(pieces):
        lines = piece.plain.split("\n")
        if len(lines) == 1 and index < end and len(lines[0]) < 300 and not any(piece.jobs):
            lines = marks.part_labels(lines[0])
        if piece.chunk.kind != "paragraph" or len(lines) < 2 or not _is_stack(piece, lines, marks, edge=index < end):
            result.append(piece)
            continue
        html = piece.inline.html.split("<br>")
        for number, line in enumerate(lines):
            links = [link for link in piece.inline.links if link.text and link.text in line]
            part = Inline(line, html[number] if number < len(html) else line, links, whole=piece.inline.whole)
            chunk = Chunk("paragraph", piece.chunk.line + number, [part])
            result.append(piece_of(chunk, marks))
            spread(result[-1])
        moved += len(lines) - 1 if index < end else 0
    return result, moved


def _is_stack(piece: Piece, lines: list[str], marks: Marks, *, edge: bool) -> bool:
    """Whether the lines stand on top of each other as a page's small print does, rather than as verse."""
    telling = any(marks.starts_anew(line) or marks.is_menu(line) or marks.section(line) for line in lines)
    if telling or any(piece.jobs):
        return True
    return edge and not any(line[:1].islower() for line in lines[1:]) and len(lines) <= 4 and piece.inline.whole is None and not any(ends_sentence(line) and line[-1] in ",;." for line in lines)
