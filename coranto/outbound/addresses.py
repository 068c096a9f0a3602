"""Which addresses belong to the public internet, and which hosts may be asked for at all.

Source of the ranges: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its updates).
They are written out here because the lists in the standard library differ between Python releases.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NOT_PUBLIC_4 = tuple(
    (ipaddress.IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a provider's customers"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        # Looks public, but is the metadata and health service inside one large cloud.
        ("168.63.129.16/32", "a cloud's metadata service"),
    )
)

# Only 2000::/3 is handed out as global unicast; what lies outside it (loopback, unique local, link-local, multicast,
# IPv4-mapped, NAT64) needs no list of its own. These are the exceptions inside it.
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    (ipaddress.IPv6Network(network), kind)
    for network, kind in (
        ("2001::/32", "a Teredo tunnel"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "a 6to4 tunnel"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "for documentation"),
    )
)
_KINDS_6 = (
    (ipaddress.IPv6Network("::1/128"), "loopback"),
    (ipaddress.IPv6Network("::ffff:0:0/96"), "an embedded IPv4 address"),
    (ipaddress.IPv6Network("64:ff9b::/96"), "an embedded IPv4 address"),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), "an embedded IPv4 address"),
    (ipaddress.IPv6Network("fc00::/7"), "private"),
    (ipaddress.IPv6Network("fe80::/10"), "link-local"),
    (ipaddress.IPv6Network("ff00::/8"), "multicast"),
)
# Interface identifiers that carry an IPv4 address (ISATAP, RFC 5214).
_ISATAP = (0x00005EFE, 0x02005EFE)

_NUMBER_AT_THE_END = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*$")


@dataclass(frozen=True, slots=True)
class Peers:
    """Hosts that content may reach although they are not public: exact "host:port", named by the operator.

    Meant for two instances on one machine or in one private network, and for development; empty by default. A peer
    may be loopback or private, never link-local, multicast or reserved, so a metadata service cannot be one.
    """

    allowed: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, names: Iterable[str]) -> Peers:
        """Read "host:port" or "[v6]:port"; raises ValueError saying which one is not."""
        found = set()
        for name in names:
            host, colon, port = name.strip().rpartition(":")
            if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65536 or "/" in host:
                raise ValueError(f"'{name}' is not a trusted peer. Write host:port, for example 127.0.0.1:8001.")
            found.add((plain_host(host), int(port)))
        return cls(frozenset(found))

    def __contains__(self, place: tuple[str, int]) -> bool:
        return (plain_host(place[0]), place[1]) in self.allowed


def plain_host(host: str) -> str:
    """Give a host in the one form used for comparing: lower case, no brackets, no final dot."""
    return host.lower().strip("[]").removesuffix(".")


def why_no_host(host: str) -> str | None:
    """Say why this is not a host that can be asked for, or None.

    Numbers that are not four plain decimal parts (2130706433, 0x7f.1, 0177.0.0.1, 127.1) are read differently by
    different programs, so they are refused however they would be read.
    """
    name = plain_host(host)
    if ":" in name:
        return "it names an interface" if "%" in name else _why_no_literal(name)
    if _NUMBER_AT_THE_END.search(name):
        return _why_no_literal(name)
    return None if _HOST_NAME.match(name) else "its host is not a valid name"


def why_not_public(address: Address) -> str | None:
    """Say what kind of non-public address this is ("loopback", "private", …), or None when it is public."""
    if isinstance(address, ipaddress.IPv4Address):
        return next((kind for network, kind in _NOT_PUBLIC_4 if address in network), None)
    if address not in _GLOBAL_6:
        return next((kind for network, kind in _KINDS_6 if address in network), "reserved")
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an embedded IPv4 address"
    return next((kind for network, kind in _NOT_PUBLIC_6 if address in network), None)


def why_no_peer(address: Address) -> str | None:
    """Say why not even a trusted peer may have this address, or None: only public, loopback and private are fit."""
    kind = why_not_public(address)
    return None if kind in (None, "loopback", "private") else kind


def parse_address(text: str) -> Address:
    """Read one address as a resolver gives it, the interface of a link-local one cut off; raises ValueError."""
    return ipaddress.ip_address(text.partition("%")[0])


def _why_no_literal(name: str) -> str | None:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return "its host is a number that is not a plain IP address"
    return None
