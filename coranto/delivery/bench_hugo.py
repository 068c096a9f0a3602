"""The same made-up publication as a Hugo site, to measure beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from coranto.delivery.bench_house import FACETS, THEMES, BenchHouse, facets_of
from coranto.delivery.bench_memory import watched
from coranto.delivery.paths import below

BASE = """<!doctype html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/assets/site.css"><link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">
{{ end }}</head><body><header><a href="/{{ .Site.Language.Lang }}/">Bench</a><nav><ul>
{{ $lang := .Site.Language.Lang }}{{ range $n := seq 0 %d }}<li><a href="/{{ $lang }}/theme/{{ $n }}/">theme {{ $n }}</a></li>
{{ end }}</ul></nav></header><main>{{ block "main" . }}{{ end }}</main><footer>Bench</footer></body></html>"""
SINGLE = """{{ define "main" }}<article><h1>{{ .Title }}</h1>{{ $lang := .Site.Language.Lang }}
<ul>{{ range $facet := slice "region" "theme" "report" "author" }}{{ range $.Param $facet }}<li><a href="/{{ $lang }}/{{ $facet }}/{{ . }}/">{{ $facet }} {{ . }}</a></li>
{{ end }}{{ end }}</ul>{{ .Content }}</article><aside><ul>{{ range first 4 (.Site.RegularPages.Related .) }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul></aside>{{ end }}"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ol>{{ range first 30 .RegularPagesRecursive }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol>{{ end }}"""


@dataclass(frozen=True, slots=True)
class HugoFigures:
    """`seconds` of one run, `peak` bytes of memory (proportional set size), `pages` written."""

    seconds: float
    peak: int
    pages: int


def is_there() -> bool:
    """Whether Hugo is installed."""
    return shutil.which("hugo") is not None


def write_site(house: BenchHouse, folder: Path) -> None:
    """Write content, templates and settings."""
    settings = {
        "baseURL": "https://example.org/", "title": "Bench", "defaultContentLanguage": house.languages[0], "defaultContentLanguageInSubdir": True,
        "disableKinds": ["RSS", "sitemap", "robotsTXT", "404", "taxonomy", "section"], "taxonomies": {facet: facet for facet in FACETS}, "ignoreErrors": ["error-disable-taxonomy"],
        "languages": {code: {"contentDir": f"content/{code}", "weight": place + 1} for place, code in enumerate(house.languages)},
        "related": {"threshold": 1, "indices": [{"name": "report", "weight": 100}]},
    }  # fmt: skip
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(settings))
    (layouts / "baseof.html").write_text(BASE % (THEMES - 1))
    (layouts / "single.html").write_text(SINGLE)
    (layouts / "list.html").write_text(LIST)
    for number in range(house.articles):
        write_article(house, folder, number)


def write_article(house: BenchHouse, folder: Path, number: int) -> None:
    """One article in all languages."""
    for code in house.languages:
        file = below(folder, f"content/{code}/article/{number}.md")
        file.parent.mkdir(parents=True, exist_ok=True)
        front = {"title": house.headline(number, code), "date": "2026-01-01T00:00:00Z", **{facet: [str(value)] for facet, value in facets_of(number).items()}}
        file.write_text(json.dumps(front) + "\n\n" + "\n\n".join(house.body(number, code)) + "\n")


def run(folder: Path) -> HugoFigures:
    """Build the site anew with two processors."""
    started = time.monotonic()
    process = subprocess.Popen(["hugo", "--quiet", "--source", str(folder)], env={**os.environ, "GOMAXPROCS": "2"})
    peak = watched(process)
    seconds = time.monotonic() - started
    if process.returncode:
        raise RuntimeError(f"Hugo ended with {process.returncode}.")
    return HugoFigures(seconds, peak, sum(1 for _file in (folder / "public").rglob("*.html")))
