"""The built-in server's front: public pages from the record, by file path, in front of the inner application.

An ASGI application. What the record knows is answered here: right type, strong ETag and 304, Vary, compressed
variants, long life for immutable names, security headers, redirects, 410 with its notice. What it does not know goes
to the inner application when that says the path is its own, else it is 404 in the path's language.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from coranto.delivery.answering import Answer, Answers

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_START, _BODY, _PATHSEND = "http.response.start", "http.response.body", "http.response.pathsend"
_PLAIN = [(b"content-type", b"text/plain; charset=utf-8")]


class Front:
    """Answers public requests from `answers`; hands the rest to `inner` where `is_inner(path)` is true."""

    def __init__(self, answers: Answers, inner: Application | None = None, is_inner: Callable[[str], bool] = lambda _path: False) -> None:
        self._answers, self._inner, self._is_inner = answers, inner, is_inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._lifespan(receive, send)
            return
        path = scope["path"]
        encodings = known = b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                encodings = value
            elif name == b"if-none-match":
                known = value
        answer = self._answers.get(path, encodings)
        if answer is None:
            await self._unrecorded(path, encodings, scope, receive, send)
        elif scope["method"] == "GET" or scope["method"] == "HEAD":
            await _say(answer, known, scope, send)
        else:
            await _plain(send, 405, b"This address can be read only.", [(b"allow", b"GET, HEAD")])

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._answers.follow()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self._answers.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _unrecorded(self, path: str, encodings: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        if self._inner is not None and self._is_inner(path):
            await self._inner(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await _plain(send, 405, b"This address can be read only.", [(b"allow", b"GET, HEAD")])
            return
        if not path.endswith("/") and self._answers.get(path + "/", encodings) is not None:
            location = quote(path + "/", safe="/:@!$&'()*+,;=~-._").encode()
            if scope.get("query_string"):
                location += b"?" + scope["query_string"]
            await _plain(send, 301, b"", [(b"location", location)])
            return
        missing = self._answers.missing(path, encodings)
        if missing is None:
            await _plain(send, 404, b"There is no page at this address.", [])
        else:
            await _say(missing, b"", scope, send)


async def _say(answer: Answer, known: bytes, scope: Scope, send: Send) -> None:
    if known and answer.etag and answer.status == 200 and _matches(known, answer.etag):
        await send({"type": _START, "status": 304, "headers": answer.headers_304})
        await send({"type": _BODY, "body": b""})
        return
    await send({"type": _START, "status": answer.status, "headers": answer.headers})
    if scope["method"] == "HEAD":
        await send({"type": _BODY, "body": b""})
    elif answer.body is not None:
        await send({"type": _BODY, "body": answer.body})
    else:
        await send({"type": _PATHSEND, "path": answer.file})


def _matches(known: bytes, etag: bytes) -> bool:
    """Weak comparison, as If-None-Match asks for."""
    return known.strip() == b"*" or any(part.strip().removeprefix(b"W/") == etag for part in known.split(b","))


async def _plain(send: Send, status: int, text: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = [(b"content-length", str(len(text)).encode())]
    await send({"type": _START, "status": status, "headers": [*_PLAIN, *length, *headers, (b"x-content-type-options", b"nosniff")]})
    await send({"type": _BODY, "body": text})
