"""zstd as the registry uses it: unpacking what comes, and packing without compression what a mirror passes on.

Source of the frame format: RFC 8878, section 3.1.1.
"""

from __future__ import annotations

from fxtranslate import discovery

MAGIC = b"\x28\xb5\x2f\xfd"
LARGEST = 512 * 1024 * 1024
_BLOCK = 128 * 1024
_REPEATED, _COMPRESSED = 1, 2  # kinds of blocks


class BrokenPacking(Exception):
    """The bytes are not a zstd frame, or not one that may be unpacked."""


def unpack(packed: bytes) -> bytes:
    """Undo zstd; bytes that do not begin as a zstd frame are given back as they are. Raises BrokenPacking."""
    if not packed.startswith(MAGIC):
        return packed
    stated = stated_size(packed)
    if stated is not None and stated > LARGEST:
        raise BrokenPacking(f"It says that it unpacks to {stated} bytes; at most {LARGEST} are taken.")
    if (most := _most_size(packed)) > LARGEST + _BLOCK:
        raise BrokenPacking(f"It may unpack to {most} bytes, whatever it says; at most {LARGEST} are taken.")
    try:
        plain = discovery.verify_and_decompress(packed, None)
    except ValueError as error:
        raise BrokenPacking(f"It cannot be unpacked ({error}).") from error
    if stated is not None and len(plain) != stated:
        raise BrokenPacking(f"It unpacks to {len(plain)} bytes and says {stated}.")
    return plain


def stated_size(packed: bytes) -> int | None:
    """Read the plain size that a frame states, in bytes; None when it states none. Raises BrokenPacking."""
    if len(packed) < 6:
        raise BrokenPacking("It breaks off within its first six bytes.")
    start, length = _size_field(packed[4])
    if not length:
        return None
    field = packed[start : start + length]
    if len(field) < length:
        raise BrokenPacking("It breaks off within its header.")
    return int.from_bytes(field, "little") + (256 if length == 2 else 0)


def _size_field(descriptor: int) -> tuple[int, int]:
    """Where the plain size stands in a frame, and its bytes (RFC 8878, 3.1.1.1)."""
    single = bool(descriptor & 0b0010_0000)
    return 5 + (0 if single else 1) + (0, 1, 2, 4)[descriptor & 0b11], (1 if single else 0, 2, 4, 8)[descriptor >> 6]


def _most_size(packed: bytes) -> int:
    """What the blocks of all frames can become at most, by their headers alone: a frame need not say its size, and four bytes can become 128 KiB.

    Gives what was counted where a header breaks off; unpacking says what is wrong there.
    """
    most = at = 0
    while packed[at : at + 4] == MAGIC and len(packed) > at + 5 and most <= LARGEST + _BLOCK:
        descriptor = packed[at + 4]
        start, length = _size_field(descriptor)
        at, is_last = at + start + length, False
        while not is_last and len(packed) >= at + 3 and most <= LARGEST + _BLOCK:
            header = int.from_bytes(packed[at : at + 3], "little")
            is_last, kind, size = bool(header & 1), header >> 1 & 0b11, header >> 3
            most += _BLOCK if kind == _COMPRESSED else size
            at += 3 + (1 if kind == _REPEATED else size)
        at += 4 if descriptor & 0b100 else 0
    return most


def pack(plain: bytes) -> bytes:
    """Wrap bytes in a zstd frame of raw blocks: 3 bytes more for each 128 KiB, and no time spent on compressing."""
    frame = bytearray(MAGIC + bytes([0b1110_0000]) + len(plain).to_bytes(8, "little"))
    for start in range(0, max(len(plain), 1), _BLOCK):
        block = plain[start : start + _BLOCK]
        last = start + _BLOCK >= len(plain)
        frame += ((len(block) << 3) | last).to_bytes(3, "little") + block
    return bytes(frame)
