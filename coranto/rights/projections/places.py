"""What a form of terms points to: whole addresses, and who states them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """`statement` is the page of the terms, `policy` the same as ODRL, `ask` where permission is asked, `target` what they are about."""

    statement: str
    policy: str
    ask: str
    target: str
    outlet: str
    holder: str
