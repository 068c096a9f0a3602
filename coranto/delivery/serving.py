"""The built-in server's front: public pages from the record, by file path, in front of the inner application.

An ASGI application. What the record knows is answered here: right type, strong ETag and 304, Vary, compressed
variants, long life for immutable names, security headers, redirects, 410 with its notice. What it does not know goes
to the inner application when that says the path is its own, else it is 404 in the path's language.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from coranto.delivery.answering import Answer, Answers, plain
from coranto.delivery.negotiating import preference
from coranto.delivery.tallying import Tally, is_program

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_START, _BODY, _PATHSEND = "http.response.start", "http.response.body", "http.response.pathsend"
_EMPTY = {"type": _BODY, "body": b""}
_READ_ONLY = plain(405, b"This address can be read only.", [(b"allow", b"GET, HEAD")])


class Front:
    """Answers public requests from `answers`; hands the rest to `inner` where `is_inner(path)` is true."""

    def __init__(self, answers: Answers, inner: Application | None = None, is_inner: Callable[[str], bool] = lambda _path: False, tally: Tally | None = None) -> None:
        self._answers, self._inner, self._is_inner = answers, inner, is_inner
        self._tally = tally or Tally()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._lifespan(receive, send)
            return
        encodings = known = agent = b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                encodings = value
            elif name == b"if-none-match":
                known = value
            elif name == b"user-agent":
                agent = value
        path, codings = scope["path"], preference(encodings)
        answer = self._answers.kept(path, codings)
        if answer is None:
            loop = asyncio.get_running_loop()
            answer, otherwise = await loop.run_in_executor(self._answers.reader, self._answers.find, path, codings)
            if answer is None:
                if self._inner is not None and self._is_inner(path):
                    await self._inner(scope, receive, send)
                    return
                answer = _with_query(otherwise, scope.get("query_string", b""))
        method = scope["method"]
        if answer.page and method == "GET" and not is_program(agent):
            self._tally.read(answer.page)
        if method == "GET" or method == "HEAD":
            await _say(answer, known, method == "HEAD", send)
        else:
            await _say(_READ_ONLY, b"", False, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._answers.follow()
                self._tally.follow()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self._answers.stop()
                self._tally.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _with_query(answer: Answer, query: bytes) -> Answer:
    """A redirect to the address with a slash keeps the query of the request."""
    if not query or answer.status != 301:
        return answer
    return plain(301, b"", [(name, value + b"?" + query) for name, value in answer.headers if name == b"location"])


async def _say(answer: Answer, known: bytes, is_head: bool, send: Send) -> None:
    if known and answer.etag and _matches(known, answer.etag):
        await send({"type": _START, "status": 304, "headers": answer.headers_304})
        await send(_EMPTY)
        return
    await send({"type": _START, "status": answer.status, "headers": answer.headers})
    if is_head:
        await send(_EMPTY)
    elif answer.body is not None:
        await send({"type": _BODY, "body": answer.body})
    else:
        await send({"type": _PATHSEND, "path": answer.file})


def _matches(known: bytes, etag: bytes) -> bool:
    """Weak comparison, as If-None-Match asks for."""
    return known.strip() == b"*" or any(part.strip().removeprefix(b"W/") == etag for part in known.split(b","))
