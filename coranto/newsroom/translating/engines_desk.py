"""Which engines translate into which language here: their order, what they can do on this machine, and whether text leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coranto import languages
from coranto.languages import Language
from coranto.newsroom.translating.frame import SEE, person_with, tabs
from coranto.publication.offered import default_language, languages_offered
from coranto.translation.choosing import Order
from coranto.translation.engine import Engine, EngineError, Pair
from coranto.translation.engines.available import KNOWN, build
from coranto.translation.model_store.reporting import models_folder
from coranto.translation.settling import LABELS

SET_UP = {
    "firefox": gettext_lazy("Add models: coranto models add, then the codes of languages."),
    "apertium": gettext_lazy("Install the packages of its pairs with the system’s package manager, for example apertium-eng-spa."),
    "llm": gettext_lazy("Give url, model and perhaps key_file in the table translation.llm of coranto.toml."),
    "libretranslate": gettext_lazy("Give url in the table translation.libretranslate of coranto.toml."),
    "deepl": gettext_lazy("Write the key into a file of the folder keys and name it as key_file in the table translation.deepl of coranto.toml."),
    "google": gettext_lazy("Write the key into a file of the folder keys and name it as key_file in the table translation.google of coranto.toml."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An engine. `is_used` when the order names it; `directions` counts what it offers on this machine, None where only its server knows."""

    name: str
    label: str
    is_used: bool
    leaves: bool
    directions: int | None
    set_up: str


@dataclass(frozen=True, slots=True)
class Try:
    """An engine of a language's order. `how` is "direct", "via", "lacking" or "asks" (its server knows)."""

    name: str
    label: str
    leaves: bool
    how: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A language with its engines, first to last."""

    language: Language
    tries: tuple[Try, ...]

    @property
    def has_any(self) -> bool:
        """Whether anything may make it."""
        return any(one.how != "lacking" for one in self.tries)


def engines(request: HttpRequest) -> HttpResponse:
    """The order of engines for each offered language, from the default one; nothing is asked of other machines."""
    person = person_with(request, SEE)
    built: tuple[Order, Mapping[str, Engine]] | None = None
    problem = ""
    try:
        built = build(_settings(), models=models_folder(settings.INSTANCE.folder), keys=settings.INSTANCE.keys)
    except EngineError as error:
        problem = str(error)
    order, known = built or (Order(), {})
    source = request.GET.get("from") or default_language()
    source = source if source in {one.code for one in languages.all()} else default_language()
    offers = {name: {(pair.source, pair.target): pair for pair in engine.pairs()} for name, engine in known.items() if not engine.text_leaves_machine}
    codes = [code for code in languages_offered() if code != source]
    rows = [Row(languages.get(code), tuple(_try(name, known[name], offers.get(name), source, code) for name in order.names(code))) for code in sorted(codes)]
    for engine in known.values():
        engine.close()
    return render(
        request, "newsroom/translating/engines.html",
        {
            "title": _("Engines"), "icon": "cogs", "tabs": tabs(person), "here": "coranto_engines", "problem": problem, "rows": rows,
            "engines": [_shown(name, known.get(name), offers.get(name)) for name in KNOWN], "source": languages.get(source),
            "lacking": sum(not row.has_any for row in rows), "sources": sorted((languages.get(code) for code in languages_offered()), key=lambda one: one.english_name),
        },
    )  # fmt: skip


def _settings() -> dict[str, Any]:
    given = settings.INSTANCE.options.get("translation")
    return given if isinstance(given, dict) else {}


def _shown(name: str, engine: Engine | None, offers: Mapping[tuple[str, str], Pair] | None) -> Shown:
    leaves = engine.text_leaves_machine if engine is not None else name not in ("firefox", "apertium")
    return Shown(name, _label(name), engine is not None, leaves, None if offers is None else len(offers), str(SET_UP[name]))


def _label(name: str) -> str:
    return LABELS.get(name, _("A language model") if name == "llm" else name)


def _try(name: str, engine: Engine, offers: Mapping[tuple[str, str], Pair] | None, source: str, target: str) -> Try:
    if offers is None:
        return Try(name, _label(name), engine.text_leaves_machine, "asks")
    pair = offers.get((source, target))
    if pair is None:
        return Try(name, _label(name), engine.text_leaves_machine, "lacking")
    via = ", ".join(languages.get(code).english_name for code in pair.via)
    return Try(name, _label(name), engine.text_leaves_machine, "via" if via else "direct", via)
