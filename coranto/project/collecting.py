"""Collecting what readers' pages say, so that it can be translated, and checking what was translated."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file

import coranto
from coranto.languages import catalogs

PACKAGE = Path(coranto.__file__).parent / "site"
LETTERS = Path(coranto.__file__).parent / "newsroom" / "words.py"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}


def collected() -> Catalog:
    """All texts of the readers' pages, from templates and modules, and of letters to people beyond the desk."""
    template = Catalog(project="Coranto", version=coranto.__version__, charset="utf-8", fuzzy=False)
    found = extract_from_dir(str(PACKAGE), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS)  # type: ignore[arg-type]
    for _file, _line, text, comments, context in found:
        template.add(text, auto_comments=comments, context=context)
    for _line, text, comments, context in extract_from_file("python", str(LETTERS), keywords=KEYWORDS):  # type: ignore[arg-type]
        template.add(text, auto_comments=comments, context=context)
    return template


def collect() -> int:
    """Write the template anew and bring every catalog in step with it; the number of texts."""
    template = collected()
    catalogs.write(template, catalogs.TEMPLATE)
    for language in catalogs.available()[1:]:
        catalogs.write(catalogs.merge(template, language), catalogs.FOLDER / f"{language}.po")
    return sum(1 for message in template if message.id)


def check() -> list[str]:
    """What is wrong, one line each; nothing when every catalog is whole."""
    template = collected()
    problems = [str(problem) for problem in catalogs.check_catalogs(template)]
    with catalogs.TEMPLATE.open("rb") as file:
        written = {message.id for message in catalogs.read_po(file) if message.id}
    if written != {message.id for message in template if message.id}:
        problems.append("coranto.pot is not what the templates say. Run: coranto messages collect")
    return problems
