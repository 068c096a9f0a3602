"""Founding a publication in an empty database: front page, roles, languages and the first terms."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from coranto import languages
from coranto.articles.models import Front
from coranto.newsroom.own_texts import of_terms
from coranto.newsroom.roles import ensure_roles
from coranto.publication.models import LanguagePolicy, Publication
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS
from coranto.rights.stating import make_default, state_terms
from coranto.translation.own_requesting import own_text_changed

FIRST_TERMS = PRESETS["reserved"]


@transaction.atomic
def found_publication() -> Front:
    """Make what every publication has; what stands already is left as it is."""
    publication = Publication.load()
    front = Front.objects.first() or _make_front()
    ensure_roles(front)
    if not LanguagePolicy.objects.exists():
        LanguagePolicy.objects.bulk_create(LanguagePolicy(language=language.code) for language in languages.all())
    if not Terms.objects.exists():
        first = Terms.objects.create(name=FIRST_TERMS.name, slug=FIRST_TERMS.slug)
        state_terms(first, FIRST_TERMS.record, notice="")
        make_default(first)
    for terms in Terms.objects.all():  # stated before texts of terms were translated
        own_text_changed(*of_terms(terms, publication), now=timezone.now())
    return front


def _make_front() -> Front:
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    front = Front(title="Front page", slug="front", live=True)
    root.add_child(instance=front)
    welcome = Site.objects.select_related("root_page").first()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": front})
    if welcome is not None and welcome.root_page.slug == "home":
        welcome.root_page.delete()
    return front
