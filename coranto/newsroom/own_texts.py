"""Which texts of the publication itself are translated, as documents."""

from __future__ import annotations

from typing import Any

from coranto.articles.documents import inline_html
from coranto.articles.models import Person, StandingPage, Withdrawal
from coranto.articles.standing import standing_content
from coranto.publication.models import Publication
from coranto.rights.models import Terms
from coranto.rights.presets import FIRST_NAME
from coranto.site.facts.links import is_own_words, part_of
from coranto.taxonomy.models import Report, Theme
from coranto.translation.own_requesting import document_of

Named = tuple[str, dict[str, Any]]


def of_publication(publication: Publication) -> Named:
    """Notices, the footer, and the words of navigation and contacts; each part under the name that pages ask for it by."""
    rich = (("note", publication.note_to_readers), ("disclaimer", publication.disclaimer), ("fair-use", publication.fair_use_notice), ("footer", publication.footer_text))
    labels = [("tagline", publication.tagline)]
    labels += [(f"navigation-{block.id}", block.value["label"]) for block in publication.navigation]
    labels += [(f"footer-{block.id}", block.value["label"]) for block in publication.footer_links]
    labels += [(f"contact-{block.id}", block.value["purpose"]) for block in publication.contacts]
    parts = [*((name, text, False) for name, text in labels), *((name, inline_html(text), True) for name, text in rich)]
    return "publication", document_of(publication.default_language, parts)


def of_standing(page: StandingPage) -> Named:
    """A standing page."""
    content = standing_content(page)
    return f"standing:{page.pk}", document_of(str(content["language"]), [("title", str(content["title"]), False), ("text", str(content["html"]), True)])


def of_term(term: Report | Theme, publication: Publication) -> Named:
    """A report's title and introduction, a theme's name and description."""
    if isinstance(term, Report):
        return f"report:{term.pk}", document_of(term.language, [("title", term.title, False), ("text", inline_html(term.introduction), True)])
    return f"theme:{term.pk}", document_of(publication.default_language, [("title", term.name, False), ("text", term.description, False)])


def of_person(person: Person) -> Named:
    """What a person says of themselves, and the words of their links that are neither a standing word nor the name of a service."""
    labels = dict.fromkeys(link.label for link in person.links.all() if is_own_words(link.label))  # type: ignore[attr-defined]
    links = [(part_of(label), label, False) for label in labels]
    return f"person:{person.pk}", document_of(person.biography_language, [("text", inline_html(person.biography), True), *links])


def of_withdrawal(withdrawal: Withdrawal, language: str) -> Named:
    """Why an article was taken back."""
    return f"withdrawal:{withdrawal.article_id}", document_of(language, [("text", withdrawal.reason, False)])


def of_terms(terms: Terms, publication: Publication) -> Named:
    """What terms of reuse are called, unless that is the name they are founded with, and what each version adds in the publication's own words."""
    notices = terms.versions.order_by("number").values_list("number", "notice")
    title = "" if terms.name == FIRST_NAME else terms.name
    parts = [("title", title, False), *((f"notice-{number}", notice, False) for number, notice in notices)]
    return f"terms:{terms.pk}", document_of(publication.default_language, parts)
