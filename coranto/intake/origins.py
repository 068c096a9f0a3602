"""Looking whether a source has signed what it says: its statements, its keys, and what is remembered of them.

Whatever comes of it blocks nothing: it is shown before taking in, kept with the provenance, and shown to readers.
`fetch(url)` gives bytes through the one fetcher and raises OutboundError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from coranto.articles.models import Provenance
from coranto.articles.origins import CHANGED, KNOWN, NONE, VERIFIED, WRONG, fingerprint, passages_of, words_of
from coranto.intake.models import KnownOutlet
from coranto.intake.sources import Opened
from coranto.languages import match
from coranto.outbound.errors import OutboundError
from coranto.reading.shape import Reading
from coranto.signing.canonical import NotCanonical
from coranto.signing.chains import Seen, read_chain, verify_chain
from coranto.signing.digests import digest_document
from coranto.signing.keys import KeySet, KeyTrouble, read_key_set
from coranto.signing.manifests import BadManifest, Content
from coranto.signing.pins import Acquaintance, meet, trust

KEYS_PATH = "/.well-known/coranto.json"
MOST_LOOKED_AT = 10  # articles of one feed; each costs two requests
ENOUGH = 0.25  # of the signed passages must stand in the text, else it is another text
Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Origin:
    """What came of looking, as `articles/origins.py` describes it; `outlet` is the address that signed, `pins` what to remember of its keys."""

    verdict: str
    why: str
    at: str
    address: str = ""
    key: str = ""
    kid: str = ""
    outlet: str = ""
    manifest: dict[str, Any] | None = None
    signature: dict[str, Any] | None = None
    passages: list[str] = field(default_factory=list)
    pins: dict[str, str] = field(default_factory=dict)

    def as_document(self, url: str) -> dict[str, Any]:
        """What is kept with a provenance whose original stands at `url`."""
        found = asdict(self)
        del found["pins"], found["outlet"]
        return {**found, "url": url}


def with_origins(opened: Opened, fetch: Fetch, *, now: datetime) -> Opened:
    """What was opened, with what came of looking for the signature of each article in it."""
    return replace(opened, origins=[look(reading, fetch, now=now) if number < MOST_LOOKED_AT else None for number, reading in enumerate(opened.readings)])


def look(reading: Reading, fetch: Fetch, *, now: datetime) -> Origin:
    """Look whether the source of a reading has signed it. Never raises."""
    at, address = now.isoformat(timespec="seconds"), reading.statement_url or ""
    if not address:
        return Origin(NONE, _("The source names no signed statement."), at)
    try:
        data = fetch(address)
    except OutboundError as error:
        return Origin(NONE, _("The source names a signed statement, but it cannot be fetched: %(why)s") % {"why": error}, at, address)
    try:
        statements, content = read_chain(data)
        outlet = str(statements[-1]["manifest"]["outlet"]["url"])
        keys = read_key_set(fetch(outlet.rstrip("/") + KEYS_PATH))
    except (BadManifest, NotCanonical, KeyTrouble) as error:
        return Origin(WRONG, _("The source's statement is false: %(why)s") % {"why": error}, at, address)
    except OutboundError as error:
        return Origin(NONE, _("The source names a signed statement, but its keys cannot be fetched: %(why)s") % {"why": error}, at, address)
    found = Origin(WRONG, "", at, address, outlet=outlet.rstrip("/"))
    return _verified(found, reading, statements, content, keys, now)


def _verified(found: Origin, reading: Reading, statements: list[Any], content: Content | None, keys: KeySet, now: datetime) -> Origin:
    newest = statements[-1]["manifest"]
    if keys.outlet.rstrip("/") != found.outlet:
        return replace(found, why=_("The keys at %(outlet)s say that they are those of %(other)s.") % {"outlet": found.outlet, "other": keys.outlet})
    checked = verify_chain(statements, keys, now=now, content=content, seen=_seen(str(newest["id"])))
    if not checked:
        return replace(found, why=_("The source's statement is false: %(why)s") % {"why": checked.why})
    signature = statements[-1]["signature"]
    met = meet(keys, signature["kid"], _pins(found.outlet))
    found = replace(found, kid=signature["kid"], manifest=newest, signature=signature, pins=met.pins)
    if met.acquaintance is Acquaintance.REVOKED:
        return replace(found, why=_("The key that signed was revoked, and the source says so no longer."))
    if (other := _other_text(reading, newest, content)) is not None:
        return replace(found, why=other)
    passages = [fingerprint(text) for _id, text in passages_of(content.headline, content.standfirst, [dict(block) for _id, block in content.blocks]) if text] if content else []
    return replace(found, verdict=VERIFIED, key=met.acquaintance.value, why=_sentence(newest, met.acquaintance), passages=passages)


def _sentence(manifest: dict[str, Any], acquaintance: Acquaintance) -> str:
    facts = {"outlet": manifest["outlet"]["name"], "address": manifest["outlet"]["url"]}
    correction = manifest["correction"]
    if correction is not None and correction["kind"] == "retraction":
        return str(_("%(outlet)s (%(address)s) has signed this, and has taken it back: %(text)s") % {**facts, "text": correction["text"][:300]})
    said = {
        Acquaintance.NEW: _("Signed by %(outlet)s (%(address)s). Its key is seen for the first time."),
        Acquaintance.KNOWN: _("Signed by %(outlet)s (%(address)s) with the key that is known."),
        Acquaintance.VOUCHED: _("Signed by %(outlet)s (%(address)s) with a new key, for which the known one vouches."),
        Acquaintance.CHANGED: _("Signed in the name of %(outlet)s (%(address)s) with a key that nobody vouches for. Ask them by another way whether it is theirs."),
    }
    return str(said[acquaintance] % facts)


def _other_text(reading: Reading, manifest: dict[str, Any], content: Content | None) -> str | None:
    """Why what was signed cannot be the text that was read; None where it can, or where nothing can be compared."""
    if content is None:
        taken_back = manifest["correction"] is not None and manifest["correction"]["kind"] == "retraction"
        return None if taken_back else str(_("The statement does not show the text that it signs."))
    if match(reading.language.code or "") != match(manifest["language"]):
        return None
    signed = [text for _id, text in passages_of("", "", [dict(block) for _id, block in content.blocks]) if text]
    shown = words_of(reading.text)
    if signed and sum(text in shown for text in signed) < ENOUGH * len(signed):
        return str(_("What is signed is another text than the one on the page."))
    return None


def _seen(identity: str) -> Seen | None:
    """What is remembered of an article of others: the newest statement that was verified."""
    held = [row["manifest"] for row in Provenance.objects.filter(origin__manifest__id=identity, origin__verdict=VERIFIED).values_list("origin", flat=True)]
    newest = max(held, key=lambda manifest: int(manifest["version"]), default=None)
    return Seen(identity, newest["version"], digest_document(newest)) if newest else None


def _pins(outlet: str) -> dict[str, str]:
    row = KnownOutlet.objects.filter(address=outlet[:500]).first()
    return dict(row.keys) if row is not None else {}


def remember_keys(origin: Origin, *, is_trusted: bool, now: datetime) -> Origin:
    """Remember the keys of an outlet whose text is taken in; with `is_trusted` also one that nobody vouched for. Gives what is kept.

    Nothing is remembered of an outlet whose first statement is false; that a key was revoked always is.
    """
    if not origin.pins or (origin.verdict != VERIFIED and not KnownOutlet.objects.filter(address=origin.outlet[:500]).exists()):
        return origin
    row, _made = KnownOutlet.objects.select_for_update().get_or_create(address=origin.outlet[:500], defaults={"first_seen_at": now})
    pins = {**origin.pins, **{kid: state for kid, state in row.keys.items() if state == "revoked"}}
    if origin.key == CHANGED and is_trusted:
        pins, origin = trust(pins, origin.kid), replace(origin, key=KNOWN)
    row.keys, row.name = pins, (origin.manifest or {}).get("outlet", {}).get("name", row.name)[:300]
    row.save(update_fields=["keys", "name"])
    return origin


def needs_trust(origins: Sequence[Origin | None]) -> bool:
    """Whether a person is to be asked about a key."""
    return any(origin is not None and origin.key == CHANGED for origin in origins)
