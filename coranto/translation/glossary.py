"""The glossary: what becomes of a word in a language, and names of people, of outlets and of the publication, which enter it by themselves.

A change never overwrites: the term as it was stays with its version, so that one can tell what a sentence was made with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from coranto import languages
from coranto.articles.models import Outlet, Person
from coranto.members.models import User
from coranto.publication.models import Publication
from coranto.translation import checks
from coranto.translation.engine import Term
from coranto.translation.models import GlossaryTerm, Rule

LEAST_NAME = 3  # letters of a name that is protected; shorter ones stand inside too many words


class GlossaryError(ValueError):
    """The term cannot be kept; the text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and what becomes of it. `language` "" is every language; `forms` are a name's other spellings by language or script."""

    source: str
    language: str = ""
    rule: str = str(Rule.KEEP)
    target: str = ""
    inflects: bool = True
    forms: tuple[tuple[str, str], ...] = ()
    is_name: bool = False
    note: str = ""
    number: int | None = None  # of the row; names have none

    def holds(self, language: str) -> bool:
        """Whether it says something of a language."""
        return self.language in ("", language)

    def form(self, language: str) -> str | None:
        """The word in a language: a name's form in it or in its script, the translation agreed on, None when it is kept."""
        if self.rule == Rule.TRANSLATE:
            return self.target
        forms = dict(self.forms)
        return forms.get(language) or forms.get(languages.get(language).script)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries for texts of one language."""

    entries: tuple[Entry, ...] = ()

    def within(self, text: str) -> Glossary:
        """Only what may stand in a text; upper and lower case are one."""
        folded = text.casefold()
        return Glossary(tuple(entry for entry in self.entries if entry.source.casefold() in folded))

    def names(self, text: str) -> tuple[str, ...]:
        """Names and kept words that stand in a text, the longest first: what cutting protects."""
        found = {entry.source for entry in self.entries if entry.rule == Rule.KEEP and not entry.language and entry.source in text}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    def for_engines(self, language: str) -> tuple[Term, ...]:
        """Terms as engines take them; a word that must never be used is a matter for the checks."""
        never = self._never(language)
        kept = [entry for entry in self.entries if entry.rule != Rule.NEVER and entry.holds(language)]
        return tuple(Term(entry.source, entry.form(language), never.get(entry.source, ())) for entry in kept)

    def for_checks(self, language: str) -> tuple[checks.Term, ...]:
        """Terms as checks take them. Names are compared as protected spans already, so only forms of theirs come along."""
        never = self._never(language)
        given = []
        for entry in self.entries:
            if entry.rule == Rule.NEVER or not entry.holds(language):
                continue
            form = entry.form(language)
            given.append(checks.Term(entry.source, form, never.pop(entry.source, ()), (entry.source,) if form and entry.is_name else (), entry.inflects))
        given += [checks.Term(source, None, words, ()) for source, words in never.items()]
        return tuple(given)

    def _never(self, language: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.entries:
            if entry.rule == Rule.NEVER and entry.holds(language):
                found[entry.source] = (*found.get(entry.source, ()), entry.target)
        return found


def read_glossary(source_language: str) -> Glossary:
    """Everything that is agreed on for texts of a language, and all names, the publication's own among them. Four queries."""
    rows = GlossaryTerm.objects.filter(is_current=True, source_language=source_language).order_by("source", "language")
    entries = [
        Entry(source, language, rule, target, inflects, note=note, number=number)
        for source, language, rule, target, inflects, note, number in rows.values_list("source", "language", "rule", "target", "inflects", "note", "pk")
    ]
    taken = {entry.source for entry in entries}
    entries += [entry for entry in _names() if entry.source not in taken]
    return Glossary(tuple(entries))


def _names() -> Iterable[Entry]:
    people: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for number, name, script, form in Person.objects.filter(merged_into=None).order_by("pk", "names__pk").values_list("pk", "name", "names__script", "names__name"):
        forms = people.setdefault(number, (name, []))[1]
        if form:
            forms.append((script, form))
    for name, forms in people.values():
        yield from _name(name, tuple(forms))
    own = Publication.objects.values_list("name", flat=True)
    for name in dict.fromkeys((*own, *Outlet.objects.filter(merged_into=None).values_list("name", flat=True))):
        yield from _name(name, ())


def _name(name: str, forms: tuple[tuple[str, str], ...]) -> Iterable[Entry]:
    if len(name.strip()) >= LEAST_NAME:
        yield Entry(name.strip(), forms=forms, is_name=True)


@transaction.atomic
def set_term(
    source: str, *, source_language: str, language: str, rule: str, target: str = "", inflects: bool = True, note: str = "", by: User | None, now: datetime
) -> GlossaryTerm:
    """Agree on a word, in place of what was agreed on before; the older version stays as history. Raises GlossaryError."""
    source, target = source.strip(), target.strip()
    if not source:
        raise GlossaryError("A glossary entry needs a word.")
    if rule != Rule.KEEP and not target:
        raise GlossaryError(f"Say {'how' if rule == Rule.TRANSLATE else 'which word never'} “{source}” is to be translated.")
    if rule == Rule.KEEP:
        target = ""
    same = GlossaryTerm.objects.filter(source_language=source_language, language=language, source=source)
    replaced = same.filter(target=target, rule=rule) if rule == Rule.NEVER else same.exclude(rule=Rule.NEVER)
    last = replaced.aggregate(last=Max("version"))["last"] or 0
    replaced.filter(is_current=True).update(is_current=False)
    return GlossaryTerm.objects.create(
        source_language=source_language, language=language, source=source, rule=rule, target=target, inflects=inflects, note=note, version=last + 1,
        made_by=by, made_at=now,
    )  # fmt: skip


def end_term(term: GlossaryTerm) -> None:
    """Agree on a word no longer; its history stays."""
    GlossaryTerm.objects.filter(pk=term.pk).update(is_current=False)


def history_of(term: GlossaryTerm) -> list[GlossaryTerm]:
    """Every version of what was agreed on for the word in the language, newest first."""
    same = Q(source_language=term.source_language, language=term.language, source=term.source)
    return list(GlossaryTerm.objects.filter(same).order_by("-made_at", "-pk"))


def hits(glossary: Glossary, text: str, languages_wanted: Collection[str]) -> list[Entry]:
    """Entries of a text for these languages, as the desk shows them."""
    return [entry for entry in glossary.within(text).entries if any(entry.holds(language) for language in languages_wanted)]
