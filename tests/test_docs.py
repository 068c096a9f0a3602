"""The docs test: what the documentation says exists, and what exists is documented.

Each check is a function that gives the faults it finds, so that beside every "none found" stands a control in which
a fault is planted and must be found.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import inspect
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from coranto import languages
from coranto.articles import keys
from coranto.project.cli import COMMANDS
from coranto.project.instance import KNOWN
from coranto.reading import shape

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
SECTIONS = ("Status", "Context", "Decision", "Consequences")


def text_of(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


# The command line


def parser_of(command: str) -> argparse.ArgumentParser:
    """The parser of a command, as `coranto` itself makes it."""
    module = importlib.import_module(f"coranto.project.commands.{COMMANDS[command][0]}")
    parser = argparse.ArgumentParser(prog=f"coranto {command}")
    parser.add_argument("--instance", type=Path)
    module.add_arguments(parser)
    return parser


def words_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every option, and every action that a command has, its own options included."""
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--") and option not in {"--help", "--instance"})
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield f"{parser.prog} {name}"
                yield from words_of(inner)
        elif action.choices and not action.option_strings:
            yield from map(str, action.choices)


def sections_of(text: str) -> dict[str, str]:
    """The text below each heading of the second level."""
    return {part.partition("\n")[0].strip().strip("`"): part.partition("\n")[2] for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}


def undocumented_commands(text: str, names: list[str]) -> list[str]:
    """Commands without a section, and their options, choices and actions that their section does not name."""
    sections, faults = sections_of(text), []
    for name in names:
        section = sections.get(f"coranto {name}")
        if section is None:
            faults.append(name)
            continue
        faults += [f"{name} {word}" for word in words_of(parser_of(name)) if not re.search(rf"`[^`\n]*{re.escape(word)}(?![\w-])[^`\n]*`", section)]
    return faults


def invented_options(text: str) -> list[str]:
    """Options in the reference's tables that the command does not have."""
    faults = []
    for title, section in sections_of(text).items():
        name = title.removeprefix("coranto ")
        if name in COMMANDS:
            real = {*words_of(parser_of(name)), "--help", "--instance"}
            faults += [f"{name} {option}" for option in re.findall(r"^\| `(--[\w-]+)", section, flags=re.MULTILINE) if option not in real]
    return faults


def test_every_command_and_every_option_is_in_the_reference() -> None:
    text = text_of("command-line.md")
    assert undocumented_commands(text, list(COMMANDS)) == []
    assert invented_options(text) == []


def test_a_forgotten_command_and_a_forgotten_option_are_found() -> None:
    text = text_of("command-line.md")
    assert undocumented_commands(text.replace("## `coranto verify`", "## `coranto confirm`"), ["verify"]) == ["verify"]
    assert undocumented_commands(text.replace("`--even-if-similar`", "`--even-if`"), ["take-in"]) == ["take-in --even-if-similar"]
    assert invented_options(text.replace("| `--even-if-similar`", "| `--whatever`")) == ["take-in --whatever"]


def commands_in(text: str) -> Iterator[str]:
    """What readers are told to type: lines that begin with `$ ` in blocks marked `console`."""
    for block in re.findall(r"^ *```console\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip().startswith("$ "):
                yield line.strip()[2:].strip()


def faults_of_command(line: str) -> list[str]:
    """Why a line would not run: an unknown command or option, or a target that the Makefile does not have."""
    words = shlex.split(re.split(r" [|>]|&&|;", line, maxsplit=1)[0])
    while words and (words[0] == "sudo" or re.fullmatch(r"[A-Z_]+=.*", words[0])):
        words = words[3:] if words[:2] == ["sudo", "-u"] else words[1:]
    if words[:1] == ["make"]:
        targets = {".venv/.ready", *re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)}
        wanted = words[3:] if words[1:2] == ["-C"] else words[1:]
        return [f"make {word}" for word in wanted if "=" not in word and word not in targets]
    if not words or Path(words[0]).name != "coranto" or words[1:] in (["--help"], ["--version"]):
        return []
    if len(words) < 2 or words[1] not in COMMANDS:
        return [line]
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            parser_of(words[1]).parse_args(words[2:])
    except SystemExit as ended:
        return [line] if ended.code else []
    return []


def test_what_readers_are_told_to_type_exists() -> None:
    lines = [line for page in PAGES for line in commands_in(page.read_text(encoding="utf-8"))]
    assert sum("coranto" in line for line in lines) > 20
    assert [fault for line in lines for fault in faults_of_command(line)] == []


@pytest.mark.parametrize("line", ["coranto publish", "coranto build --fast", "make coffee", "coranto models forget en-es", "coranto serve --port many"])
def test_what_does_not_exist_is_found(line: str) -> None:
    assert list(commands_in(f"```console\n$ {line}\n```\n")) == [line]
    assert len(faults_of_command(line)) == 1


# Settings


def undocumented_settings(text: str, known: frozenset[str]) -> list[str]:
    """Settings without a heading of their own, and headings of settings that there are none of."""
    written = set(re.findall(r"^### `(\w+)`", text, flags=re.MULTILINE))
    return sorted(known ^ written)


def test_every_setting_is_in_the_reference() -> None:
    assert undocumented_settings(text_of("settings.md"), frozenset(KNOWN)) == []


def test_a_forgotten_setting_and_an_invented_one_are_found() -> None:
    assert undocumented_settings(text_of("settings.md"), frozenset(KNOWN) | {"colour_of_the_sky"}) == ["colour_of_the_sky"]
    assert undocumented_settings(text_of("settings.md") + "\n### `colour_of_the_sea`\n", frozenset(KNOWN)) == ["colour_of_the_sea"]


def undocumented_variables(text: str, source: str) -> list[str]:
    """Environment variables of the program's own that the source names and the reference does not."""
    return sorted({name for name in re.findall(r"\bCORANTO_[A-Z_]*[A-Z]\b", source) if f"`{name}`" not in text})


def test_every_variable_of_the_environment_is_in_the_reference() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "coranto").rglob("*.py"))
    assert undocumented_variables(text_of("settings.md"), source) == []
    assert undocumented_variables(text_of("settings.md"), source + '\nos.environ["CORANTO_SURPRISE"]') == ["CORANTO_SURPRISE"]


def undocumented_engine_settings(text: str, options: dict[str, frozenset[str]]) -> list[str]:
    """Options of translation engines that the row of their engine does not name; a key is given as key_file."""
    faults = []
    for engine, names in options.items():
        row = next((line for line in text.splitlines() if line.startswith(f"| `{engine}` |")), "")
        faults += [f"{engine}.{name}" for name in sorted(names) if f"`{'key_file' if name == 'key' else name}`" not in row]
    return faults


def test_every_setting_of_every_engine_is_in_the_reference() -> None:
    from coranto.translation.engines.available import _KNOWN_OPTIONS

    assert undocumented_engine_settings(text_of("settings.md"), _KNOWN_OPTIONS) == []
    assert undocumented_engine_settings(text_of("settings.md"), {"deepl": frozenset({"url", "mood"})}) == ["deepl.mood"]


# What `coranto read --json` prints, and the keys


def undocumented_fields(text: str, names: list[str]) -> list[str]:
    """Fields that have no row of their own in the tables of the reference."""
    return [name for name in names if not re.search(rf"^\| `{re.escape(name)}` \|", text, flags=re.MULTILINE)]


def json_fields() -> list[str]:
    reading = shape.Reading(source="page.html", kind="page", image=shape.LeadImage(), quotations=[shape.Quotation("")], left_out=[shape.LeftOut("", "")], release=shape.Release())
    return [path for name, value in reading.as_json().items() for path in (name, *(f"{name}.{inner}" for inner in _inner(value)))]


def _inner(value: object) -> list[str]:
    first = value[0] if isinstance(value, list) and value else value
    return list(first) if isinstance(first, dict) else []


def block_types() -> list[str]:
    """The typed blocks that the shape's own comment lists."""
    source = inspect.getsource(shape)
    listed = source[source.index("# Typed blocks") : source.index("Block = ")]
    return re.findall(r"^#   (\w+) ", listed, flags=re.MULTILINE)


def test_every_field_that_reading_prints_is_in_the_reference() -> None:
    text, names = text_of("reading.md"), json_fields()
    assert {field.name for field in fields(shape.Reading)} - {"found_in", "outside_id", "statement_url"} <= set(names)
    assert "language.confidence" in names and "left_out.reason" in names
    assert undocumented_fields(text, names) == []
    assert len(block_types()) > 10 and undocumented_fields(text, block_types()) == []


def test_a_forgotten_field_is_found() -> None:
    assert undocumented_fields(text_of("reading.md").replace("| `image.credit` |", "| `image.thanks` |"), json_fields()) == ["image.credit"]


def vocabulary() -> list[str]:
    """The beginning of every key that a page may note."""
    values = {"number": 1, "name": "publication", "language": "en", "facet": "region", "value": 1}
    begins = {value for name, value in vars(keys).items() if name.isupper() and isinstance(value, str)}
    for make in vars(keys).values():
        if inspect.isfunction(make) and make.__module__ == keys.__name__ and make is not keys.in_languages:
            begins.add(make(*(values[name] for name in inspect.signature(make).parameters)).partition(":")[0] + ":")
    return sorted(begins)


def undocumented_keys(text: str, begins: list[str]) -> list[str]:
    return [begin for begin in begins if not re.search(rf"^\| `{re.escape(begin)}", text, flags=re.MULTILINE)]


def test_every_key_is_in_the_reference() -> None:
    assert "list:" in vocabulary() and "publication" in vocabulary()
    assert undocumented_keys(text_of("keys.md"), vocabulary()) == []
    assert undocumented_keys(text_of("keys.md"), ["weather:"]) == ["weather:"]


# Addresses, roles, languages


def test_every_kind_of_page_is_among_the_addresses() -> None:
    from coranto.site import house  # noqa: F401 - registers the kinds
    from coranto.site.kinds import kinds

    text = text_of("addresses.md")
    assert len(kinds) > 10
    assert [name for name in kinds if f"`{name}` |" not in text] == []
    assert [name for name in ["crossword"] if f"`{name}` |" not in text] == ["crossword"]


def test_every_role_is_in_the_reference() -> None:
    from coranto.newsroom.roles import ROLES

    text = text_of("roles.md")
    head = next(line for line in text.splitlines() if line.startswith("| What |"))
    assert [role for role in ROLES if role not in head] == []
    assert [role for role in ["Gardeners"] if role not in head] == ["Gardeners"]


def test_every_language_stands_in_the_table_of_languages() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|", text_of("languages.md"), flags=re.MULTILINE)
    assert {(code, name.strip()) for code, name in rows} == {(language.code, language.own_name) for language in languages.all()}


# Links, places in the source, decisions


def anchors_of(page: Path) -> set[str]:
    """The anchors that headings make, by the rule of the usual Markdown sites."""
    headings = re.findall(r"^#+ (.+)$", _without_blocks(page.read_text(encoding="utf-8")), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def broken_links(page: Path, text: str) -> list[str]:
    """Relative links and pictures that lead nowhere, and anchors that no heading has."""
    faults = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", _without_blocks(text))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        if not place.exists() or (anchor and anchor not in anchors_of(place)):
            faults.append(f"{page.name}: {target}")
    return faults


def test_every_relative_link_leads_somewhere() -> None:
    assert [fault for page in PAGES for fault in broken_links(page, page.read_text(encoding="utf-8"))] == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    page = ROOT / "README.md"
    planted = "[a](docs/none.md) [b](ARCHITECTURE.md#no-such-heading) ![c](docs/pictures/none.png) [d](https://example.org/none) [e](LICENSE)"
    assert broken_links(page, planted) == ["README.md: docs/none.md", "README.md: ARCHITECTURE.md#no-such-heading", "README.md: docs/pictures/none.png"]


def missing_places(text: str) -> list[str]:
    """Files that the text names in code marks and that are not there, and names they are said to define and do not."""
    faults = []
    for place, _, name in re.findall(r"`((?:coranto|tests|docs|\.ci)/[\w./-]*)(::(\w+))?`", text):
        path = ROOT / place
        if not path.exists() or (
            name and not re.search(rf"^(?:class|def|async def) {name}\b|^{name}\b.* = ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        ):
            faults.append(place + (f"::{name}" if name else ""))
    return faults


def test_what_is_said_of_the_source_is_there() -> None:
    named = [place for page in PAGES for place in re.findall(r"`coranto/[\w./-]*(?:::\w+)?`", page.read_text(encoding="utf-8"))]
    assert len(named) > 40
    assert [fault for page in PAGES for fault in missing_places(page.read_text(encoding="utf-8"))] == []
    planted = "`coranto/kitchen/` `coranto/newsroom/flow.py::article_fried` `coranto/newsroom/flow.py::article_published`"
    assert missing_places(planted) == ["coranto/kitchen/", "coranto/newsroom/flow.py::article_fried"]


def faults_of_decision(text: str) -> list[str]:
    """Which of the four sections a decision lacks."""
    return [name for name in SECTIONS if not re.search(rf"^## {name}\n+[^\s#]", text, flags=re.MULTILINE)]


def test_every_decision_is_numbered_listed_and_whole() -> None:
    folder = ROOT / "docs" / "decisions"
    files = sorted(folder.glob("[0-9]*.md"))
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name[:4] for path in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    assert [path.name for path in files if f"({path.name})" not in index] == []
    assert {path.name: faults for path in files if (faults := faults_of_decision(path.read_text(encoding="utf-8")))} == {}
    assert faults_of_decision("# 1\n\n## Status\n\nAccepted.\n\n## Context\n\n## Decision\n\nSo.\n") == ["Context", "Consequences"]


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = re.findall(r"\]\(([^)\s#:]+)", page.read_text(encoding="utf-8"))
        waiting += [place for target in targets if (place := (page.parent / target).resolve()).suffix == ".md" and place.exists()]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def test_the_pictures_are_small_enough_for_a_readme() -> None:
    pictures = [path for path in (ROOT / "docs" / "pictures").iterdir() if path.suffix in {".png", ".webp"}]
    assert pictures and [path.name for path in pictures if path.stat().st_size > 200 * 1024] == []
