"""Dangerous things exist once: this reads the source of the whole package and fails when anything goes round them.

One fetcher (`outbound/http.py`), one mail builder (`outbound/mail.py`), one sanitiser (`reading/sanitising.py`), one
path joiner (`delivery/paths.py`), one token signer (`signing/tokens.py`). An exception needs its line and its reason
in `ALLOWED`, and an exception that nobody uses any more must go.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "coranto"


@dataclass(frozen=True)
class Rule:
    """Names that only some files may use. A name stands for itself and for everything below it."""

    thing: str
    names: tuple[str, ...]
    home: tuple[str, ...]
    instead: str


RULES = (
    Rule(
        "fetcher",
        (
            "aiohttp",
            "asyncio.open_connection",
            "ftplib",
            "http.client",
            "httpcore",
            "httpx",
            "requests",
            "socket",
            "telnetlib",
            "trafilatura.downloads",
            "trafilatura.feeds",
            "trafilatura.fetch_response",
            "trafilatura.fetch_url",
            "trafilatura.sitemaps",
            "trafilatura.spider",
            "urllib.request",
            "urllib3",
            "websockets",
            "xmlrpc",
        ),
        ("outbound/",),
        "Fetch with coranto.outbound.http.Fetcher (content) or OperatorFetcher (configured servers).",
    ),
    Rule(
        "mail builder",
        ("aiosmtplib", "django.core.mail", "email.message", "email.mime", "email.headerregistry", "imaplib", "smtplib"),
        ("outbound/mail.py", "outbound/mailer.py", "outbound/mailers/"),
        "Build letters with coranto.outbound.mail.build and send them with coranto.outbound.mail.send.",
    ),
    Rule(
        "sanitiser",
        (
            "bleach",
            "django.utils.html.html_safe",
            "django.utils.safestring",
            "lxml.html.clean",
            "lxml_html_clean",
            "nh3",
        ),
        ("reading/sanitising.py",),
        "Clean HTML with coranto.reading.sanitising, and let templates escape; format_html for HTML written by hand.",
    ),
    Rule(
        "token signer",
        (
            "django.core.signing",
            "django.utils.crypto",
            "hmac",
            "itsdangerous",
            "jwt",
            "secrets",
        ),
        ("signing/",),
        "Sign with coranto.signing.tokens.TokenSigner; make secrets and codes with new_secret and new_code there.",
    ),
    Rule(
        "way to run code",
        ("eval", "exec", "dill", "marshal", "os.popen", "os.system", "pickle", "shelve", "yaml.load"),
        (),
        "Keep data as JSON or rows; nothing that was read is ever run.",
    ),
)

# (thing, file) → why this file may. Every entry must still be needed.
ALLOWED: dict[tuple[str, str], str] = {
    ("mail builder", "outbound/http.py"): "email.message reads a Content-Type's parameters there; no letter is made.",
    ("mail builder", "newsroom/mailing.py"): "Django's mail backend, which hands every letter on to the one builder.",
    ("token signer", "project/instance.py"): "Makes the instance's secret, before there is a signer that could use it.",
    ("token signer", "translation/engines/llm.py"): "A random marker around a text in a question; nothing is signed.",
    ("token signer", "delivery/living.py"): "Draws a place in a file by lot; nobody could do anything with it.",
    ("fetcher", "delivery/living.py"): "Asks the machine for its own name; opens no connection.",
    ("fetcher", "delivery/bench_servers.py"): "Waits on the loopback address for the servers it has started and measures.",
    ("fetcher", "project/running.py"): "Binds a port to see that it is free; asks the server it has just started whether it answers, at the operator's own address.",
    ("sanitiser", "intake/previewing.py"): "Escapes or sanitises every part of every block in the line that writes it.",
    ("sanitiser", "site/extras.py"): "Joins parts of the head that the site's own functions wrote and escaped.",
    ("sanitiser", "site/facts/trusted.py"): "The site's one door from sanitised text to html; what goes in was cleaned before.",
    ("sanitiser", "site/previews.py"): "The sheet of a look holds fixed words and colours that were checked, never an editor's text.",
}

# Calls that fetch when they are given a text that looks like a URL or open a file of that name. They must be given
# a stream that is made on the spot.
STREAM_ONLY = ("feedparser.parse", "lxml.etree.parse", "lxml.html.parse", "lxml.etree.iterparse")
MARKING = ("markupsafe.Markup", "jinja2.Markup")
CLEANING = ("coranto.reading.sanitising.", "coranto.articles.documents.inline_html")
STREAMS = ("io.BytesIO", "io.StringIO")

PATH_HOME = "delivery/paths.py"
PATH_ROOMS = ("delivery/",)
_FOLDER = re.compile(r"root|folder|path|dir|base", re.IGNORECASE)

UNSAFE_TEMPLATE = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|\{%-?\s*autoescape\s+(off|false)|\bMarkup\(")
TEMPLATES = (".html", ".jinja", ".j2", ".txt", ".xml", ".svg")


@dataclass(frozen=True)
class Finding:
    thing: str
    file: str
    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"coranto/{self.file}:{self.line}: {self.what} goes round the one {self.thing}. {self.instead}"


class Names(ast.NodeVisitor):
    """Collects every outside name that a module uses, written in full, whatever it is called there."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.used: list[tuple[int, str]] = []

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self.known[name] = alias.name if alias.asname else name
            self.used.append((node.lineno, alias.name))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            full = f"{node.module or ''}.{alias.name}" if not node.level else f".{node.module or ''}.{alias.name}"
            self.known[alias.asname or alias.name] = full
            self.used.append((node.lineno, full))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        root: ast.AST = node
        while isinstance(root, ast.Attribute):
            root = root.value
        full = self.full(node)
        if full is not None and isinstance(root, ast.Name) and root.id in self.known:
            self.used.append((node.lineno, full))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = self.full(node.func)
        if name in ("eval", "exec"):
            self.used.append((node.lineno, name))
        if name in ("__import__", "importlib.import_module", "django.utils.module_loading.import_string"):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    self.used.append((node.lineno, argument.value))
        self.generic_visit(node)

    def full(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.Name):
            return self.known.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            inner = self.full(node.value)
            return f"{inner}.{node.attr}" if inner else None
        return None


def names_of(tree: ast.Module) -> Names:
    """Read imports first, wherever they stand, then everything else."""
    names = Names()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.visit(node)
    names.used.clear()
    names.visit(tree)
    return names


def find_in_python(file: str, source: str) -> list[Finding]:
    tree = ast.parse(source)
    names = names_of(tree)
    found = [finding for rule in RULES for finding in _outside_home(rule, file, names)]
    found += _fetching_parsers(file, tree, names)
    if file != "reading/sanitising.py":
        found += _marked_safe(file, tree, names)
    if file.startswith(PATH_ROOMS) and file != PATH_HOME:
        found += _joined_paths(file, tree, names)
    return [finding for finding in found if (finding.thing, finding.file) not in ALLOWED]


def _outside_home(rule: Rule, file: str, names: Names) -> Iterator[Finding]:
    if file.startswith(rule.home):
        return
    for line, used in dict.fromkeys(names.used):
        if any(used == name or used.startswith(name + ".") for name in rule.names):
            yield Finding(rule.thing, file, line, used, rule.instead)


def _fetching_parsers(file: str, tree: ast.Module, names: Names) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or names.full(node.func) not in STREAM_ONLY:
            continue
        first = node.args[0] if node.args else None
        if not (isinstance(first, ast.Call) and names.full(first.func) in STREAMS):
            what = f"{names.full(node.func)} with something else than io.BytesIO(…)"
            yield Finding("fetcher", file, node.lineno, what, "Given a text, it may fetch it; give it a stream.")


def _marked_safe(file: str, tree: ast.Module, names: Names) -> Iterator[Finding]:
    """Markup may be named as a type anywhere, and may take what was cleaned in the same breath."""
    plain = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "striptags"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and names.full(node.func) in MARKING and node not in plain:
            if not all(_is_cleaned(argument, names) for argument in node.args):
                yield Finding("sanitiser", file, node.lineno, ast.unparse(node)[:60], RULES[2].instead)


def _is_cleaned(argument: ast.expr, names: Names) -> bool:
    if isinstance(argument, ast.Call):
        return (names.full(argument.func) or "").startswith(CLEANING)
    return isinstance(argument, ast.Constant)


def _joined_paths(file: str, tree: ast.Module, names: Names) -> Iterator[Finding]:
    instead = f"Join paths with coranto/{PATH_HOME}, which keeps them inside their folder."
    for node in ast.walk(tree):
        name = names.full(node.func) if isinstance(node, ast.Call) else None
        if name == "os.path.join" or (name or "").endswith(".joinpath"):
            yield Finding("path joiner", file, getattr(node, "lineno", 0), str(name), instead)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _is_fixed(node.right):
            left = ast.unparse(node.left)
            if _FOLDER.search(left) and not left.endswith(("count", "seconds")):
                yield Finding("path joiner", file, node.lineno, ast.unparse(node), instead)


def _is_fixed(node: ast.expr) -> bool:
    """Say whether a part of a path is written in the source: a text, or a constant by its name."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def find_in_template(file: str, source: str) -> list[Finding]:
    if ("sanitiser", file) in ALLOWED:
        return []
    return [
        Finding("sanitiser", file, source[: match.start()].count("\n") + 1, match.group(), RULES[2].instead)
        for match in UNSAFE_TEMPLATE.finditer(source)
    ]


def find_in_package(package: Path) -> list[Finding]:
    found: list[Finding] = []
    for path in sorted(package.rglob("*")):
        file = path.relative_to(package).as_posix()
        if path.suffix == ".py":
            found += find_in_python(file, path.read_text(encoding="utf-8"))
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            found += find_in_template(file, path.read_text(encoding="utf-8"))
    return found


def test_nothing_in_the_package_goes_round_the_one_of_each() -> None:
    found = find_in_package(PACKAGE)
    assert not found, "\n" + "\n".join(str(finding) for finding in found)


def test_every_exception_has_a_reason_and_is_still_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = dict(ALLOWED)
    ALLOWED.clear()
    try:
        found = {(finding.thing, finding.file) for finding in find_in_package(PACKAGE)}
    finally:
        ALLOWED.update(allowed)
    assert set(allowed) <= found, f"No longer needed: {set(allowed) - found}"
    assert all(len(reason) > 20 and reason.endswith(".") for reason in allowed.values())


def test_the_one_of_each_exists() -> None:
    for file in ("outbound/http.py", "outbound/mail.py", "signing/tokens.py"):
        assert (PACKAGE / file).is_file()


# The control: what the search must find. Each line is one way round.
PLANTED = [
    ("fetcher", "intake/x.py", "import httpx\n"),
    ("fetcher", "intake/x.py", "import requests as r\nr.get('x')\n"),
    ("fetcher", "intake/x.py", "from urllib.request import urlopen as o\no('x')\n"),
    ("fetcher", "intake/x.py", "import urllib.request\n"),
    ("fetcher", "intake/x.py", "import urllib\nurllib.request.urlopen('x')\n"),
    ("fetcher", "intake/x.py", "from urllib import request\n"),
    ("fetcher", "intake/x.py", "def f():\n    import socket\n"),
    ("fetcher", "intake/x.py", "from http import client\n"),
    ("fetcher", "intake/x.py", "import asyncio\nasyncio.open_connection('x', 1)\n"),
    ("fetcher", "intake/x.py", "import importlib\nimportlib.import_module('httpx')\n"),
    ("fetcher", "intake/x.py", "__import__('aiohttp')\n"),
    ("fetcher", "reading/x.py", "import trafilatura\ntrafilatura.fetch_url('x')\n"),
    ("fetcher", "reading/x.py", "from trafilatura import fetch_url\n"),
    ("fetcher", "reading/x.py", "import feedparser\nfeedparser.parse(source)\n"),
    ("fetcher", "reading/x.py", "from feedparser import parse\nparse('http://a')\n"),
    ("fetcher", "reading/x.py", "from lxml import etree\netree.parse(name)\n"),
    ("fetcher", "reading/x.py", "import lxml.html\nlxml.html.parse(url)\n"),
    ("mail builder", "newsroom/x.py", "from django.core.mail import send_mail\n"),
    ("mail builder", "newsroom/x.py", "from django.core import mail\n"),
    ("mail builder", "newsroom/x.py", "import smtplib\n"),
    ("mail builder", "newsroom/x.py", "from email.message import EmailMessage\n"),
    ("mail builder", "newsroom/x.py", "from email.mime.text import MIMEText\n"),
    ("sanitiser", "site/x.py", "from django.utils.safestring import mark_safe\n"),
    ("sanitiser", "site/x.py", "from django.utils import safestring\nsafestring.mark_safe('x')\n"),
    ("sanitiser", "site/x.py", "from markupsafe import Markup as M\nM(text)\n"),
    ("sanitiser", "site/x.py", "import nh3\n"),
    ("sanitiser", "reading/x.py", "import nh3\n"),
    ("token signer", "members/x.py", "from django.core import signing\n"),
    ("token signer", "members/x.py", "from django.core.signing import TimestampSigner\n"),
    ("token signer", "members/x.py", "import hmac\n"),
    ("token signer", "members/x.py", "from secrets import token_urlsafe\n"),
    ("token signer", "members/x.py", "from django.utils.crypto import get_random_string\n"),
    ("token signer", "members/x.py", "import itsdangerous\n"),
    ("path joiner", "delivery/x.py", "import os\nos.path.join(root, name)\n"),
    ("path joiner", "delivery/x.py", "from os.path import join\njoin(root, name)\n"),
    ("path joiner", "delivery/x.py", "(self.root / name).write_bytes(data)\n"),
    ("path joiner", "delivery/x.py", "folder.joinpath(name)\n"),
    ("path joiner", "delivery/x.py", "Path(base) / request.path\n"),
    ("way to run code", "search/x.py", "import pickle\n"),
    ("way to run code", "search/x.py", "eval(text)\n"),
]


@pytest.mark.parametrize("thing, file, source", PLANTED)
def test_the_search_finds_each_way_round(thing: str, file: str, source: str) -> None:
    found = find_in_python(file, source)
    assert [finding.thing for finding in found][:1] == [thing]
    assert file in str(found[0]) and found[0].line >= 1


@pytest.mark.parametrize(
    "source", ["{{ a|safe }}", "{{ a | safe }}", "{% autoescape off %}", "{%- autoescape false %}", "{{ Markup(a) }}"]
)
def test_the_search_finds_templates_that_do_not_escape(source: str) -> None:
    assert [finding.thing for finding in find_in_template("site/templates/x.html", source)] == ["sanitiser"]


@pytest.mark.parametrize(
    "file, source",
    [
        ("outbound/http.py", "import httpx\n"),
        ("outbound/mailers/smtp.py", "import smtplib\n"),
        ("reading/sanitising.py", "import nh3\n"),
        ("signing/tokens.py", "import hmac, secrets\n"),
        ("delivery/paths.py", "import os\nos.path.join(root, name)\n"),
        ("reading/x.py", "import io, feedparser\nfeedparser.parse(io.BytesIO(data))\n"),
        ("reading/x.py", "from io import BytesIO\nfrom lxml import etree\netree.parse(BytesIO(data), parser)\n"),
        ("reading/x.py", "from urllib.parse import urljoin\nimport trafilatura\ntrafilatura.extract(page)\n"),
        ("site/x.py", "from django.utils.html import format_html\nformat_html('<b>{}</b>', a)\n"),
        ("delivery/x.py", "speed = pages / seconds\nplace = root / 'manifest.json'\n"),
        ("intake/x.py", "requests = 3\nsocket = requests\nsecrets.items()\n"),
        ("site/x.py", "from markupsafe import Markup\ntext: Markup = Markup('')\n"),
        ("site/x.py", "from markupsafe import Markup as M\nimport coranto.reading.sanitising as s\nM(s.a(b))\n"),
        ("site/x.py", "from markupsafe import Markup\nMarkup(text).striptags()\n"),
    ],
)
def test_what_is_allowed_is_not_found(file: str, source: str) -> None:
    assert find_in_python(file, source) == []
    assert find_in_template("site/templates/x.html", "{{ safe }} {{ a|escape }} {% autoescape on %}") == []
