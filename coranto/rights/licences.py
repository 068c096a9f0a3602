"""Licences by their SPDX names, with the address and the name that readers know them by."""

from __future__ import annotations

from dataclasses import dataclass

ALL_RIGHTS_RESERVED = "all rights reserved"
PUBLIC_DOMAIN = "public domain"
CUSTOM = "custom"
KINDS = ("BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND")
VERSIONS = ("4.0", "3.0", "2.5", "2.0")
HOME = "https://creativecommons.org"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of the list. `name` is written the same in every language."""

    spdx: str
    name: str
    url: str
    is_non_commercial: bool = False
    is_no_derivatives: bool = False
    is_share_alike: bool = False


def _creative_commons(kind: str, version: str) -> Licence:
    parts = kind.split("-")
    return Licence(
        f"CC-{kind}-{version}", f"CC {kind} {version}", f"{HOME}/licenses/{kind.lower()}/{version}/",
        is_non_commercial="NC" in parts, is_no_derivatives="ND" in parts, is_share_alike="SA" in parts,
    )  # fmt: skip


LICENCES: dict[str, Licence] = {
    **{one.spdx: one for version in VERSIONS for kind in KINDS for one in [_creative_commons(kind, version)]},
    "CC0-1.0": Licence("CC0-1.0", "CC0 1.0", f"{HOME}/publicdomain/zero/1.0/"),
    PUBLIC_DOMAIN: Licence(PUBLIC_DOMAIN, "Public Domain Mark 1.0", f"{HOME}/publicdomain/mark/1.0/"),
}


def is_known(licence: str) -> bool:
    """Whether a record may name it."""
    return licence in LICENCES or licence in {ALL_RIGHTS_RESERVED, CUSTOM}


def by_url(url: str) -> str:
    """The SPDX name of a licence by its address, with or without s and the last slash and in any language; "" for others."""
    address = url.strip().lower().partition("#")[0].partition("/deed")[0].rstrip("/")
    wanted = address.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return next((spdx for spdx, licence in LICENCES.items() if licence.url.removeprefix("https://").rstrip("/") == wanted), "")


def url_of(licence: str, custom_url: str = "") -> str:
    """Where a licence can be read; "" where all rights are reserved."""
    return LICENCES[licence].url if licence in LICENCES else custom_url


def name_of(licence: str, custom_name: str = "") -> str:
    """What it is called; "" where all rights are reserved."""
    return LICENCES[licence].name if licence in LICENCES else custom_name
