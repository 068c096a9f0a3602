"""Who is named for a translation: the people who answer for its sentences, and who they are among the people of bylines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from coranto.articles.models import Person
from coranto.members.models import User
from coranto.translation.models import REVIEWED, HumanText, Translation, TranslatorName
from coranto.translation.settling import label

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is named: as they were called when they did it, and their number among the people of bylines, None without one."""

    name: str
    byline: int | None = None


def name_translator(person: User, byline: Person | None) -> bool:
    """Say who a translator is among the people of bylines. False when that was said already."""
    held = TranslatorName.objects.filter(person=person).first()
    if (held.byline_id if held else None) == (byline.pk if byline else None):
        return False
    if byline is None:
        TranslatorName.objects.filter(person=person).delete()
    else:
        TranslatorName.objects.update_or_create(person=person, defaults={"byline": byline})
    return True


def translated_by(person: User) -> set[tuple[int, str]]:
    """The articles with their languages in which somebody wrote or accepted sentences. One query."""
    rows = HumanText.objects.filter(person=person, article__isnull=False)
    return {(number, language) for number, language in rows.values_list("article_id", "target_language").distinct() if number is not None}


@dataclass(frozen=True, slots=True)
class Credited:
    """Who made a translation that people answer for: they themselves, and the engine whose text they checked or edited, "" when none."""

    people: tuple[Named, ...]
    software: str = ""


def credited(rows: Collection[Translation]) -> dict[int, Credited]:
    """Who is to be named for each translation (by its number) that people answer for: those of the most sentences, three at most. One query."""
    people: dict[int, list[tuple[str, int | None]]] = {}
    software: dict[int, str] = {}
    for row in rows:
        if row.state in REVIEWED:
            sentences = [one for one in row.targets.values() if one.state == row.state]
            people[row.pk] = [who for who, _number in Counter((one.by, one.person) for one in sentences if one.by).most_common(MOST_NAMED)]
            engines = Counter(label(replace(one, by="")) for one in sentences if one.engine)
            software[row.pk] = next((name for name, _number in engines.most_common(1)), "")
    wanted = {person for found in people.values() for _name, person in found if person is not None}
    bylines = dict(TranslatorName.objects.filter(person__in=wanted).values_list("person_id", "byline_id")) if wanted else {}
    return {
        number: Credited(tuple(Named(name, bylines.get(person) if person is not None else None) for name, person in found), software[number])
        for number, found in people.items()
    }
