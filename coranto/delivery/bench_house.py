"""A made-up publication to measure with: articles of 700 words in many languages, with regions, themes, reports and authors.

Texts come out of a stock of sentences by arithmetic, so that nothing has to be kept and every run has the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jinja2 import DictLoader, Environment

from coranto.delivery.house import Rendered, Target
from coranto.delivery.keys import note

REGIONS, THEMES, REPORTS, AUTHORS = 7, 20, 10, 50
FACETS = {"region": REGIONS, "theme": THEMES, "report": REPORTS, "author": AUTHORS}
SENTENCES = 400  # in the stock of each language
WORDS_IN_SENTENCE, SENTENCES_IN_PARAGRAPH, PARAGRAPHS = 14, 5, 10  # 700 words
NEWEST = 30  # articles that a list shows
HTML = "text/html; charset=utf-8"
CODES = ["am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "lt", "lv", "mk", "ms", "mt", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk"]  # 51

BASE = """<!doctype html><html lang="{{ language }}"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/assets/site.css"><link rel="canonical" href="https://example.org{{ path }}">
{% set rest = path[language|length + 1:] %}{% for code in alternates %}<link rel="alternate" hreflang="{{ code }}" href="https://example.org/{{ code }}{{ rest }}">
{% endfor %}</head><body><header><a href="/{{ language }}/">Bench</a><nav><ul>
{% for n in range(themes) %}<li><a href="/{{ language }}/theme/{{ n }}/">theme {{ n }}</a></li>
{% endfor %}</ul></nav></header><main>{% block main %}{% endblock %}</main><footer>Bench</footer></body></html>"""
ARTICLE = """{% extends "base" %}{% block main %}<article><h1>{{ title }}</h1><p class="byline"><a href="/{{ language }}/author/{{ facets.author }}/">author {{ facets.author }}</a></p>
<ul>{% for facet, value in facets.items() %}<li><a href="/{{ language }}/{{ facet }}/{{ value }}/">{{ facet }} {{ value }}</a></li>
{% endfor %}</ul>{% for paragraph in body %}<p>{{ paragraph }}</p>
{% endfor %}</article><aside><ul>{% for number, headline in related %}<li><a href="/{{ language }}/article/{{ number }}/">{{ headline }}</a></li>
{% endfor %}</ul></aside>{% endblock %}"""
LIST = """{% extends "base" %}{% block main %}<h1>{{ title }}</h1><ol>{% for number, headline in items %}
<li><a href="/{{ language }}/article/{{ number }}/">{{ headline }}</a></li>{% endfor %}</ol>{% endblock %}"""


@dataclass
class BenchHouse:
    """`edits` counts the edits of each article's body, `headlines` those of its headline."""

    articles: int
    languages: list[str]
    edits: dict[int, int] = field(default_factory=dict)
    headlines: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        environment = Environment(loader=DictLoader({"base": BASE, "article": ARTICLE, "list": LIST}), autoescape=True, auto_reload=False)
        environment.globals["themes"] = THEMES
        self._article, self._list = environment.get_template("article"), environment.get_template("list")
        self._stock = {code: [_sentence(code, n) for n in range(SENTENCES)] for code in self.languages}
        self._members: dict[tuple[str, int], list[int]] = {}
        for number in range(self.articles):
            self._join(number)

    # What changes, and the keys it makes stale

    def edit_body(self, number: int) -> set[str]:
        """Change a sentence of an article in every language."""
        self.edits[number] = self.edits.get(number, 0) + 1
        return {f"body:{number}"}

    def edit_headline(self, number: int) -> set[str]:
        """Change a headline in every language."""
        self.headlines[number] = self.headlines.get(number, 0) + 1
        return {f"headline:{number}"}

    def publish(self) -> set[str]:
        """One article more."""
        number = self.articles
        self.articles += 1
        self._join(number)
        return {f"article:{number}", "list:home:0", *(f"list:{facet}:{value}" for facet, value in facets_of(number).items())}

    def _join(self, number: int) -> None:
        for facet, value in [*facets_of(number).items(), ("home", 0)]:
            members = self._members.setdefault((facet, value), [])
            members.append(number)
            if len(members) > NEWEST:
                del members[0]

    # The house

    def targets(self, keys: frozenset[str] | None) -> Iterable[Target]:
        numbers: Iterable[int] = range(self.articles)
        if keys is not None:
            numbers = [int(key.partition(":")[2]) for key in keys if key.startswith("article:")]
        for number in numbers:
            for position, code in enumerate(self.languages):
                yield Target(f"/{code}/article/{number}/", code, "article", str(number), min(position, 1))
        for facet, value in [(f, v) for f, count in FACETS.items() for v in range(count)] + [("home", 0)] if keys is None else []:
            for code in self.languages:
                path = f"/{code}/" if facet == "home" else f"/{code}/{facet}/{value}/"
                yield Target(path, code, "home" if facet == "home" else "list", f"{facet}:{value}", 3)

    def render(self, target: Target) -> Rendered | None:
        text = self._render_article(int(target.subject), target) if target.kind == "article" else self._render_list(target)
        return Rendered(text.encode(), HTML, headers=(("Content-Language", target.language),))

    def _render_article(self, number: int, target: Target) -> str:
        note(f"article:{number}")
        note(f"body:{number}")
        facets = facets_of(number)
        related = [self._item(other, target.language) for other in related_to(number)]
        return self._article.render(
            language=target.language, path=target.path, title=self._item(number, target.language)[1], facets=facets, alternates=self.languages,
            body=self.body(number, target.language), related=related,
        )  # fmt: skip

    def _render_list(self, target: Target) -> str:
        note(f"list:{target.subject}")
        facet, _, value = target.subject.partition(":")
        items = [self._item(number, target.language) for number in reversed(self._members.get((facet, int(value)), []))]
        return self._list.render(language=target.language, path=target.path, title=target.subject, items=items, alternates=self.languages)

    def _item(self, number: int, language: str) -> tuple[int, str]:
        note(f"headline:{number}")
        return number, self.headline(number, language)

    # Texts

    def headline(self, number: int, language: str) -> str:
        """A headline of seven words."""
        words = self._stock[language][number * 7 % SENTENCES].split()[:7]
        return f"{' '.join(words)} {number}.{self.headlines.get(number, 0)}"

    def body(self, number: int, language: str) -> list[str]:
        """Ten paragraphs of 70 words."""
        return list(self._paragraphs(number, language))

    def _paragraphs(self, number: int, language: str) -> Iterator[str]:
        stock = self._stock[language]
        for paragraph in range(PARAGRAPHS):
            begin = number * 31 + paragraph * 17
            sentences = [stock[(begin + step * 7) % SENTENCES] for step in range(SENTENCES_IN_PARAGRAPH)]
            if paragraph == 0:
                sentences[0] = f"Edit {self.edits.get(number, 0)}. " + sentences[0]
            yield " ".join(sentences)


def facets_of(number: int) -> dict[str, int]:
    """To what an article belongs: one of each."""
    return {facet: number % count for facet, count in FACETS.items()}


def related_to(number: int) -> list[int]:
    """Earlier articles of the same report."""
    return [other for other in range(number - REPORTS, number - REPORTS * 5, -REPORTS) if other >= 0]


def _sentence(code: str, number: int) -> str:
    letters = "aeiou" if len(code) % 2 else "oiuea"
    words = [f"{code}{letters[(number + n) % 5]}{'lmnrst'[(number * n + n) % 6]}{letters[n % 5]}{(number * 13 + n * 29) % 97}" for n in range(WORDS_IN_SENTENCE)]
    return " ".join(words).capitalize() + "."
