"""Give every sentence of every chunk its job: the article's own, or one of the notices that stand round articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coranto.reading.printout.chunks import Chunk
from coranto.reading.printout.inline import Inline
from coranto.reading.printout.marks import Marks
from coranto.reading.printout.sentences import split_sentences
from coranto.reading.printout.wrapping import ends_sentence, width

LONG = 140  # columns from which a paragraph that ends as a sentence is surely running text
_RIGHTS = frozenset({"fair_use", "permission", "disclaimer"})
_SIGN = re.compile(r"(?<=[^\s\d(])\s*(?=(?:Copyright|Derechos de autor|Авторское право|版权所有|حقوق النشر) ?(?:©|\([cC]\)))|(?<=\S)\s*(?=Articles by: )")


@dataclass(slots=True)
class Piece:
    """A chunk with its sentences and their jobs; `role` is the decision about the whole chunk when one was taken."""

    chunk: Chunk
    plain: str
    sentences: list[str] = field(default_factory=list)
    jobs: list[str | None] = field(default_factory=list)
    role: str | None = None

    @property
    def inline(self) -> Inline:
        """The inline reading of a chunk of one part."""
        return self.chunk.parts[0] if self.chunk.parts else Inline()

    @property
    def is_own(self) -> bool:
        """Whether no sentence of it does another job."""
        return self.role is None and not any(self.jobs)

    @property
    def is_long(self) -> bool:
        """Running text: a paragraph or quotation long enough, or two sentences."""
        if self.chunk.kind not in ("paragraph", "quotation") or not self.is_own:
            return False
        if self.chunk.kind == "paragraph" and self.inline.whole == "link":
            return False
        columns = width(self.plain)
        return (columns >= LONG and (ends_sentence(self.plain) or columns > 300)) or (columns >= 90 and len(self.sentences) >= 2 and ends_sentence(self.plain))


def sort(chunks: list[Chunk], marks: Marks) -> list[Piece]:
    """Turn chunks into pieces whose sentences carry jobs."""
    pieces = [piece_of(chunk, marks) for chunk in chunks]
    _settle_inside(pieces, marks)
    for piece in pieces:
        spread(piece)
    return pieces


def piece_of(chunk: Chunk, marks: Marks) -> Piece:
    """Cut a chunk into sentences and look for their jobs."""
    piece = Piece(chunk, chunk.plain)
    if chunk.kind in ("divider", "code", "table"):
        return piece
    if chunk.kind == "heading" and not piece.plain.rstrip().endswith("."):
        piece.sentences = [piece.plain]
        job = marks.job(piece.plain)
        piece.jobs = [job if job not in ("bio", "contact") else None]
        return piece
    piece.sentences = split_sentences(piece.plain)
    if "©" in piece.plain or "(c)" in piece.plain or "(C)" in piece.plain or "Articles by:" in piece.plain:
        piece.sentences = [part for sentence in piece.sentences for part in _SIGN.split(sentence) if part]
    if chunk.kind == "quotation" or (chunk.kind == "list" and len(chunk.parts) > 1):
        jobs = [marks.job(sentence) for sentence in piece.sentences]
        first = jobs[0] if jobs else None
        marked = sum(1 for job in jobs if job)
        piece.jobs = jobs if first and marked * 2 > len(jobs) else [None] * len(jobs)
        return piece
    piece.jobs = [marks.job(sentence) for sentence in piece.sentences]
    return piece


def _settle_inside(pieces: list[Piece], marks: Marks) -> None:
    """In the middle of an article only sure phrases count: an article about copyright is not a notice."""
    columns_after = 0
    long_after = 0
    first = next((index for index, piece in enumerate(pieces) if piece.is_long), len(pieces))
    for index, piece in reversed(list(enumerate(pieces))):
        italic = piece.chunk.kind == "paragraph" and piece.inline.whole == "italic"
        if any(piece.jobs) and long_after >= 1 and columns_after >= 120 and not italic:
            timid = [marks.job(sentence, inside=True) if job else None for sentence, job in zip(piece.sentences, piece.jobs, strict=True)]
            if index < first and "call" in timid:
                timid = [job if job == "permission" else kept for job, kept in zip(piece.jobs, timid, strict=True)]
            piece.jobs = timid if any(timid) or len([job for job in piece.jobs if job in _RIGHTS]) < 3 or len(piece.jobs) > 6 else piece.jobs
        if piece.is_long:
            long_after += 1
            columns_after += width(piece.plain)


def spread(piece: Piece) -> None:
    """Let a notice run on through the sentences that say no other job: a note, a disclaimer, a biography."""
    current: str | None = None
    rights = sum(1 for job in piece.jobs if job in _RIGHTS)
    for index, job in enumerate(piece.jobs):
        if job is None and current is not None:
            piece.jobs[index] = current
        elif job in ("note", "bio") and (index == 0 or (job == "bio" and index <= 1)):
            current = job
            if index == 1 and piece.jobs[0] is None and job == "bio":
                continue
        elif (job in _RIGHTS and (piece.jobs[0] in _RIGHTS or rights >= 2)) or (job == "featured_image" and len(piece.plain) < 400 and index == 0):
            current = job
        elif job == "contact" and current == "bio":
            piece.jobs[index] = "bio"
        elif job not in ("contact",) and current not in ("note", "bio"):
            current = None
    if rights >= 2 and piece.jobs and piece.jobs[0] is None and len(piece.jobs) <= 6:
        first = next(job for job in piece.jobs if job)
        piece.jobs[0] = first if first in _RIGHTS and len(piece.sentences[0]) < 200 else None
