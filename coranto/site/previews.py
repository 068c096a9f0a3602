"""Drafts as readers would see them: the same facts and templates as published pages, from the rows as they stand.

Nothing is recorded, for a preview belongs to no build; every page says that it is a preview and asks not to be indexed.
"""

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
from coranto.rights.terms import TermsRecord
from coranto.site import assets, pages, templating
from coranto.site.editions import Edition
from coranto.site.facts import articles, front
from coranto.site.facts.chrome import frame
from coranto.site.facts.related import neighbours
from coranto.site.facts.shapes import Head
from coranto.site.facts.store import CARD_FIELDS, State, Store
from coranto.site.terms.page import draft_page


def preview_html(article: Article, language: str) -> str:
    """The page of a draft article, which need not be saved, in its own language."""
    store, document = Store(), document_of(article)
    state = _draft_state(article, document)
    rows = tuple(CorrectionRow.objects.filter(article_id=article.pk).order_by("-at", "-pk")) if article.pk else ()
    shown = articles.page_of(store, state, Edition(language=language, document=document), rows, neighbours(store, state, document))
    return _html(store, "article", language, shown, pages.article_head(store, shown))


def translation_preview_html(number: int, edition: Edition, *, banner: str) -> str:
    """The page of a public article in an edition that is not kept, as a translator looks at it; `banner` says what is shown."""
    store = Store()
    store.load([number])
    state = store.state(number)
    if state is None:
        raise LookupError(f"Article {number} is not public.")
    rows = tuple(CorrectionRow.objects.filter(article_id=number).order_by("-at", "-pk"))
    shown = articles.page_of(store, state, edition, rows, neighbours(store, state, edition.document))
    return _html(store, "article", edition.language, shown, pages.article_head(store, shown), banner=banner)


def standing_preview_html(page: StandingPage) -> str:
    """A draft standing page, in the language it is written in."""
    store = Store()
    shown = front.text_of(store, standing_content(page), page.language)
    return _html(store, "standing", page.language, shown, Head(title=page.title, description="", canonical=""))


def front_preview_html(page: Front) -> str:
    """The front page with a draft arrangement, in the default language."""
    store = Store()
    store.keep("front", front_content(page))
    return _front(store)


def publication_preview_html(publication: Publication) -> str:
    """The front page with settings that are not saved yet; its colours stand in a sheet of their own."""
    store = Store()
    store.__dict__["publication"] = publication
    return _front(store, look=assets.look_sheet(publication))


def terms_preview_html(name: str, record: TermsRecord, notice: str, language: str) -> str:
    """The page of terms that are not stated yet."""
    store = Store()
    shown = draft_page(store, name, record, notice, language, now=timezone.now())
    return _html(store, "terms", language, shown, Head(title=name, description="", canonical=""))


def _front(store: Store, look: str = "") -> str:
    language = store.publication.default_language
    shown = front.front_page(store, language)
    return _html(store, "front", language, shown, Head(title=store.publication.name, description="", canonical=""), look=look)


def _html(store: Store, name: str, language: str, page: Any, head: Head, *, look: str = "", banner: str = "") -> str:
    gettext = templating.translations(language).gettext
    head = replace(head, is_indexed=False, alternates=(), extra=Markup("<style>{}</style>").format(Markup(look)) if look else Markup())  # noqa: S704 - our own sheet
    banner = banner or gettext("This is a preview of a draft. It has not been published.")
    return templating.render(name, language, page=page, head=head, site=frame(store, language, name), banner=banner)


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
