"""A text of the publication itself in one language, sentence by sentence, as the translators' desk shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from coranto import languages
from coranto.members.models import User
from coranto.newsroom.translating.own_naming import Called, called, places
from coranto.newsroom.translating.sentences import NotPublic, Opened, read_drafts
from coranto.translation.drafting import Work
from coranto.translation.outdating import written_sources
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.own_working import held_of, source_of
from coranto.translation.settling import Held


@dataclass(frozen=True)
class OpenedOwn(Opened):
    """A text of the publication with what is held of it, and the drafts there."""

    text: OwnText
    called: Called

    def again(self, person: User) -> OpenedOwn:
        return open_own(self.text.name, self.language.code, person)

    def earlier(self, digests: Collection[str]) -> dict[str, str]:
        return written_sources(digests, self.source.language)

    def places(self) -> dict[str, str]:
        return places(self.text.name, self.source.document)


def open_own(name: str, language: str, person: User) -> OpenedOwn:
    """Read a text for a language; at most ten queries. Raises NotPublic."""
    text = OwnText.objects.filter(name=name).first() if "\0" not in name else None  # PostgreSQL takes no such sign
    if text is None or text.language == language:
        raise NotPublic
    source = source_of(text, {})
    row = OwnTranslation.objects.filter(text=text, language=language).first()
    held = held_of(row, source, text.changed_at) if row is not None else Held({}, {})
    work = Work(language, own=name)
    mine, others = read_drafts(work, source, person)
    named = called({name: text.document})[name]
    return OpenedOwn(work, named.words, source, held, mine, others, languages.get(language), text, named)
