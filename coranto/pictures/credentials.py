"""Content credentials (C2PA): finding them in a picture's file, so that its original can be offered with them.

They are bound to the bytes of the file, so a variant in another size cannot carry them; they are kept by keeping the
original as it was uploaded and offering that. One whose metadata tell where it was taken is kept and not offered: that
can betray somebody, and it cannot be taken out without breaking the credentials.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

NONE, OFFERED, KEPT = "", "offered", "kept"
_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # the extended type of a C2PA box in AVIF and MP4 files
_PNG, _GPS = b"\x89PNG\r\n\x1a\n", 0x8825
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


def standing_of(data: bytes) -> str:
    """Whether a file holds content credentials, and whether it may be offered as it is: "", "offered" or "kept"."""
    if not any(_is_credential(kind, body) for kind, body in _parts(data)):
        return NONE
    return KEPT if names_a_place(data) else OFFERED


def names_a_place(data: bytes) -> bool:
    """Whether the metadata tell where the picture was taken; also where they cannot be read."""
    if b"GPSLatitude" in data or b"GPSPosition" in data:  # XMP, which is text
        return True
    try:
        with Image.open(io.BytesIO(data)) as image:
            return bool(image.getexif().get_ifd(_GPS))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return True


def _is_credential(kind: bytes, body: bytes) -> bool:
    if kind == b"\xff\xeb":
        return body.startswith(b"JP") and b"jumb" in body[:64] and b"c2pa" in body[:200]
    return kind in {b"caBX", b"C2PA"} or (kind == b"uuid" and body.startswith(_BOX))


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, body) of the parts that a picture's file is made of; a damaged file gives fewer."""
    if data.startswith(b"\xff\xd8"):
        return _segments(data)
    if data.startswith(_PNG):
        return _chunks(data, len(_PNG), "big", kind_first=False, tail=4)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _chunks(data, 12, "little", kind_first=True, tail=0)
    return _boxes(data) if data[4:8] == b"ftyp" else iter(())


def _segments(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The segments of a JPEG up to the picture itself."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        if data[place + 1] in _WITHOUT_LENGTH:
            place += 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        yield data[place : place + 2], data[place + 4 : place + 2 + length]
        place += 2 + max(length, 2)


def _chunks(data: bytes, place: int, order: str, *, kind_first: bool, tail: int) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG (length first, a checksum behind) or WebP (kind first, padded to even)."""
    while place + 8 <= len(data):
        one, other = data[place : place + 4], data[place + 4 : place + 8]
        kind, length = (one, other) if kind_first else (other, one)
        size = int.from_bytes(length, "little" if order == "little" else "big")
        yield kind, data[place + 8 : place + 8 + size]
        place += 8 + size + tail + (size % 2 if kind_first else 0)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The outermost boxes of an AVIF."""
    place = 0
    while place + 8 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        size = size if size >= 8 else len(data) - place
        yield kind, data[place + 8 : place + size]
        place += size
