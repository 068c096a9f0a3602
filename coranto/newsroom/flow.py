"""An article's life, from top to bottom: what follows in other rooms when something happens in one.

Each function is called in the transaction that caused it, or opens one; it writes rows only. The worker renders,
translates and posts behind it. Nothing here touches the network.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from coranto.articles import keys
from coranto.articles.correcting import record_correction
from coranto.articles.models import Article, Classified, Correction, Front, Outlet, Person, PublicState, StandingPage, Withdrawal
from coranto.articles.publishing import Published, hide, publish_version
from coranto.articles.standing import publish_front, publish_standing
from coranto.articles.withdrawing import record_withdrawal
from coranto.delivery.marking import mark
from coranto.intake.duplicates import remember
from coranto.intake.versions import refuse_held_back
from coranto.licensing.deciding import sign_again as sign_grants_again
from coranto.members.models import User
from coranto.newsroom import own_texts
from coranto.newsroom.linked_editions import editions_linked as editions_linked
from coranto.newsroom.linked_editions import editions_unlinked as editions_unlinked
from coranto.newsroom.linked_editions import link_as_was_said, others_stand_alone, said_with
from coranto.newsroom.stale_keys import article_keys, languages_of, list_keys
from coranto.pictures.models import Picture
from coranto.publication.models import Publication
from coranto.publication.offered import languages_offered
from coranto.rights.models import Terms, TermsVersion
from coranto.search.indexing import Entry, document_text, forget_article, index_article, index_articles
from coranto.site.facts.store import CARD_FIELDS
from coranto.syndication.keyring import public_keys, signing_key
from coranto.syndication.stating import sign_again, state_version
from coranto.syndication.stating_translations import Made, state_correction_in_translations, state_translations
from coranto.taxonomy.models import Region, Report, Theme
from coranto.translation.accepting import accept, divide, join
from coranto.translation.accepting_all import AcceptedAll, accept_all, look_through
from coranto.translation.assigning import begin
from coranto.translation.crediting import name_translator, translated_by
from coranto.translation.keeping import follow, readable_languages
from coranto.translation.keeping_sentences import Change
from coranto.translation.locking import lock_translations
from coranto.translation.memory import place
from coranto.translation.models import Translation
from coranto.translation.own_requesting import own_language_offered, own_text_changed, own_text_gone
from coranto.translation.recounting import lock_public, recount_group
from coranto.translation.requesting import cancel_requests, language_offered, request_translations


@transaction.atomic
def article_published(article: Article, *, by: User | None, now: datetime) -> Published:
    """An article goes out, for the first time or again: a version, its pages and lists, its place in search.

    Raises a PublishingError where it may not: withdrawn, under embargo, or held back by its source.
    """
    lock_public(*said_with(article))
    refuse_held_back(article)
    published = publish_version(article, by=by, now=now)
    changed = published.was_classified ^ published.is_classified
    first = published.before is None
    languages = languages_of(article)
    stale = {keys.article(article.pk, language) for language in languages}
    if first or _card_changed(published):
        stale |= {keys.card(article.pk, language) for language in languages}
    stale |= set(list_keys([("all", 0), *published.is_classified] if first else changed))
    if not (first and published.is_newest):
        stale |= {keys.related(facet, value) for facet, value in changed}  # type: ignore[arg-type]
    if published.old_slug:
        stale.add(keys.REDIRECTS)
    state_version(article, now=now)
    mark(stale, why="published")
    remember(article.pk, document_text(published.document))
    index_article(article.pk, published.document, first_public_at=article.first_public_at)  # type: ignore[arg-type]
    follow(article.pk, before=published.before, version=published.version)
    request_translations(article, published.version, now=now)
    if first:
        link_as_was_said(article, by=by, now=now)
        others_stand_alone(article)
    recount_group(article.pk)
    for translation in article.translations.all() if first else ():  # of an article that comes back
        index_article(article.pk, translation.document, first_public_at=article.first_public_at)  # type: ignore[arg-type]
    return published


@transaction.atomic
def draft_goes_out(article: Article, *, by: User | None, now: datetime) -> Published:
    """Publish the newest draft of an article without the desk, as the command line does."""
    draft: Article = article.get_latest_revision_as_object() if article.latest_revision_id else article
    draft.live, draft.has_unpublished_changes = True, False
    draft.first_published_at, draft.last_published_at = draft.first_published_at or now, now
    draft.save()
    return article_published(draft, by=by, now=now)


@transaction.atomic
def article_unpublished(article: Article, *, now: datetime) -> PublicState | None:
    """An article expires or is taken off: its address answers 410, every list and feed lets it go."""
    lock_public(article.pk)
    before = hide(article, now=now)
    if before is not None:
        _gone(article, why="unpublished")
    return before


@transaction.atomic
def article_corrected(
    article: Article, *, kind: str, text: str, by: User | None, now: datetime, old_text: str = "", new_text: str = ""
) -> Correction:
    """What was wrong is said on the article, in its feeds and in the corrections log."""
    lock_translations(article.pk)
    correction = record_correction(article, kind=kind, text=text, by=by, now=now, old_text=old_text, new_text=new_text)
    PublicState.objects.filter(article=article).update(modified_at=now)
    state_version(article, now=now, correction={"kind": kind, "text": correction.text})
    state_correction_in_translations(article.pk, kind=kind, text=correction.text, now=now)
    request_translations(article, PublicState.objects.select_related("version").get(pk=article.pk).version, now=now)
    mark({*(keys.article(article.pk, language) for language in languages_of(article)), *list_keys([("corrections", 0)])}, why="corrected")
    return correction


@transaction.atomic
def article_withdrawn(article: Article, *, reason: str, by: User | None, now: datetime) -> Withdrawal:
    """An article is taken back: notice and 410 at its address, gone from lists, search and feeds (with a tombstone)."""
    lock_public(article.pk)
    withdrawal, _before = record_withdrawal(article, reason=reason, by=by, now=now)
    state_version(article, now=now, correction={"kind": "retraction", "text": withdrawal.reason})
    state_correction_in_translations(article.pk, kind="retraction", text=withdrawal.reason, now=now)
    own_text_changed(*own_texts.of_withdrawal(withdrawal, article.language), now=now)
    _gone(article, why="withdrawn")
    mark(list_keys([("corrections", 0)]), why="withdrawn")
    if article.live:
        article.unpublish(user=by)
    return withdrawal


@transaction.atomic
def translation_changed(article: Article, language: str, document: dict[str, Any] | None, *, is_seen_elsewhere: bool) -> None:
    """An article's text in another language is new, put right or gone (`document` None): its page, its cards, its place in search.

    `is_seen_elsewhere`: it appeared or went, or search engines may show it now or no longer, which every language of
    the article tells in its choice of languages.
    """
    seen = languages_of(article) if is_seen_elsewhere else [language]
    mark({keys.card(article.pk, language), *(keys.article(article.pk, code) for code in seen)}, why="translated")
    state = PublicState.objects.filter(article=article, status=200).first()
    if document is not None and state is not None:
        index_article(article.pk, document, first_public_at=state.first_public_at)
    else:
        forget_article(article.pk, language=language)
    if document is not None:
        _state_translations({article.pk: {language: document}})


@transaction.atomic
def translations_kept(changes: Mapping[int, Sequence[Change]]) -> None:
    """Articles' texts in some languages were kept: what shows them is made stale, and they can be found."""
    written_in = dict(Article.objects.filter(pk__in=changes).values_list("pk", "language"))
    offered, stale = languages_offered(), set()
    for number, mine in changes.items():
        seen = {change.language for change in mine}
        stale |= {keys.card(number, change.language) for change in mine if change.is_card_changed}
        if any(change.is_seen_elsewhere for change in mine):
            seen |= {*offered, written_in[number]}
        stale |= {keys.article(number, language) for language in seen}
    mark(stale, why="translated")
    since = dict(PublicState.objects.filter(pk__in=changes).values_list("pk", "first_public_at"))
    index_articles([Entry(number, change.document, since[number]) for number, mine in changes.items() for change in mine])
    _state_translations({number: {change.language: change.document for change in mine} for number, mine in changes.items()})


def _state_translations(documents: Mapping[int, Mapping[str, dict[str, Any]]]) -> int:
    """Sign what readers can read of articles, by number and language; a text that the publication's policy keeps back is signed when that lets it out. How many."""
    readable = readable_languages(documents)
    texts: dict[int, list[Made]] = {number: [] for number in documents}
    rows = Translation.objects.filter(article_id__in=documents, language__in={language for mine in documents.values() for language in mine})
    for row in rows.defer("packed"):
        if row.language in documents[row.article_id] and row.language in readable.get(row.article_id, ()):
            texts[row.article_id].append(Made(row.language, documents[row.article_id][row.language], row.state, row.by, row.version_id))
    return len(state_translations(texts, now=timezone.now()))


@transaction.atomic
def translations_signed(number: int, documents: Mapping[str, dict[str, Any]]) -> int:
    """Texts that readers could read without a signature are signed: the publication has a key since, or lets them out since. How many."""
    signed = _state_translations({number: documents})
    if signed:
        mark((keys.article(number, language) for language in documents), why="signed")
    return signed


@transaction.atomic
def own_text_kept(name: str, languages: Sequence[str]) -> None:
    """A text of the publication itself was translated or put right in these languages: the pages of each that show it."""
    mark((keys.own_text(name, language) for language in languages), why="own text translated")


@transaction.atomic
def sentence_accepted(
    article: Article, language: str, key: str, *, text: str, by: User, now: datetime, state: str | None = None, digest: str = "", seen: str | None = None
) -> Translation:
    """A person answers for a sentence from now on: it is kept for good, and the page, its cards and search follow."""
    row, change = accept(article.pk, language, key, text=text, by=by, now=now, state=state, digest=digest, seen=seen)
    begin(article.pk, language, by=by, now=now)
    if change is not None:
        translations_kept({article.pk: [change]})
    return row


@transaction.atomic
def sentences_joined(
    article: Article, language: str, keys_joined: Sequence[str], *, text: str, by: User, now: datetime, digests: Sequence[str] = (), seen: str | None = None
) -> Translation:
    """A person says several sentences in one: as for an accepted sentence."""
    row, change = join(article.pk, language, keys_joined, text=text, by=by, now=now, digests=digests, seen=seen)
    begin(article.pk, language, by=by, now=now)
    if change is not None:
        translations_kept({article.pk: [change]})
    return row


@transaction.atomic
def sentences_divided(article: Article, language: str, texts: Mapping[str, str], *, by: User, now: datetime) -> Translation:
    """A person gives sentences that were said in one words of their own again, by key: as for an accepted sentence."""
    row, change = divide(article.pk, language, texts, by=by, now=now)
    begin(article.pk, language, by=by, now=now)
    if change is not None:
        translations_kept({article.pk: [change]})
    return row


def translation_accepted(article: Article, language: str, *, by: User, now: datetime, seen: Container[str] | None = None) -> AcceptedAll:
    """A person answers for every sentence of an article that nobody has answered for yet; of those with marks in `seen`, when given.

    Sentences are looked through before the transaction begins: on SQLite nobody else could write meanwhile.
    """
    known = look_through(article.pk, language, now=now)
    with transaction.atomic():
        done = accept_all(article.pk, language, by=by, now=now, seen=seen, known=known)
        begin(article.pk, language, by=by, now=now)
        if done.change is not None:
            translations_kept({article.pk: [done.change]})
    return done


@transaction.atomic
def translator_named(person: User, byline: Person | None) -> None:
    """A translator is somebody of the bylines from now on, or nobody any more: every text of theirs names them so."""
    if name_translator(person, byline):
        mark({keys.article(number, language) for number, language in translated_by(person)}, why="translator named")


def language_chosen(language: str, *, now: datetime) -> None:
    """The publication offers a language: its articles are asked for."""
    if language in languages_offered():
        language_offered(language, now=now)
        own_language_offered(language, now=now)


def _card_changed(published: Published) -> bool:
    """Whether what lists and boxes show of the article is another than before."""
    before, document = published.before, published.document
    return published.old_slug is not None or before is None or any(before[name] != document[name] for name in (*CARD_FIELDS, "language"))


def _gone(article: Article, *, why: str) -> None:
    number = article.pk
    facets = list(Classified.objects.filter(article_id=number).values_list("facet", "value"))
    related = {keys.related(facet, value) for facet, value in facets}  # type: ignore[arg-type]
    mark({*article_keys(article), *list_keys([("all", 0), *facets]), *related}, why=why)
    forget_article(number)
    cancel_requests(number)
    others_stand_alone(article)
    recount_group(number)
    place({number: (article.language, ())})  # what nobody may read lends its sentences to nobody


@transaction.atomic
def standing_published(page: StandingPage, *, now: datetime) -> None:
    """A standing page goes out or changes."""
    publish_standing(page, now=now)
    own_text_changed(*own_texts.of_standing(page), now=now)
    mark({keys.standing(page.pk), keys.STANDING_LIST}, why="standing page")


def standing_gone(number: int) -> None:
    """A standing page was taken off."""
    own_text_gone(f"standing:{number}")
    mark({keys.standing(number), keys.STANDING_LIST}, why="standing page")


@transaction.atomic
def front_published(front: Front, *, now: datetime) -> None:
    """An editor has arranged the front page anew."""
    publish_front(front, now=now)
    mark({keys.FRONT}, why="front page")


@transaction.atomic
def person_changed(person: Person, *, now: datetime) -> None:
    """A name, biography or portrait: every page that shows it."""
    own_text_changed(*own_texts.of_person(person), now=now)
    mark({keys.person(person.pk)}, why="person")


def outlet_changed(outlet: Outlet) -> None:
    """An outlet's name, address or copyright holder."""
    mark({keys.outlet(outlet.pk)}, why="outlet")


@transaction.atomic
def term_changed(term: Region | Theme | Report, *, now: datetime, is_gone: bool = False) -> None:
    """A region, theme or report: its name on every page that shows it, and its own page. Regions have CLDR's names."""
    facet: Any = type(term).__name__.lower()
    if not isinstance(term, Region):
        name, document = own_texts.of_term(term, Publication.load())
        own_text_gone(name) if is_gone else own_text_changed(name, document, now=now)
    mark({keys.term(facet, term.pk), keys.TAXONOMY}, why=facet)


@transaction.atomic
def publication_changed(*, now: datetime) -> None:
    """Name, look or standing texts: every page."""
    own_text_changed(*own_texts.of_publication(Publication.load()), now=now)
    mark({keys.PUBLICATION}, why="publication")


def picture_changed(picture: Picture) -> None:
    """A picture's file, credit or alternative text."""
    mark({keys.picture(picture.pk)}, why="picture")


def redirects_changed() -> None:
    """An editor's own redirects."""
    mark({keys.REDIRECTS}, why="redirects")


@transaction.atomic
def terms_stated(terms: Terms, version: TermsVersion | None = None, *, now: datetime, is_gone: bool = False) -> None:
    """Terms were stated anew or named otherwise, others became the default, or some without a version were dropped."""
    name, document = own_texts.of_terms(terms, Publication.load())
    is_changed = own_text_gone(name) if is_gone else own_text_changed(name, document, now=now)
    stated = [version.pk] if version else TermsVersion.objects.filter(terms=terms.pk).values_list("pk", flat=True) if is_changed else ()
    mark({keys.TERMS_LIST, *map(keys.terms, stated)}, why="terms")


def signing_keys_changed(*, now: datetime) -> int:
    """A key was made, rotated or revoked: the key set, and what a revoked key had signed, grants too. Gives how many articles."""
    articles = list(Article.objects.filter(pk__in=sign_again(public_keys(), now=now)))
    if (found := signing_key(now)) is not None:
        sign_grants_again(public_keys(), found[0], now=found[1])
    mark({keys.SIGNING_KEYS, *(key for article in articles for key in article_keys(article))}, why="signing keys")
    return len(articles)
