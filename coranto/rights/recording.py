"""A record of terms as JSON and back: what stands in the database, in exports and beside the page of terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from coranto.rights.terms import Condition, Images, Indexing, Leave, LinkTo, Party, Place, Rule, TermsError, TermsRecord, Use

VERSION = 1
FLAGS = ("ads", "paywall", "tell_us", "report_reach", "keep_counter", "is_others_text")
TEXTS = ("licence", "licence_url", "licence_name", "attribution")


def to_document(record: TermsRecord) -> dict[str, Any]:
    """The record as plain JSON values; every field stands in it."""
    return {
        "coranto_terms": VERSION,
        **{name: getattr(record, name) for name in TEXTS},
        "who": [party.value for party in Party if party in record.who],
        "rules": {use.value: _rule_document(rule) for use, rule in record.rules.items()},
        "images": record.images.value,
        "delay_hours": record.delay_hours,
        "expires": record.expires.astimezone(UTC).isoformat(timespec="microseconds") if record.expires else None,
        "reserved_languages": list(record.reserved_languages),
        "place": record.place.value,
        "link": record.link.value,
        "indexing": record.indexing.value,
        **{name: getattr(record, name) for name in FLAGS},
    }


def _rule_document(rule: Rule) -> dict[str, Any]:
    document: dict[str, Any] = {"leave": rule.leave.value}
    if rule.conditions:
        document["conditions"] = [condition.value for condition in rule.conditions]
    if rule.most_words:
        document["most_words"] = rule.most_words
    return document


def from_document(document: Mapping[str, Any]) -> TermsRecord:
    """The record that a document holds. Raises TermsError for what is none, or is of a later version."""
    if document.get("coranto_terms") != VERSION:
        raise TermsError(f"Terms of version {document.get('coranto_terms')!r} were found, version {VERSION} was expected. Use a newer Coranto for newer terms.")
    try:
        expires = datetime.fromisoformat(document["expires"]) if document["expires"] is not None else None
        return TermsRecord(
            **{name: _typed(document[name], str) for name in TEXTS},
            **{name: _typed(document[name], bool) for name in FLAGS},
            who=frozenset(Party(name) for name in document["who"]),
            rules={Use(name): _rule(rule) for name, rule in document["rules"].items()},
            images=Images(document["images"]), delay_hours=_typed(document["delay_hours"], int), expires=expires,
            reserved_languages=tuple(_typed(code, str) for code in document["reserved_languages"]), place=Place(document["place"]),
            link=LinkTo(document["link"]), indexing=Indexing(document["indexing"]),
        )  # fmt: skip
    except TermsError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TermsError(f"A document of terms cannot be read ({error!r}). Write it again from the desk.") from error


def _rule(document: Mapping[str, Any]) -> Rule:
    found = {Condition(name) for name in document.get("conditions", ())}
    return Rule(Leave(document["leave"]), tuple(one for one in Condition if one in found), _typed(document.get("most_words", 0), int))


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value
