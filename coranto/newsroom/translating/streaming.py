"""Answers that are made while they are sent, so that they may be larger than memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse


class Streamed(StreamingHttpResponse):
    """An answer made piece by piece. Under ASGI Django would gather all pieces of such an answer first; here each is asked for when the last was sent."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: Iterator[bytes] = iter(self)
        while (piece := await sync_to_async(lambda: next(pieces, None))()) is not None:
            yield piece
