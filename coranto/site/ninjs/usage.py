"""The terms of an article as plain text in its language: what `usageTerms` says to whoever reads no ODRL."""

from __future__ import annotations

from typing import Any

from coranto.languages import formatting
from coranto.rights.terms import owed
from coranto.site import templating
from coranto.site.facts import own
from coranto.site.facts.store import State, Store
from coranto.site.terms import words
from coranto.site.terms.facts import StatedTerms
from coranto.site.terms.statement import Group, Item, clause_text, state
from coranto.site.terms.statement import attribution_line as credited


def usage_terms(store: Store, public: State, document: dict[str, Any], language: str, terms: StatedTerms | None, *, author: str, outlet: str, url: str) -> str:
    """Sentences, one a line; of an article without terms what its source says, else that all rights are reserved."""
    say = templating.translations(language).gettext
    provenance = document["provenance"] or {}
    if terms is None:
        others = say(words.OTHERS_TEXT) if provenance.get("basis") == "fair-use" else say(words.ALL_RIGHTS_RESERVED)
        return "\n".join(filter(None, (provenance.get("usage_terms", "").strip(), others)))
    publication = store.publication
    day = public.first_public_at.astimezone(publication.zone).date()
    said = state(terms.record, language, outlet=outlet, link=url, day=day, zone=publication.zone)
    line = credited(terms.record, language, {"author": author or outlet, "outlet": outlet, "date": formatting.format_date(day, language), "link": url})
    lines = [said.others_text, f"{said.licence_name} {said.licence_url}".strip(), formatting.labelled(say(words.FOR_WHOM), " · ".join(said.parties), language), said.others_ask]
    lines += [_group(group, language) for group in said.groups]
    lines += [] if terms.record.is_others_text else [clause_text(clause, language, line=line) for clause in owed(terms.record)]
    lines += said.limits
    notice = own.terms_notice(store, terms.row, language)
    lines += [notice.text if notice.state != "machine" else terms.row.notice, terms.places.statement]  # a line of text cannot say that a machine made it
    return "\n".join(line for line in lines if line)


def _group(group: Group, language: str) -> str:
    return formatting.labelled(group.heading, " · ".join(map(_item, group.items)), language)


def _item(item: Item) -> str:
    return f"{item.label} ({' '.join(item.conditions)})" if item.conditions else item.label
