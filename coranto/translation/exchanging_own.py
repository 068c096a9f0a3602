"""Texts of the publication itself, out to translators and back: each is a file of its own within one XLIFF, called `own:` and its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from coranto.languages import CODES
from coranto.members.models import User
from coranto.translation.accepting import AcceptError
from coranto.translation.exchange.seen import Seen
from coranto.translation.exchange.shapes import Job, Unit
from coranto.translation.exchange.xliff import write_xliff
from coranto.translation.exchanging_units import ExchangeRefused, Returned, machines_units, refuse_stranger, sort_units, units_of
from coranto.translation.glossary import Glossary
from coranto.translation.own_accepting import keep_own, opened_own
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.own_working import held_of, source_of
from coranto.translation.settling import Held

BEGIN = "own:"  # no address of an article has a colon


def export_own(language: str, *, written_in: str, now: datetime, name: str = "") -> bytes:
    """Every text of the publication that was written in one language, or the one of a name, with what is translated of it into another, as XLIFF. Raises ExchangeRefused."""
    if language not in CODES or language == written_in:
        raise ExchangeRefused(f"The texts are written in {written_in}; give another of the 51 languages to translate them into, not {language!r}.")
    texts = list(OwnText.objects.filter(language=written_in, **({"name": name} if name else {})).order_by("name"))
    if not texts:
        others = ", ".join(sorted(set(OwnText.objects.values_list("language", flat=True)))) or "no language"
        raise ExchangeRefused(f"The publication has no texts of its own in {written_in}; it has some in {others}.")
    rows = {row.text_id: row for row in OwnTranslation.objects.filter(text__in=texts, language=language)}
    glossaries: dict[str, Glossary] = {}
    return write_xliff(*(_job(text, rows.get(text.pk), language, glossaries, now) for text in texts))


def _job(text: OwnText, row: OwnTranslation | None, language: str, glossaries: dict[str, Glossary], now: datetime) -> Job:
    source = source_of(text, glossaries)
    held = held_of(row, source, now) if row is not None else Held({}, {})
    title = next((block["text"] for block in text.document["body"] if block["id"] == "title"), "")
    return Job(BEGIN + text.name, source.language, language, units_of(source, held, language), title=str(title))


def take_own(job: Job, *, by: User, now: datetime) -> Returned:
    """Take back what a translator made of a text of the publication, as of an article. Raises ExchangeError, ExchangeRefused."""
    name = job.article.removeprefix(BEGIN)
    text = OwnText.objects.filter(name=name).first()
    if text is None:
        raise ExchangeRefused(f"The publication has no text called {name[:80]!r}; export its texts again.")
    if text.language != job.source_language:
        raise ExchangeRefused(f"The text {name!r} is written in {text.language}, and the file is from {job.source_language}.")
    refuse_stranger(by, job.target_language)
    try:
        row, source, held = opened_own(name, job.target_language, now)
    except AcceptError as error:
        raise ExchangeRefused(str(error)) from error
    found = sort_units(job, source, held, by)
    heard: list[str] = []
    keep_own(row, source, held, found.words, by=by, told=lambda name, _languages: heard.append(name), now=now)
    return Returned(
        None, job.target_language, len(found.words), found.unchanged, found.changed_since, own=name, is_changed=bool(heard), overtaken=found.overtaken, refused=found.refused
    )


def own_machines(languages: Collection[str], told: Seen) -> Iterator[Unit]:
    """What machines made of texts of the publication, for a memory."""
    glossaries: dict[str, Glossary] = {}
    for text in OwnText.objects.order_by("pk").iterator(chunk_size=100):
        source = source_of(text, glossaries)
        for row in text.translations.filter(language__in=languages).exclude(made_at=None).order_by("language"):
            yield from machines_units(source, held_of(row, source, text.changed_at).targets, row.language, told)
