"""Undoing Content-Encoding a piece at a time, so that no bomb is ever larger in memory than the limit.

Only what the fetcher asks for is understood (gzip, deflate, br), and only one layer of it.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli  # type: ignore[import-untyped]

ACCEPTED = "gzip, deflate, br"


class BrokenEncoding(Exception):
    """The bytes are not what Content-Encoding says they are."""


class Decoder(Protocol):
    """Takes compressed bytes, gives plain ones."""

    def decode(self, data: bytes, room: int) -> bytes:
        """Give plain bytes, about `room` at most; what did not fit is dropped, and the caller must stop."""
        ...

    @property
    def complete(self) -> bool:
        """True when the compressed stream has reached its own end, or nothing was ever fed to it."""
        ...


class Identity:
    """No encoding."""

    complete = True

    def decode(self, data: bytes, room: int) -> bytes:
        return data


class Deflate:
    """gzip (also several members in a row), zlib, and the raw deflate that some servers call deflate."""

    def __init__(self, encoding: str) -> None:
        self._gzip = encoding == "gzip"
        self._stream = zlib.decompressobj(31 if self._gzip else 15)
        self._started = False

    @property
    def complete(self) -> bool:
        return self._stream.eof or not self._started

    def decode(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while data and len(out) < room:
            if self._stream.eof:
                if not (self._gzip and data.startswith(b"\x1f\x8b")):
                    break  # padding after the end, which every browser ignores
                self._stream = zlib.decompressobj(31)
            out += self._piece(data, room - len(out))
            data = self._stream.unused_data if self._stream.eof else b""
        return bytes(out)

    def _piece(self, data: bytes, room: int) -> bytes:
        try:
            piece = self._stream.decompress(data, room)
        except zlib.error as error:
            if self._gzip or self._started:
                raise BrokenEncoding from error
            self._stream = zlib.decompressobj(-15)
            self._started = True
            return self._piece(data, room)
        self._started = True
        return piece


class Brotli:
    """Brotli, with an output limit for each step."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._started = False

    @property
    def complete(self) -> bool:
        return not self._started or bool(self._stream.is_finished())

    def decode(self, data: bytes, room: int) -> bytes:
        self._started = True
        if self._stream.is_finished():
            return b""
        try:
            out = bytearray(self._stream.process(data, output_buffer_limit=max(room, 1)))
            while len(out) < room and not self._stream.can_accept_more_data():
                out += self._stream.process(b"", output_buffer_limit=room - len(out))
        except brotli.error as error:
            raise BrokenEncoding from error
        return bytes(out)


def decoder(content_encoding: str) -> Decoder | None:
    """Give the decoder for a Content-Encoding header, or None when it is not one that was asked for."""
    encoding = content_encoding.strip().lower()
    if encoding in ("", "identity", "none"):
        return Identity()
    if encoding in ("gzip", "x-gzip"):
        return Deflate("gzip")
    if encoding == "deflate":
        return Deflate("deflate")
    return Brotli() if encoding == "br" else None
