"""The open interface: every answer is what its description says, pages hold when articles come and go, and only what is public is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from coranto.articles.models import Article, PublicState
from coranto.newsroom import flow
from coranto.site.api.asking import FACETS
from coranto.site.urls import urlpatterns
from tests.site.conftest import Built
from tests.site.making import START, make_article, make_outlet, make_person, make_picture, make_region, make_report, make_theme
from tests.site.test_translations import make_translation
from tests.syndication.ninjs_schema import _formats as formats
from tests.syndication.test_ninjs_items import terms_of

pytestmark = pytest.mark.django_db
SECRET = "zzsentinelzz"


def get(path: str, **parameters: Any) -> Any:
    address = f"/api/1/{path}" + (f"?{urlencode(parameters)}" if parameters else "")
    return Client(raise_request_exception=False).get(address)


def described() -> dict[str, Any]:
    value: dict[str, Any] = get("openapi.json").json()
    return value


def faults(answer: Any, path: str) -> list[str]:
    """Where an answer differs from what the description says of its address."""
    document = described()
    said = document["paths"][path]["get"]["responses"].get(str(answer.status_code))
    if said is None:
        return [f"{answer.status_code} is not described for {path}"]
    said = document["components"]["responses"][said["$ref"].rpartition("/")[2]] if "$ref" in said else said
    if answer.status_code == 304:
        return [] if not answer.content else ["304 with a body"]
    kind = answer.headers["Content-Type"].partition(";")[0]
    schema = {**said["content"][kind]["schema"], "components": document["components"]}
    return [error.message[:300] for error in Draft202012Validator(schema, format_checker=formats).iter_errors(answer.json())]


def good(path: str, described_as: str = "", **parameters: Any) -> Any:
    """An answer of 200 that is as described."""
    answer = get(path, **parameters)
    assert answer.status_code == 200, answer.content
    assert not faults(answer, "/" + (described_as or path))
    return answer.json()


@pytest.fixture
def magazine(site: Built) -> Built:
    """Five articles in three languages, with everything that can be told; and things that may not be told."""
    person, outlet, region, theme, report = make_person(), make_outlet(), make_region(), make_theme(media_topic="medtop:20000046"), make_report()
    open_terms = terms_of()
    picture = make_picture(redistributable=True)
    for number in range(5):
        article = make_article(
            f"Article {number}", at=START + timedelta(hours=number), authors=[person], regions=[region] if number % 2 else [], themes=[theme], reports=[report] if number == 1 else [],
            genre="interview" if number == 2 else "news", terms=open_terms if number else None, picture=picture if number == 3 else None, language="fr" if number == 4 else "en",
            provenance={"outlet": outlet, "url": "https://other.example/1", "authors": "Kofi Mensah", "basis": "permission"} if number == 3 else None,
        )  # fmt: skip
        if number == 1:
            make_translation(article, "ar")
            flow.article_corrected(article, kind="correction", text="It was a hill.", by=None, now=START + timedelta(days=1))
    return site


@pytest.fixture
def hidden(magazine: Built) -> Built:
    """Texts that hold a word which may be told nowhere, in every state in which it may not."""
    named = {"authors": [make_person(f"{SECRET} Person")]}
    make_article(f"{SECRET} draft", publish=False, text=SECRET, **named)
    make_article(f"{SECRET} embargoed", publish=False, text=SECRET, embargo_until=START + timedelta(days=99_999), **named)
    scheduled = make_article(f"{SECRET} scheduled", publish=False, text=SECRET, go_live_at=START + timedelta(days=99_999), **named)
    scheduled.save_revision(approved_go_live_at=scheduled.go_live_at)
    withdrawn = make_article(f"{SECRET} withdrawn", text=SECRET, **named)
    flow.article_withdrawn(withdrawn, reason="It was not ours.", by=None, now=START + timedelta(days=2))
    off = make_article(f"{SECRET} off", text=SECRET, **named)
    off.unpublish()
    flow.article_unpublished(off, now=START + timedelta(days=2))
    changed = make_article("Public before", text="Public words.", at=START - timedelta(days=1))
    changed.title, changed.standfirst = f"{SECRET} not published yet", SECRET
    changed.save_revision()
    return magazine


def every_answer() -> Iterator[tuple[str, Any]]:
    """What every address answers, with every parameter in turn."""
    for path in ("openapi.json", "articles", "regions", "themes", "reports", "people", "languages", "nothing"):
        yield path, get(path)
    for facet in FACETS:
        for slug in ("africa", "roads", "the-long-way", "ada-reporter", f"{SECRET}-person", SECRET):
            yield facet, get("articles", **{facet: slug})
    for language in ("en", "fr", "ar"):
        yield language, get("articles", language=language, limit=100)
        yield language, get("people", language=language, limit=100)
        for number in (*Article.objects.values_list("pk", flat=True), 999_999):
            yield f"{number} {language}", get(f"articles/{number}", language=language)
            yield f"{number}", get(f"articles/{number}")


def test_every_article_is_told_as_described(magazine: Built) -> None:
    found = good("articles")
    assert [one["headline"] for one in found["articles"]] == [f"Article {number}" for number in (4, 3, 2, 1, 0)]
    assert found["next"] is None
    for one in found["articles"]:
        whole = good(f"articles/{one['id']}", "articles/{id}")
        assert {name: whole[name] for name in one} == one
    by_headline = {one["headline"]: good(f"articles/{one['id']}", "articles/{id}") for one in found["articles"]}
    assert by_headline["Article 0"]["html"] is None  # nothing is said of its terms
    assert "The first stone was laid." in by_headline["Article 1"]["html"]
    assert by_headline["Article 1"]["corrections"][0]["text"] == "It was a hill."
    assert [one["language"] for one in by_headline["Article 1"]["languages"]] == ["en", "ar"]
    assert by_headline["Article 3"]["source"] == "https://other.example/1"
    assert by_headline["Article 3"]["image"]["credit"] == "Ada Reporter"
    assert by_headline["Article 4"]["language"] == "fr"


def test_a_translation_is_told_in_its_language_and_says_so(magazine: Built) -> None:
    (found,) = good("articles", language="ar")["articles"]
    assert (found["headline"], found["text"], found["language"]) == ("Headline in ar", "machine", "ar")
    whole = good(f"articles/{found['id']}", "articles/{id}", language="ar")
    assert whole["made"]
    assert get(f"articles/{found['id']}", language="fr").status_code == 404


def test_lists_of_everything_else_are_as_described(magazine: Built) -> None:
    assert good("regions", language="ar")["regions"][0]["code"] == "002"
    assert good("themes")["themes"][0]["code"] == "medtop:20000046"
    assert good("reports")["reports"][0]["slug"] == "the-long-way"
    assert [one["name"] for one in good("people")["people"]] == ["Ada Reporter"]
    assert [one["language"] for one in good("languages")["languages"]] == ["en", "ar", "fr"]


@pytest.mark.parametrize(("asked", "expected"), [
    ({"region": "africa"}, [3, 1]), ({"theme": "roads"}, [4, 3, 2, 1, 0]), ({"report": "the-long-way"}, [1]), ({"person": "ada-reporter"}, [4, 3, 2, 1, 0]),
    ({"outlet": "the-other-paper"}, [3]), ({"genre": "interview"}, [2]), ({"language": "fr"}, [4]), ({"region": "africa", "report": "the-long-way"}, [1]),
    ({"region": "nowhere"}, []), ({"since": "2024-03-05T00:00:00Z"}, [1]), ({"since": "2024-03-05T00:00:00+00:00"}, [1]), ({"limit": "2"}, [4, 3]),
])  # fmt: skip
def test_filters(magazine: Built, asked: dict[str, str], expected: list[int]) -> None:
    assert [one["headline"] for one in good("articles", **asked)["articles"]] == [f"Article {number}" for number in expected]


def following(answer: dict[str, Any]) -> dict[str, Any] | None:
    address = answer["next"]
    return good_address(address) if address else None


def good_address(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    answer = Client().get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200
    assert not faults(answer, "/articles")
    value: dict[str, Any] = answer.json()
    return value


@pytest.mark.parametrize("asked", [{}, {"language": "en"}, {"genre": "news"}])
def test_pages_hold_when_articles_come_and_go(magazine: Built, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coranto.site.api.finding.CHUNK", 2)
    every = [one["id"] for one in good("articles", **asked)["articles"]]
    page: dict[str, Any] | None = good("articles", **asked, limit=1)
    seen = []
    while page is not None:
        seen += [one["id"] for one in page["articles"]]
        make_article(f"Newer {len(seen)}", at=START + timedelta(days=9, hours=len(seen)))  # whatever comes, nothing is missed or told twice
        page = following(page)
    assert seen == every


def test_a_page_that_looked_at_much_and_found_little_goes_on(magazine: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coranto.site.api.finding.CHUNK", 1)
    monkeypatch.setattr("coranto.site.api.finding.MOST_LOOKED_AT", 1)
    page = good("articles", genre="interview")
    found, pages = [], 1
    while page["articles"] or page["next"]:
        found += page["articles"]
        after = following(page)
        if after is None:
            break
        page, pages = after, pages + 1
    assert len(found) == 1
    assert pages >= 5


def test_nothing_that_is_not_public_is_told_by_any_address(hidden: Built) -> None:
    answers = dict(every_answer())
    assert len(answers) > 50
    leaks = [name for name, answer in answers.items() if SECRET in answer.content.decode()]
    assert leaks == []
    assert not [name for name, answer in answers.items() if answer.status_code >= 500]
    assert any("Public words." in str(answer.content) or "Public before" in answer.content.decode() for answer in answers.values())  # the control: what is public is told
    assert sum(answer.status_code == 410 for answer in answers.values()) >= 2


def test_the_word_would_be_found_if_it_were_told(hidden: Built) -> None:
    make_article(f"{SECRET} public", text=SECRET, terms=terms_of(name="mine"))
    assert [name for name, answer in every_answer() if SECRET in answer.content.decode()]


def test_what_has_not_changed_is_not_sent_again(magazine: Built) -> None:
    for path in ("articles", "openapi.json", "regions", "people", "languages"):
        first = get(path)
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        again = Client().get(f"/api/1/{path}", headers={"if-none-match": f'"other", {first.headers["ETag"]}'})
        assert (again.status_code, again.content) == (304, b"")
    before = get("articles").headers["ETag"]
    make_article("One more")
    assert get("articles").headers["ETag"] != before


WRONG = [
    {"limit": "0"}, {"limit": "101"}, {"limit": "-1"}, {"limit": "1e9"}, {"limit": "١"}, {"cursor": "x"}, {"cursor": "1"}, {"cursor": "-1--1"}, {"since": "yesterday"},
    {"since": "2024-01-01"}, {"since": "0001-01-01T00:00:00Z"}, {"language": "xx"}, {"language": "../etc"}, {"genre": "gossip"}, {"colour": "red"}, {"q": "' OR 1=1 --"}, {"region": "a\x00b"}, {"person": "x" * 400},
]  # fmt: skip


@pytest.mark.parametrize("asked", WRONG)
def test_what_is_asked_wrongly_is_told_as_a_problem(magazine: Built, asked: dict[str, str]) -> None:
    answer = get("articles", **asked)
    assert answer.status_code == 400
    assert not faults(answer, "/articles")
    assert answer.json()["detail"].endswith(".")


def test_a_parameter_given_twice_is_a_problem_and_only_reading_is_allowed(magazine: Built) -> None:
    assert Client().get("/api/1/articles?limit=1&limit=2").status_code == 400
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)("/api/1/articles").status_code == 405
    assert Client().head("/api/1/articles").status_code == 200
    assert get("articles/999999999999999999999").status_code == 404
    assert not faults(get("articles/999999999999999999999"), "/articles/{id}")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=some.sampled_from(["articles", "people", "regions", "themes", "reports", "languages", "openapi.json"]),
    asked=some.dictionaries(some.sampled_from(["language", "limit", "cursor", "since", "genre", *FACETS, "x"]), some.one_of(some.text(max_size=30), some.from_regex(r"\A[0-9]{1,22}(-[0-9]{1,22})?\Z"), some.datetimes().map(lambda at: at.isoformat() + "Z")), max_size=4),
)  # fmt: skip
def test_no_parameter_breaks_it(magazine: Built, path: str, asked: dict[str, str]) -> None:
    answer = Client(raise_request_exception=False).get(f"/api/1/{path}?{urlencode(asked, errors='surrogatepass')}")
    assert answer.status_code in {200, 400}
    if path != "openapi.json":
        assert not faults(answer, f"/{path}")


def test_the_description_describes_every_address_and_is_whole() -> None:
    document = described()
    routes = {str(pattern.pattern).removeprefix("api/1").replace("<int:number>", "{id}") for pattern in urlpatterns if str(pattern.pattern).startswith("api/1/")}
    assert set(document["paths"]) == routes - {"/openapi.json"}
    text = json.dumps(document)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "#/')[1:]}:
        value: Any = document
        for name in reference.split("/"):
            value = value[name]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert document["openapi"] == "3.1.0"


def test_as_few_questions_for_many_articles_as_for_few(magazine: Built) -> None:
    def questions(limit: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            good("articles", limit=limit)
        return len(asked)

    described()
    few = questions(2)
    for number in range(20):
        make_article(f"Many {number}", at=START + timedelta(days=3, hours=number), authors=[make_person(f"Author {number}")])
    assert PublicState.objects.count() == 25
    assert questions(25) <= few + 4
