"""One request on one connection, and its answer read within the limits."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpcore
import httpx

from coranto.outbound.decoding import ACCEPTED, BrokenEncoding, decoder
from coranto.outbound.errors import BadAnswer, Refused, TooLarge, TooSlow, Unreachable

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long. Bytes are counted on the wire and again after decompression; seconds are for the whole."""

    max_bytes: int = 10 * 1024 * 1024
    seconds: float = 8.0
    connect_seconds: float = 4.0
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the caller wants it, before any redirect."""

    source: str
    method: str
    headers: dict[str, str]
    body: dict[str, Any]
    limits: Limits
    follow: bool
    any_status: bool


class _Transport(httpx.BaseTransport):
    """httpx's requests over one httpcore connection that our own backend opens."""

    def __init__(self, backend: httpcore.NetworkBackend, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, max_connections=1, retries=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(
            httpcore.Request(request.method, target, headers=request.headers.raw, content=request.stream)
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back on one connection; header names are lower case, the body is plain bytes."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_redirect(self) -> bool:
        return self.status in _REDIRECTS and "location" in self.headers


def exchange(
    asked: Asked,
    url: httpx.URL,
    headers: dict[str, str],
    backend: httpcore.NetworkBackend,
    tls: ssl.SSLContext,
) -> Answer:
    """Make one request on a connection of its own and read its answer within the limits."""
    # The transport is asked itself: a client would read Location, cookies and the environment on its own.
    sent = {**headers, "accept-encoding": ACCEPTED, "connection": "close"}
    request = httpx.Request(asked.method, url, headers=sent, **asked.body)
    with _in_our_words(asked.source), _Transport(backend, tls) as transport, _answered(transport, request) as response:
        facts = {name.lower(): value for name, value in response.headers.items()}
        answer = Answer(response.status_code, facts, b"")
        if answer.is_redirect or asked.method == "HEAD":
            return answer
        return replace(answer, body=_body(response, asked))


@contextmanager
def _answered(transport: _Transport, request: httpx.Request) -> Iterator[httpx.Response]:
    response = transport.handle_request(request)
    try:
        yield response
    finally:
        response.close()


def _body(response: httpx.Response, asked: Asked) -> bytes:
    """Read and decompress a body, never holding more than the limit and one piece; raises TooLarge, BadAnswer."""
    limit = asked.limits.max_bytes
    stated = response.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limit:
        raise _too_large(asked)
    encoding = response.headers.get("content-encoding", "")
    undo = decoder(encoding)
    if undo is None:
        raise BadAnswer(asked.source, f"it is compressed as '{encoding[:40]}', which was not asked for")
    body = bytearray()
    wire = 0
    for piece in response.iter_raw():
        wire += len(piece)
        try:
            body += undo.decode(piece, limit + 1 - len(body))
        except BrokenEncoding:
            raise BadAnswer(asked.source, f"it says that it is compressed as '{encoding[:40]}' and is not") from None
        if len(body) > limit or wire > limit:
            raise _too_large(asked)
    if not undo.complete:
        raise BadAnswer(asked.source, "its compressed content breaks off", retry=True)
    return bytes(body)


def _too_large(asked: Asked) -> TooLarge:
    limit = asked.limits.max_bytes
    size = f"{limit / 1_048_576:.3g} MB" if limit >= 1_048_576 else f"{limit} bytes"
    return TooLarge(asked.source, f"it is larger than the {size} that are allowed")


@contextmanager
def _in_our_words(source: str) -> Iterator[None]:
    """Turn the transport's errors into the family of this room."""
    try:
        yield
    except (httpcore.LocalProtocolError, UnicodeEncodeError) as error:
        raise Refused(source, "it cannot be asked for over HTTP") from error
    except httpcore.RemoteProtocolError as error:
        raise BadAnswer(source, "its answer breaks off or is not HTTP", retry=True) from error
    except httpcore.TimeoutException as error:
        raise TooSlow(source, "it did not answer in time") from error
    except (httpcore.NetworkError, OSError) as error:
        raise Unreachable(source, "the connection was cut") from error
