"""The interface in every language: gettext catalogs kept as text, compiled in memory, checked against the template.

`coranto/locale/{language}.po` holds one language, `coranto/locale/coranto.pot` what there is to translate. English
stands in the templates themselves.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from coranto.languages.table import CODES, locale

FOLDER = Path(__file__).parents[1] / "locale"
TEMPLATE = FOLDER / "coranto.pot"
_LEFT_OUT = tuple(f'"{name}' for name in ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Report-Msgid", "Last-Translator", "Language-Team"))
HEADER = "# What readers' pages say. Written by: coranto messages collect"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


class CatalogError(ValueError):
    """A catalog cannot be read; the text names the file and the line."""


@dataclass(frozen=True, slots=True)
class CatalogProblem:
    """What is wrong with one text of one language."""

    language: str
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.language}: “{self.text[:70]}”: {self.why}"


@cache
def translator(language: str) -> gettext.NullTranslations:
    """The interface in a language; texts that are missing in it stand in English."""
    place = FOLDER / f"{language}.po"
    if language == "en" or not place.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, _read(place, language))
    compiled.seek(0)
    found = gettext.GNUTranslations(compiled)
    found.plural = _as_cldr_counts(language, found.plural)  # type: ignore[attr-defined]
    return found


def _as_cldr_counts(language: str, by_gettext: Callable[[int], int]) -> Callable[[int], int]:
    """Which form of a counted text a number takes: CLDR's category of the number, in the order in which gettext keeps the forms.

    gettext's traditional rules differ from CLDR in some languages (0 is singular in Hindi, 10 in Latvian is a form of its own).
    """
    category = locale(language).plural_form
    forms: dict[str, int] = {}
    for number in (1, *range(201)):  # 1 speaks for the singular, which may also hold 0
        forms.setdefault(category(number), by_gettext(number))
    return lambda number: forms.get(category(number), by_gettext(number))


def available() -> list[str]:
    """The languages that have a catalog, English first."""
    return ["en", *sorted(place.stem for place in FOLDER.glob("*.po") if place.stem in CODES)]


def _read(place: Path, language: str) -> Catalog:
    try:
        with place.open("rb") as file:
            return read_po(file, locale=language.replace("-", "_"), abort_invalid=True)
    except (OSError, ValueError, UnicodeError) as error:
        raise CatalogError(f"{place.name} cannot be read as a gettext catalog ({error}). Mend the line named.") from error


def merge(template: Catalog, language: str) -> Catalog:
    """The catalog of a language with the template's texts: kept where they are the same, empty where they are new."""
    place = FOLDER / f"{language}.po"
    catalog = _read(place, language) if place.exists() else Catalog(locale=language.replace("-", "_"), project="Coranto", charset="utf-8")
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def write(catalog: Catalog, place: Path) -> None:
    """Write a catalog sorted by text and without dates, so that only a changed text changes the file."""
    out = io.BytesIO()
    catalog.header_comment = HEADER
    write_po(out, catalog, sort_output=True, no_location=True, omit_header=False, width=120, ignore_obsolete=True, include_previous=False)
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith(_LEFT_OUT)]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check_catalogs(template: Catalog) -> Iterator[CatalogProblem]:
    """Everything wrong with the catalogs that are there: texts missing or left over, placeholders, plural forms, syntax."""
    wanted = {message.id: message for message in template if message.id}
    for language in available()[1:]:
        try:
            catalog = _read(FOLDER / f"{language}.po", language)
            translator(language)
        except CatalogError as error:
            yield CatalogProblem(language, f"{language}.po", str(error))
            continue
        found = {message.id: message for message in catalog if message.id}
        for identity in sorted(set(found) - set(wanted), key=str):
            yield CatalogProblem(language, str(identity), "is in no template any more; run: coranto messages collect")
        for identity, message in wanted.items():
            for why in _faults(message, found.get(identity), language):
                yield CatalogProblem(language, str(identity), why)


def _faults(message: Message, found: Message | None, language: str) -> Iterator[str]:
    if found is None or not (all(found.string) if isinstance(found.string, (list, tuple)) else found.string):
        yield "has no translation"
        return
    if found.fuzzy:
        yield "is marked fuzzy"
    forms = list(found.string) if isinstance(found.string, (list, tuple)) else [found.string]
    if isinstance(message.id, (list, tuple)) and len(forms) != get_plural(language.replace("-", "_")).num_plurals:
        yield f"has {len(forms)} plural forms, and the language has {get_plural(language.replace('-', '_')).num_plurals}"
    names = set(_PLACEHOLDER.findall(message.id[-1] if isinstance(message.id, (list, tuple)) else message.id))
    for form in forms:
        extra = set(_PLACEHOLDER.findall(form or "")) - names
        missing = names - set(_PLACEHOLDER.findall(form or "")) if not isinstance(message.id, (list, tuple)) else set()
        if extra or missing:
            yield f"has other placeholders: {', '.join(sorted(extra | missing))}"
