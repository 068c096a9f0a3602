"""From a host name to one open connection: resolve once, check every address, connect to the checked address.

The name is never resolved a second time, so a name server that changes its answer changes nothing. The certificate
is checked for the name, not for the address.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any, Protocol

import httpcore

from coranto.outbound.addresses import Address, Peers, parse_address, plain_host, why_no_peer, why_not_public
from coranto.outbound.errors import Refused, TooSlow, Unreachable

_MOST_ADDRESSES = 4


class Resolver(Protocol):
    """Gives all addresses (A and AAAA) of a host as text; raises OSError when there are none."""

    def resolve(self, host: str) -> list[str]: ...


class Dialler(Protocol):
    """Opens a TCP connection to an address; raises OSError or an httpcore connect error."""

    def dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream: ...


class SystemResolver:
    """The machine's own name resolution."""

    def resolve(self, host: str) -> list[str]:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class SystemDialler:
    """The machine's own network."""

    def dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout)


class Deadline:
    """The moment by which everything about one source must be over."""

    def __init__(self, source: str, seconds: float) -> None:
        self.source = source
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds that are left; raises TooSlow when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.over()
        return left

    def over(self) -> TooSlow:
        return TooSlow(self.source, f"it was not finished after {self.seconds:g} seconds")


class TimedStream(httpcore.NetworkStream):
    """A connection on which every step has only what is left of the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._deadline.left())
        except httpcore.ReadTimeout:
            raise self._deadline.over() from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._stream.write(buffer, self._deadline.left())
        except httpcore.WriteTimeout:
            raise self._deadline.over() from None

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        except httpcore.ConnectTimeout:
            raise self._deadline.over() from None
        except httpcore.ConnectError as error:
            raise Unreachable(self._deadline.source, f"a secure connection failed ({_cause(error)})") from error
        return TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects for content: public addresses only, and the peers that the operator names."""

    def __init__(
        self, deadline: Deadline, *, resolver: Resolver, dialler: Dialler, peers: Peers, connect_seconds: float
    ) -> None:
        self._deadline = deadline
        self._resolver = resolver
        self._dialler = dialler
        self._peers = peers
        self._connect_seconds = connect_seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self.checked(host, port)
        failure: Exception | None = None
        for address in addresses[:_MOST_ADDRESSES]:
            seconds = min(self._connect_seconds, self._deadline.left())
            try:
                return TimedStream(self._dialler.dial(str(address), port, seconds), self._deadline)
            except (OSError, httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise Unreachable(self._deadline.source, f"no connection could be made ({_cause(failure)})") from failure

    def checked(self, host: str, port: int) -> list[Address]:
        """Resolve a host once and give its addresses; raises Refused when any one of them may not be reached."""
        addresses = self._addresses(host)
        why_not = why_no_peer if (host, port) in self._peers else why_not_public
        for address in addresses:
            kind = why_not(address)
            if kind is not None:
                raise Refused(self._deadline.source, f"it leads to {address}, which is not a public address ({kind})")
        return addresses

    def _addresses(self, host: str) -> list[Address]:
        source = self._deadline.source
        try:
            return [parse_address(plain_host(host))]
        except ValueError:
            pass
        try:
            answers = _within(self._deadline, lambda: self._resolver.resolve(plain_host(host)))
            addresses = [parse_address(answer) for answer in answers]
        except (OSError, UnicodeError, ValueError) as error:
            raise Unreachable(source, f"the name {plain_host(host)} has no address") from error
        if not addresses:
            raise Unreachable(source, f"the name {plain_host(host)} has no address")
        return addresses


class OperatorBackend(CheckedBackend):
    """Connects to an endpoint that the operator configured, whatever address it has."""

    def checked(self, host: str, port: int) -> list[Address]:
        return self._addresses(host)


def _within(deadline: Deadline, ask: Any) -> list[str]:
    """Run a resolver that has no time limit of its own; raises TooSlow and leaves it behind when time is over."""
    answer: list[list[str]] = []
    failure: list[Exception] = []

    def run() -> None:
        try:
            answer.append(ask())
        except Exception as error:  # carried to the caller's thread and raised there
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True, name="resolving")
    thread.start()
    thread.join(deadline.left())
    if failure:
        raise failure[0]
    if not answer:
        raise deadline.over()
    return answer[0]


def _cause(error: BaseException | None) -> str:
    """Give the shortest true words for why a connection failed, without a final full stop."""
    inner = error
    while inner is not None and not isinstance(inner, OSError) and (inner.__cause__ or inner.__context__):
        inner = inner.__cause__ or inner.__context__
    if isinstance(inner, ssl.SSLCertVerificationError):
        return inner.verify_message.rstrip(".")
    if isinstance(inner, (TimeoutError, httpcore.ConnectTimeout)) or isinstance(error, httpcore.ConnectTimeout):
        return "no answer in time"
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror.rstrip(".")
    return (str(inner) if inner else "").rstrip(".") or type(error).__name__
