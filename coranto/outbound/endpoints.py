"""Endpoints that the operator configures: a local model server, a mail server, a mirror.

They are a class of their own. Content never reaches them: `Fetcher` refuses their URLs, and only `OperatorFetcher`
and the mailer, which are given an endpoint from the settings, may connect to one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from coranto.outbound.addresses import plain_host

_PORTS = {"http": 80, "https": 443, "smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class OperatorEndpoint:
    """One server of the operator's, by exact scheme, host and port."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, url: str) -> OperatorEndpoint:
        """Read "http://127.0.0.1:11434" or "smtps://mail.example.org"; raises ValueError when it is neither.

        Schemes: http, https, smtp (25), smtp+starttls (587), smtps (465). A path is allowed and ignored; a user name
        or password is refused, because those belong in their own settings.
        """
        parts = urlsplit(url.strip())
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError(f"'{url}' is not an endpoint. Write {', '.join(_PORTS)} followed by ://host:port.")
        if "@" in parts.netloc:
            raise ValueError("An endpoint holds no user name or password. Put them in their own settings.")
        return cls(parts.scheme, plain_host(parts.hostname), parts.port or _PORTS[parts.scheme])

    def serves(self, scheme: str, host: str, port: int) -> bool:
        """Say whether a URL of this scheme, host and port belongs to this endpoint."""
        return (self.scheme, self.host, self.port) == (scheme, plain_host(host), port)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def is_endpoint(endpoints: Iterable[OperatorEndpoint], host: str, port: int) -> bool:
    """Say whether any endpoint listens there, whatever the scheme."""
    return any((endpoint.host, endpoint.port) == (plain_host(host), port) for endpoint in endpoints)
