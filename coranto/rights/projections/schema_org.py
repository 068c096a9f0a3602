"""Terms in the words of schema.org, to be put into what is said of an article or of an image."""

from __future__ import annotations

from typing import Any

from coranto.rights.licences import url_of
from coranto.rights.projections.places import Places
from coranto.rights.terms import Leave, TermsRecord


def to_schema_org(record: TermsRecord, places: Places) -> dict[str, Any]:
    """`license` only where there is one, `usageInfo` always, `acquireLicensePage` where asking may help."""
    facts = {"license": url_of(record.licence, record.licence_url), "usageInfo": places.statement, "acquireLicensePage": places.ask if may_be_asked(record) else ""}
    return {name: value for name, value in facts.items() if value}


def may_be_asked(record: TermsRecord) -> bool:
    """Whether anything beyond the terms can be asked for at all."""
    return any(rule.leave is not Leave.NO for rule in record.rules.values())
