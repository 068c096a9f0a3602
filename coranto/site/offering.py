"""The offer to read a page in the language of the reader's browser: one sentence in each language, in a file of its own.

The script fetches it only for a reader whose browser prefers another language that the page exists in. Nobody is sent
anywhere, nothing is stored, and without the script the choice of languages says the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache

from coranto import languages
from coranto.articles import keys
from coranto.delivery.house import Rendered, Target
from coranto.languages import catalogs
from coranto.site import addresses
from coranto.site.facts.store import Store
from coranto.site.kinds import Keys, Kind, register
from coranto.site.targets import wants_all
from coranto.site.words import CLOSE, OFFER


@cache
def offers() -> bytes:
    """JSON: code → [offer, word to close it, direction]."""
    found = {}
    for language in languages.all():
        say = catalogs.translator(language.code).gettext
        found[language.code] = [say(OFFER), say(CLOSE), language.direction]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def offers_address() -> str:
    """Where it stands, for good."""
    return addresses.asset("offers", hashlib.sha256(offers()).hexdigest(), "json")


def targets(store: Store, wanted: Keys) -> Iterator[Target]:
    """The one file."""
    if wants_all(wanted):
        yield Target(offers_address(), "", "offers", "", 0)


def render(store: Store, target: Target) -> Rendered | None:
    """The file; None at an older address."""
    store.note(keys.PUBLICATION)
    if target.path != offers_address():
        return None
    return Rendered(offers(), "application/json; charset=utf-8", headers=(("Cache-Control", "public, max-age=31536000, immutable"),))


register(Kind("offers", targets, render))
