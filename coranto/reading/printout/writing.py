"""Write the author's own pieces down: typed blocks, the paragraphs of the text, the quotations in them."""

from __future__ import annotations

from coranto.reading.printout.chunks import Chunk
from coranto.reading.printout.cleaning import tidy
from coranto.reading.printout.inline import real_address
from coranto.reading.printout.quoting import find_quotations, quoted_part, speaker_line
from coranto.reading.printout.sorting import Piece
from coranto.reading.shape import Block, Reading


class Writer:
    """Writes the own words of one print-out into its Reading; `paragraphs` become its text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.paragraphs: list[str] = []

    def divide(self) -> None:
        """Put a divider between two blocks."""
        blocks = self.reading.blocks
        if blocks and blocks[-1]["type"] != "divider":
            blocks.append({"type": "divider"})

    def close(self) -> None:
        """Take away a divider that nothing follows."""
        if self.reading.blocks and self.reading.blocks[-1]["type"] == "divider":
            self.reading.blocks.pop()

    def place_own(self, piece: Piece, *, heading: bool = False) -> None:
        """Write a whole piece down as the block that its chunk is."""
        chunk = piece.chunk
        if chunk.kind == "heading" or heading:
            self._add({"type": "heading", "level": min(max(chunk.level, 2), 4), "text": tidy(piece.plain)}, tidy(piece.plain))
        elif chunk.kind == "quotation":
            self._add_quotation(chunk)
        elif chunk.kind == "list":
            block: Block = {"type": "list", "ordered": chunk.ordered, "items": [part.html for part in chunk.parts]}
            if chunk.ordered and chunk.start != 1:
                for number, part in enumerate(chunk.parts, chunk.start):
                    self._add({"type": "paragraph", "html": f"{number}. {part.html}"}, f"{number}. {part.plain}")
            else:
                self._add(block, chunk.plain)
        elif chunk.kind == "table":
            rows = [[cell.html for cell in row] for row in chunk.cells]
            self._add({"type": "table", "header": rows[0] if chunk.header else [], "rows": rows[1:] if chunk.header else rows, "caption": None}, chunk.plain)
        elif chunk.kind == "code":
            self._add({"type": "code", "text": chunk.code}, chunk.code)
        else:
            self.add_paragraph(piece.plain, piece.inline.html, piece)

    def _add(self, block: Block, text: str) -> None:
        self.reading.blocks.append(block)
        self.paragraphs.append(text)

    def add_paragraph(self, words: str, html: str, piece: Piece) -> None:
        """Write down a paragraph, or what is left of it once notices were taken out."""
        words = words.strip()
        if piece.chunk.kind in ("quotation", "list", "heading") and words == piece.plain.strip():
            self.place_own(piece)
            return
        if not any(char.isalnum() for char in words):
            return
        self._add({"type": "paragraph", "html": html}, words)
        self.reading.quotations.extend(find_quotations(words))

    def _add_quotation(self, chunk: Chunk) -> None:
        parts = list(chunk.parts)
        speaker = speaker_line(parts[-1].plain) if len(parts) > 1 else None
        if not speaker and parts:
            lines = parts[-1].plain.split("\n")
            speaker = speaker_line(lines[-1]) if len(lines) > 1 else None
        said = parts[:-1] if speaker and len(chunk.parts) > 1 and speaker_line(chunk.parts[-1].plain) else parts
        url = next((address for part in parts for link in part.links if (address := real_address(link.url))), None)
        html = "".join(f"<p>{part.html}</p>" for part in said)
        self._add({"type": "quotation", "html": html, "speaker": speaker, "url": url, "language": None}, "\n\n".join(part.plain for part in chunk.parts))
        text = "\n\n".join(part.plain for part in said)
        if speaker and said is parts:
            text = text.rsplit("\n", 1)[0]
        self.reading.quotations.append(quoted_part(text, speaker))
