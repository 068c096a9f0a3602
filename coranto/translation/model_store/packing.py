"""zstd as the registry uses it: unpacking what comes, and packing without compression what a mirror passes on.

Source of the frame format: RFC 8878, section 3.1.1.
"""

from __future__ import annotations

from fxtranslate import discovery

MAGIC = b"\x28\xb5\x2f\xfd"
LARGEST = 512 * 1024 * 1024
_BLOCK = 128 * 1024


class BrokenPacking(Exception):
    """The bytes are not a zstd frame, or not one that may be unpacked."""


def unpack(packed: bytes) -> bytes:
    """Undo zstd; bytes that do not begin as a zstd frame are given back as they are. Raises BrokenPacking."""
    if not packed.startswith(MAGIC):
        return packed
    stated = stated_size(packed)
    if stated is not None and stated > LARGEST:
        raise BrokenPacking(f"It says that it unpacks to {stated} bytes; at most {LARGEST} are taken.")
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
    descriptor = packed[4]
    flag, single = descriptor >> 6, bool(descriptor & 0b0010_0000)
    start = 5 + (0 if single else 1) + (0, 1, 2, 4)[descriptor & 0b11]
    length = (1 if single else 0, 2, 4, 8)[flag]
    if not length:
        return None
    field = packed[start : start + length]
    if len(field) < length:
        raise BrokenPacking("It breaks off within its header.")
    return int.from_bytes(field, "little") + (256 if length == 2 else 0)


def pack(plain: bytes) -> bytes:
    """Wrap bytes in a zstd frame of raw blocks: 3 bytes more for each 128 KiB, and no time spent on compressing."""
    frame = bytearray(MAGIC + bytes([0b1110_0000]) + len(plain).to_bytes(8, "little"))
    for start in range(0, max(len(plain), 1), _BLOCK):
        block = plain[start : start + _BLOCK]
        last = start + _BLOCK >= len(plain)
        frame += ((len(block) << 3) | last).to_bytes(3, "little") + block
    return bytes(frame)
