"""Stating terms: what they say is never changed; a change is the next version."""

from __future__ import annotations

from django.db import transaction

from coranto.rights.licences import name_of, url_of
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.recording import to_document
from coranto.rights.terms import TermsRecord


@transaction.atomic
def state_terms(terms: Terms, record: TermsRecord, *, notice: str = "") -> TermsVersion:
    """Make the next version of terms when they say something else than the current one; the version that holds now.

    Articles keep the version they were published under. The terms' row is locked where the database can.
    """
    list(Terms.objects.select_for_update().filter(pk=terms.pk).values_list("pk"))
    current = terms.current
    said = {
        "record": to_document(record),
        "notice": notice.strip(),
        "licence_url": url_of(record.licence, record.licence_url),
        "licence_name": name_of(record.licence, record.licence_name),
    }
    if current is not None and all(getattr(current, name) == value for name, value in said.items()):
        return current
    return TermsVersion.objects.create(terms=terms, number=(current.number if current else 0) + 1, **said)


@transaction.atomic
def make_default(terms: Terms) -> None:
    """Use these terms, and no others, for new articles."""
    Terms.objects.exclude(pk=terms.pk).filter(is_default=True).update(is_default=False)
    terms.is_default = True
    terms.save(update_fields=["is_default"])
