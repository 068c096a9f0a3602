"""Templates for readers' pages: Jinja2, every value escaped unless it is Markup, an undefined name is an error.

A template is compiled once in a process. Strings are translated through the `gettext` and `ngettext` of the page's
language, handed in with each rendering, so that one compiled template serves every language.
"""

from __future__ import annotations

import gettext as standard_gettext
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import _make_new_gettext, _make_new_ngettext

from coranto.languages import catalogs, formatting
from coranto.site import words
from coranto.site.facts import isolating

FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The one environment of the process."""
    env = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False, cache_size=-1, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.globals.update(words=words)
    env.filters["isolated"] = isolating.isolated
    return env


@cache
def wording(language: str) -> Mapping[str, Any]:
    """What a template writes with in a language: gettext, ngettext, and lists of names."""
    catalog = translations(language)
    plain: Callable[[str], str] = catalog.gettext
    plural: Callable[[str, str, int], str] = catalog.ngettext
    return {
        "gettext": _make_new_gettext(plain),
        "ngettext": _make_new_ngettext(plural),
        "number": lambda value: formatting.format_number(value, language),
    }


def translations(language: str) -> standard_gettext.NullTranslations:
    """The catalog of a language; English stands in the templates themselves."""
    return catalogs.translator(language)


def render(name: str, language: str, **values: Any) -> str:
    """Render `pages/{name}.html` in a language."""
    return environment().get_template(f"pages/{name}.html").render(**wording(language), language=language, **values)
