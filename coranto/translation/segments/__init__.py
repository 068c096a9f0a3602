"""Articles as sentences: cut, translated one by one, and put together again. Pure: no database, no network.

`cut(document)` gives Segments, each one sentence with its markup as numbered tags; `compose(document, language="fr",
targets={segment.key: "…"})` gives the document in French.
"""

from coranto.translation.segments.aligning import Aligner, learn
from coranto.translation.segments.composing import UNSPACED, compose, is_usable, is_whole
from coranto.translation.segments.cutting import cut, digest, rejoin, source_text
from coranto.translation.segments.putting_back import put_back
from coranto.translation.segments.shapes import Flagged, Segment, Span, Tag
from coranto.translation.segments.splitting import SPLITTER_VERSION

__all__ = [
    "SPLITTER_VERSION", "UNSPACED", "Aligner", "Flagged", "Segment", "Span", "Tag", "compose", "cut", "digest", "is_usable", "is_whole", "learn",
    "put_back", "rejoin", "source_text",
]  # fmt: skip
