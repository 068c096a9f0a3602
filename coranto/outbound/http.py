"""The one fetcher: every HTTP request that Coranto makes goes through here.

`Fetcher` is for content and for public services. It resolves the name itself, refuses every address that is not
public, connects to exactly the address that it checked, looks at each redirect as if it were new, and stops at a
number of bytes and at one moment for the whole. `OperatorFetcher` is for servers that the operator configured, by
exact scheme, host and port. Neither reads proxies, cookies or passwords from anywhere.

Errors are the family in `coranto.outbound.errors`, each one sentence with the source and the reason.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from functools import cache
from importlib.metadata import version
from typing import Any

import httpcore
import httpx

from coranto.outbound.addresses import Peers, why_no_host
from coranto.outbound.dialling import (
    CheckedBackend,
    Deadline,
    Dialler,
    OperatorBackend,
    Resolver,
    SystemDialler,
    SystemResolver,
)
from coranto.outbound.endpoints import OperatorEndpoint, is_endpoint
from coranto.outbound.errors import BadAnswer, OutboundError, Refused, TooLarge, TooSlow, Unreachable
from coranto.outbound.exchanging import Answer, Asked, Limits, exchange

__all__ = [
    "BadAnswer",
    "Fetched",
    "Fetcher",
    "Limits",
    "OperatorEndpoint",
    "OperatorFetcher",
    "OutboundError",
    "Peers",
    "Refused",
    "TooLarge",
    "TooSlow",
    "Unreachable",
]

USER_AGENT = f"Coranto/{version('coranto')}"

_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_URL = 8192
# The only headers of the caller's that follow a redirect to another origin; all others may be secrets.
_NOT_SECRET = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since", "user-agent"})
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is where it came from in the end, `redirects` the URLs passed on the way, oldest first.

    `content_type` is lower case without parameters ("" when none was stated); `charset` is what the header declares,
    lower case, or None; `headers` have lower-case names.
    """

    body: bytes
    content_type: str
    charset: str | None
    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()


class Fetcher:
    """Fetches from the public internet. Holds no state between requests, so one may serve many threads.

    `resolver` and `dialler` are the machine's unless given; `peers` lists what is not public and yet trusted (two
    instances on one machine, development); `operator_endpoints` are refused to content even when they are public.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        resolver: Resolver | None = None,
        dialler: Dialler | None = None,
        peers: Peers | None = None,
        operator_endpoints: Iterable[OperatorEndpoint] = (),
        user_agent: str = USER_AGENT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._resolver = resolver or SystemResolver()
        self._dialler = dialler or SystemDialler()
        self._peers = peers or Peers()
        self._endpoints = tuple(operator_endpoints)
        self._user_agent = user_agent
        self._tls = tls

    def get(
        self,
        url: str,
        *,
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        seconds: float | None = None,
        any_status: bool = False,
    ) -> Fetched:
        """Fetch a URL, following up to five redirects.

        A status that is not 2xx raises BadAnswer unless `any_status`; 304 is an answer when If-None-Match or
        If-Modified-Since was asked. Raises OutboundError.
        """
        return self.request(
            "GET", url, accept=accept, headers=headers, max_bytes=max_bytes, seconds=seconds, any_status=any_status
        )

    def post(self, url: str, **options: Any) -> Fetched:
        """Post to a public service; takes what `request` takes. A redirect is never followed."""
        return self.request("POST", url, **options)

    def request(
        self,
        method: str,
        url: str,
        *,
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        seconds: float | None = None,
        any_status: bool = False,
        **body: Any,
    ) -> Fetched:
        """Make one request; `body` is one of content=, json=, data=, files= as httpx takes them.

        Only GET and HEAD follow redirects. Raises OutboundError.
        """
        sent = {"user-agent": self._user_agent, "accept": accept or "*/*"}
        sent.update({name.lower(): value for name, value in (headers or {}).items()})
        limits = replace(
            self.limits, max_bytes=max_bytes or self.limits.max_bytes, seconds=seconds or self.limits.seconds
        )
        follow = method in ("GET", "HEAD")
        asked = Asked(url, method, sent, body, limits, follow=follow, any_status=any_status)
        return self._follow(asked)

    def _follow(self, asked: Asked) -> Fetched:
        deadline = Deadline(asked.source, asked.limits.seconds)
        url = self._allowed(asked.source, asked.source, asked.limits)
        passed: list[str] = []
        headers = asked.headers
        while True:
            answer = exchange(asked, url, headers, self._backend(deadline, asked), self._secure())
            if not answer.is_redirect:
                return _fetched(answer, asked, str(url), tuple(passed))
            if len(passed) >= asked.limits.redirects:
                raise BadAnswer(asked.source, f"it redirects more than {asked.limits.redirects} times")
            if not asked.follow:
                raise BadAnswer(asked.source, "it redirects, which is not followed here", status=answer.status)
            passed.append(str(url))
            onward = self._onward(asked, url, answer.headers["location"])
            headers = _headers_onward(asked.source, headers, url, onward)
            url = onward

    def _onward(self, asked: Asked, url: httpx.URL, location: str) -> httpx.URL:
        try:
            target = str(url.join(location))
        except (httpx.InvalidURL, ValueError):
            target = location
        return self._allowed(target, asked.source, asked.limits)

    def _allowed(self, url: str, source: str, limits: Limits) -> httpx.URL:
        """Give a URL that may be asked for; raises Refused naming `source` when it may not."""
        led = "it" if url == source else "it redirects to an address that"
        parsed = _parsed(url, source, led)
        host = parsed.raw_host.decode("ascii")
        port = parsed.port or (443 if parsed.scheme == "https" else 80)
        why = why_no_host(host)
        if why is not None:
            raise Refused(source, why if led == "it" else f"it redirects, and there {why}")
        if is_endpoint(self._endpoints, host, port):
            raise Refused(source, f"{led} is one of this publication's own servers")
        if port not in limits.ports and (host, port) not in self._peers:
            ports = " and ".join(str(number) for number in sorted(limits.ports))
            raise Refused(source, f"{led} uses port {port}; only {ports} are used")
        return parsed

    def _backend(self, deadline: Deadline, asked: Asked) -> httpcore.NetworkBackend:
        return CheckedBackend(
            deadline,
            resolver=self._resolver,
            dialler=self._dialler,
            peers=self._peers,
            connect_seconds=asked.limits.connect_seconds,
        )

    def _secure(self) -> ssl.SSLContext:
        return self._tls or _certificates()


class OperatorFetcher(Fetcher):
    """Speaks to servers that the operator configured, and to nothing else; redirects are never followed.

    A URL must have exactly the scheme, host and port of one of the endpoints. The address behind it may be private.
    """

    def __init__(self, endpoints: Iterable[OperatorEndpoint], limits: Limits | None = None, **options: Any) -> None:
        super().__init__(limits, **options)
        self._own = tuple(endpoints)

    def _allowed(self, url: str, source: str, limits: Limits) -> httpx.URL:
        parsed = _parsed(url, source, "it")
        port = parsed.port or (443 if parsed.scheme == "https" else 80)
        if not any(endpoint.serves(parsed.scheme, parsed.host, port) for endpoint in self._own):
            known = ", ".join(str(endpoint) for endpoint in self._own) or "none"
            raise Refused(source, f"it is not one of the configured endpoints ({known})")
        return parsed

    def _onward(self, asked: Asked, url: httpx.URL, location: str) -> httpx.URL:
        raise BadAnswer(asked.source, "it redirects, which a configured endpoint may not")

    def _backend(self, deadline: Deadline, asked: Asked) -> httpcore.NetworkBackend:
        return OperatorBackend(
            deadline,
            resolver=self._resolver,
            dialler=self._dialler,
            peers=self._peers,
            connect_seconds=asked.limits.connect_seconds,
        )


def _fetched(answer: Answer, asked: Asked, url: str, redirects: tuple[str, ...]) -> Fetched:
    """Give the last answer to the caller; raises BadAnswer for a status that was not hoped for."""
    status = answer.status
    unchanged = status == 304 and ("if-none-match" in asked.headers or "if-modified-since" in asked.headers)
    if not (asked.any_status or unchanged or 200 <= status < 300):
        raise BadAnswer(asked.source, f"it answered {status}", status=status, retry=status in _LATER)
    kind, charset = _content_type(answer.headers.get("content-type", ""))
    return Fetched(answer.body, kind, charset, url, status, answer.headers, redirects)


def _parsed(url: str, source: str, led: str) -> httpx.URL:
    """Read a URL that is http or https, with a host and without a user name; raises Refused."""
    try:
        parsed = httpx.URL(url)
        port_is_possible = parsed.port is None or 0 < parsed.port < 65536
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused(source, f"{led} is not a valid URL") from error
    if parsed.scheme not in ("http", "https") or not parsed.host or not port_is_possible or len(url) > _LONGEST_URL:
        raise Refused(source, f"{led} is not an http or https URL")
    if parsed.userinfo:
        raise Refused(source, f"{led} carries a user name or password")
    return parsed


def _headers_onward(source: str, headers: dict[str, str], url: httpx.URL, onward: httpx.URL) -> dict[str, str]:
    """Give the headers that may go on to a redirect's target; raises Refused when secrets would go out in the clear."""
    if (url.scheme, url.host, url.port) == (onward.scheme, onward.host, onward.port):
        return headers
    if url.scheme == "https" and onward.scheme == "http" and _CREDENTIALS & set(headers):
        raise Refused(source, "it redirects from https to http, and the request carries credentials")
    return {name: value for name, value in headers.items() if name in _NOT_SECRET}


def _content_type(header: str) -> tuple[str, str | None]:
    """Split a Content-Type into type and declared charset, both lower case."""
    message = Message()
    message["content-type"] = header.replace("\r", " ").replace("\n", " ") or "application/octet-stream"
    charset = message.get_param("charset")
    kind = message.get_content_type() if header else ""
    return kind, charset.strip().lower() if isinstance(charset, str) and charset.strip() else None


@cache
def _certificates() -> ssl.SSLContext:
    """Load the certificate authorities once; it takes about 20 ms."""
    return httpx.create_ssl_context()
