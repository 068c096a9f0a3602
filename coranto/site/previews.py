"""A draft as readers would see it: the same facts and template as a published page, from the row as it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone
from markupsafe import Markup

from coranto.articles.documents import document_of
from coranto.articles.models import Article, Front, StandingPage
from coranto.articles.models import Correction as CorrectionRow
from coranto.articles.standing import front_content, standing_content
from coranto.publication.models import Publication
from coranto.site import pages, templating
from coranto.site.editions import Edition
from coranto.site.facts import articles, front
from coranto.site.facts.chrome import chrome
from coranto.site.facts.related import neighbours
from coranto.site.facts.store import CARD_FIELDS, State, Store


def preview_html(article: Article, language: str) -> str:
    """The page of a draft, which need not be saved, in its own language; it says that it is a draft and is not indexed.

    Reads the published state of everything round it. Nothing is recorded: the page belongs to no build.
    """
    store, document = Store(), document_of(article)
    state = _draft_state(article, document)
    rows = tuple(CorrectionRow.objects.filter(article_id=article.pk).order_by("-at", "-pk")) if article.pk else ()
    shown = articles.page_of(store, state, Edition(language=language, document=document), rows, neighbours(store, state, document))
    head = replace(pages.article_head(store, shown), is_indexed=False, extra=Markup(""), alternates=())
    gettext = templating.translations(language).gettext
    banner = gettext("This is a preview of a draft. It has not been published.")
    return templating.render("article", language, page=shown, head=head, site=chrome(store, language), banner=banner)


def _draft_state(article: Article, document: dict[str, Any]) -> State:
    """What the public would see of the draft if it went out now."""
    now = timezone.now()
    return State(
        number=article.pk or 0,
        status=200,
        language=article.language,
        slug=article.slug or "draft",
        first_public_at=article.first_public_at or now,
        modified_at=now,
        headline=document["headline"],
        version_pk=0,
        version=1,
        published_at=now,
        card={name: document[name] for name in CARD_FIELDS},
    )


def standing_preview_html(draft: StandingPage) -> str:
    """A standing page as it would be if it were published now."""
    store, number = Store(), draft.pk or 0
    store.standing = {**store.standing, number: standing_content(draft)}
    shown = front.text_page(store, number, draft.language)
    assert shown is not None
    return _previewed(store, "standing", draft.language, shown, shown.title)


def front_preview_html(draft: Front) -> str:
    """The front page as its draft arranges it."""
    store = Store()
    store.keep("front", front_content(draft))
    return _front(store)


def publication_preview_html(draft: Publication) -> str:
    """The front page with settings that need not be saved."""
    store = Store()
    store.publication = draft
    return _front(store)


def _front(store: Store) -> str:
    language = store.publication.default_language
    return _previewed(store, "front", language, front.front_page(store, language), store.publication.name)


def _previewed(store: Store, template: str, language: str, shown: Any, title: str) -> str:
    head = replace(pages.head_of(store, language, shown, title=title, description="", is_indexed=False), extra=Markup(""))
    banner = templating.translations(language).gettext("This is a preview of a draft. It has not been published.")
    return templating.render(template, language, page=shown, head=head, site=chrome(store, language), banner=banner)
