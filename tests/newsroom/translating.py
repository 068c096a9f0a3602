"""Articles and translators for the stories of the translators' desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from coranto.articles.models import Article, PublicState, Version
from coranto.members.models import User
from coranto.newsroom.translating.own_sentences import open_own
from coranto.newsroom.translating.sentences import Opened, Row, open_article, read_desk
from coranto.translation.keeping_sentences import write_rows
from coranto.translation.models import Translation, TranslatorLanguage
from coranto.translation.own_texts import OwnTranslation
from coranto.translation.own_working import settle_own, source_of
from coranto.translation.segments import cut
from coranto.translation.settling import Held, settle
from coranto.translation.sources import outlines_for, read_source
from coranto.translation.targets import Target

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def machine_translates(article: Article, language: str, texts: Mapping[str, str] | None = None, *, now: datetime = NOW) -> Translation:
    """What a worker keeps: each sentence by machine, as `texts` say by the plain original, else the original with the language before it."""
    state = PublicState.objects.select_related("version").get(pk=article.pk)
    source = read_source(state.version)
    outlines_for([source])
    at = now.isoformat(timespec="seconds")
    targets = {
        one.key: Target(one.digest, (texts or {}).get(one.plain, f"{language}: {one.text}"), "machine", "firefox", "2.1", made_at=at)
        for one in source.for_language(language)
    }
    settled = settle(None, Held(targets, {}), source, language, now=now)
    assert settled is not None
    write_rows([settled.row])
    return Translation.objects.get(article=article, language=language)


def make_translator(email: str = "ada@example.org", name: str = "Ada Translator", *only: str, role: str = "Translators") -> User:
    """Somebody of a role, with some languages only when they are named."""
    first, _space, last = name.partition(" ")
    person = User.objects.create_user(email, "a long enough password", first_name=first, last_name=last)
    person.groups.add(Group.objects.get(name=role))
    for language in only:
        TranslatorLanguage.objects.create(person=person, language=language)
    return User.objects.get(pk=person.pk)


def client_of(person: User) -> Client:
    """A browser in which a person has signed in."""
    client = Client()
    client.force_login(person)
    return client


def address(article: Article, language: str, part: str = "") -> str:
    """An address of the desk."""
    return f"/desk/coranto/translations/{article.pk}/{language}/{part}"


def opened(article: Article, language: str, person: User) -> Opened:
    """The article as a person finds it."""
    return open_article(article.pk, language, person)


def rows(article: Article, language: str, person: User, *, show: str = "all") -> list[Row]:
    """What the desk shows, first page."""
    return list(read_desk(opened(article, language, person), show=show, page=1).rows)


def fields(row: Row, text: str, **others: Any) -> dict[str, Any]:
    """What the form of a row posts when a text was typed into it."""
    number = row.draft.number if row.draft is not None else 0
    return {"key": row.key, "digests": ".".join(row.digests), "seen": row.seen, "number": number, "text": text, "show": "all", "after": row.after, "do": "next", **others}


def public_text(article: Article, language: str) -> str:
    """Everything that readers get of a translation, as one text."""
    row = Translation.objects.select_related("outline").get(article=article, language=language)
    return "\n".join(one.text for one in row.targets.values())


def sentences_of(article: Article) -> list[str]:
    """The sentences of the newest version."""
    version = Version.objects.filter(article=article).first()
    assert version is not None
    return [one.plain for one in cut(version.document)]


def machine_translates_own(name: str, language: str, texts: Mapping[str, str] | None = None, *, now: datetime = NOW) -> OwnTranslation:
    """What a worker keeps of a text of the publication itself, as `machine_translates` does of an article."""
    row = OwnTranslation.objects.select_related("text").get(text__name=name, language=language)
    source = source_of(row.text, {})
    at = now.isoformat(timespec="seconds")
    targets = {
        one.key: Target(one.digest, (texts or {}).get(one.plain, f"{language}: {one.text}"), "machine", "firefox", "2.1", made_at=at)
        for one in source.for_language(language)
    }
    settle_own(row, source, Held(targets, {}), now)
    row.due_at = None
    row.save()
    return row


def own_address(name: str, language: str, part: str = "") -> str:
    """An address of the desk of a text of the publication."""
    return f"/desk/coranto/translations/texts/{name}/{language}/{part}"


def own_rows(name: str, language: str, person: User, *, show: str = "all") -> list[Row]:
    """What the desk of a text of the publication shows, first page."""
    return list(read_desk(open_own(name, language, person), show=show, page=1).rows)
