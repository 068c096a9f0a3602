"""Stating terms: what they say is never changed; a change is the next version."""

from __future__ import annotations

from django.db import transaction

from coranto.rights.models import Terms, TermsVersion


@transaction.atomic
def state_terms(terms: Terms, *, notice: str, licence_url: str = "", licence_name: str = "") -> TermsVersion:
    """Make the next version of terms when their words differ from the current one; the version that holds now.

    Articles keep the version they were published under. The terms' row is locked where the database can.
    """
    list(Terms.objects.select_for_update().filter(pk=terms.pk).values_list("pk"))
    current = terms.current
    words = {"notice": notice.strip(), "licence_url": licence_url.strip(), "licence_name": licence_name.strip()}
    if current is not None and all(getattr(current, name) == value for name, value in words.items()):
        return current
    return TermsVersion.objects.create(terms=terms, number=(current.number if current else 0) + 1, **words)


@transaction.atomic
def make_default(terms: Terms) -> None:
    """Use these terms, and no others, for new articles."""
    Terms.objects.exclude(pk=terms.pk).filter(is_default=True).update(is_default=False)
    Terms.objects.filter(pk=terms.pk).update(is_default=True)
