"""A large publication to measure the desk with: a few articles are published and translated in the ordinary way, and copied as rows.

SQLite alone is filled so. What a copy says is what its pattern says; its numbers, addresses and moments are its own, and states, gaps
and outdated sentences are spread by arithmetic. Beside the articles stand what the desk lists: people's sentences, orders with their
requests, assignments, words, sums of readers, and a memory.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from coranto import languages
from coranto.articles.models import Article, Credit, Front, Person, PublicState
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.project.opening import open_publication
from coranto.taxonomy.models import Report, Theme
from coranto.translation.counted import WorkDone
from coranto.translation.keeping_sentences import write_rows
from coranto.translation.memory import Imported, remember_imported
from coranto.translation.models import Assignment, GlossaryTerm, TranslationOrder, TranslationRequest
from coranto.translation.recounting import recount
from coranto.translation.segments import digest
from coranto.translation.settling import Held, settle
from coranto.translation.sources import outlines_for, read_source
from coranto.translation.targets import Target

PATTERNS, PARAGRAPHS, SENTENCES, WORDS = 10, 10, 5, 14  # 700 words an article
STEP = 1_000  # between the numbers of a pattern and of its copies; more than the patterns have rows
RECOUNTED = 500  # articles
AT_ONCE = 50  # copies of every pattern in one transaction
WRITERS, REPORTS, THEMES = 1_500, 10, 20
ORDERS, ASSIGNED, TERMS, MONTHS = 20, 10_000, 1_500, 24
HELD_TEXTS, A_PERSON = 10, 10  # sentences of the memory, and sentences by people, for each article
OTHERS = [code for code in languages.CODES if code != "en"]
# What a copied translation is, by a number of its article and language: some are not there, some a person answers for, some are late or in part.
STATES = "CASE (t.article_id + copies.k * 3 + t.id) % 20 WHEN 0 THEN 'edited' WHEN 1 THEN 'machine-checked' WHEN 2 THEN 'translated' ELSE 'machine' END"


def fill(articles: int) -> None:
    """Make a publication of about so many articles in every language, in the instance that is open."""
    open_publication(demonstration=False)
    _people_and_lists()
    for number in range(PATTERNS):
        _pattern(number)
    TranslationRequest.objects.all().delete()
    copies = max(1, articles // PATTERNS) - 1
    for begin in range(1, copies + 1, AT_ONCE):
        with transaction.atomic():
            _copy(begin, min(copies, begin + AT_ONCE - 1))
    with transaction.atomic():
        _of_people(articles)
        _of_orders()
        _of_readers(articles)
        _of_words(articles)
    numbers = _numbers()
    for begin in range(0, len(numbers), RECOUNTED):
        recount(numbers[begin : begin + RECOUNTED])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def director() -> User:
    """Somebody who may do everything at the desk."""
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("director@example.org", uuid.uuid4().hex, first_name="Ada", last_name="Director")


# Patterns


def _people_and_lists() -> None:
    Theme.objects.bulk_create(Theme(name=f"Theme {number}", slug=f"theme-{number}") for number in range(THEMES))
    Report.objects.bulk_create(Report(title=f"Report {number}", slug=f"report-{number}") for number in range(REPORTS))
    Person.objects.bulk_create(Person(name=f"Writer {number}", slug=f"writer-{number}", sort_name=f"Writer {number}") for number in range(WRITERS))
    for person in Person.objects.order_by("pk")[:100]:
        person.biography = f"<p>{_sentence('en', person.pk)} {_sentence('en', person.pk + 1)}</p>"
        person.save()
        flow.person_changed(person, now=timezone.now())


def _pattern(number: int) -> None:
    """One article, published, and translated in every language as a worker keeps it."""
    paragraphs = [" ".join(_sentence("en", number * 1000 + place * 10 + step) for step in range(SENTENCES)) for place in range(PARAGRAPHS)]
    html = "".join(f'<p data-block-key="p{place}">{text}</p>' for place, text in enumerate(paragraphs))
    body = json.dumps([{"type": "rich_text", "value": html, "id": "text"}])
    article = Article(title=_sentence("en", number)[:60], slug=f"article-{number}", standfirst=paragraphs[0][:200], language="en", body=body)
    Front.objects.get().add_child(instance=article)
    article.themes = [Theme.objects.get(slug=f"theme-{number % THEMES}")]
    article.reports = [Report.objects.get(slug=f"report-{number % REPORTS}")]
    article.credits = [Credit(person=Person.objects.get(slug=f"writer-{number}"), role="author")]  # type: ignore[attr-defined]  # modelcluster's relation
    article.save()
    now = timezone.now()
    flow.article_published(article, by=None, now=now)
    source = read_source(PublicState.objects.select_related("version").get(pk=article.pk).version)
    outlines_for([source])
    at, rows = now.isoformat(timespec="seconds"), []
    for language in OTHERS:
        targets = {one.key: Target(one.digest, _sentence(language, number * 1000 + place), "machine", "firefox", "2.1", made_at=at) for place, one in enumerate(source.segments)}
        settled = settle(None, Held(targets, {}), source, language, now=now)
        assert settled is not None
        rows.append(settled.row)
    write_rows(rows)


def _sentence(code: str, number: int) -> str:
    letters = "aeiou" if len(code) % 2 else "oiuea"
    words = [f"{code[:2]}{letters[(number + n) % 5]}{'lmnrst'[(number * n + n) % 6]}{letters[n % 5]}{'bdfgkp'[(number * 13 + n * 29) % 6]}" for n in range(WORDS)]
    return " ".join([*words, str(number)]).capitalize() + "."


# Copies


def _copy(first: int, last: int) -> None:
    """Copy every pattern's rows, the copies numbered `first` to `last`; copy k stands `k * STEP` beyond its pattern."""
    begin = f"WITH RECURSIVE copies(k) AS (SELECT {first} UNION ALL SELECT k + 1 FROM copies WHERE k < {last}) "  # noqa: S608 numbers
    own = f"copies.k * {STEP}"
    earlier = "strftime('%Y-%m-%d %H:%M:%f', {column}, '-' || (copies.k * 120) || ' minutes')"
    _pages(first, last)
    changed: list[tuple[str, dict[str, str], str]] = [
        ("articles_article", {"page_ptr_id": f"t.page_ptr_id + {own}"}, f"t.page_ptr_id < {STEP}"),
        ("articles_version", {"id": f"t.id + {own}", "article_id": f"t.article_id + {own}"}, f"t.id < {STEP}"),
        ("articles_publicstate", {
            "article_id": f"t.article_id + {own}", "version_id": f"t.version_id + {own}", "slug": "t.slug || '-' || copies.k", "headline": "t.headline || ' ' || copies.k",
            "first_public_at": earlier.format(column="t.first_public_at"), "modified_at": earlier.format(column="t.modified_at"),
        }, f"t.article_id < {STEP}"),
        ("articles_classified", {
            "id": "NULL", "article_id": f"t.article_id + {own}", "first_public_at": earlier.format(column="t.first_public_at"),
            "value": f"CASE t.facet WHEN 'person' THEN 1 + (t.value + copies.k * 7) % {WRITERS} WHEN 'month' THEN strftime('%Y%m', {earlier.format(column='t.first_public_at')}) ELSE t.value END",
        }, f"t.article_id < {STEP}"),
        ("articles_articleaddress", {"id": "NULL", "article_number": f"t.article_number + {own}", "slug": "t.slug || '-' || copies.k"}, f"t.article_number < {STEP}"),
        ("translation_outline", {"version_id": f"t.version_id + {own}"}, f"t.version_id < {STEP}"),
        ("translation_sentenceplace", {"id": "NULL", "article_id": f"t.article_id + {own}", "digest": "substr(t.digest, 1, 24) || printf('%08x', copies.k)"}, f"t.article_id < {STEP}"),
        ("translation_translation", {
            "id": "NULL", "article_id": f"t.article_id + {own}", "version_id": f"t.version_id + {own}", "outline_id": f"t.outline_id + {own}", "state": STATES,
            "outdated": "((t.article_id + copies.k + t.id * 3) % 23 = 0) * 2", "is_whole": "(t.article_id + copies.k * 5 + t.id) % 19 > 0",
            "made_at": earlier.format(column="t.made_at"),
        }, f"t.article_id < {STEP} AND (t.article_id * 7 + copies.k * 13 + t.id * 31) % 97 > 3"),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for table, values, which in changed:
            names = _columns(table)
            chosen = ", ".join(values.get(name, f't."{name}"') for name in names)
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor.execute(f"INSERT INTO {table} ({quoted}) {begin} SELECT {chosen} FROM copies, {table} AS t WHERE {which}")  # noqa: S608 names of ours


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _pages(first: int, last: int) -> None:
    """The rows of the tree; the patterns are the last children of the front."""
    names = _columns("wagtailcore_page")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wagtailcore_page WHERE id IN (SELECT page_ptr_id FROM articles_article WHERE page_ptr_id < %s)", [STEP])
        patterns = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    parent = patterns[0]["path"][: -Page.steplen]
    rows = []
    for copy in range(first, last + 1):
        for place, pattern in enumerate(patterns):
            row = {**pattern, "id": pattern["id"] + copy * STEP, "slug": f"{pattern['slug']}-{copy}", "translation_key": uuid.uuid4().hex}
            row |= {"path": Page._get_path(parent, pattern["depth"], STEP + copy * PATTERNS + place), "url_path": f"{pattern['url_path'].rstrip('/')}-{copy}/"}
            rows.append([row[name] for name in names])
    with connection.cursor() as cursor:
        quoted = ", ".join(f'"{name}"' for name in names)
        cursor.executemany(f"INSERT INTO wagtailcore_page ({quoted}) VALUES ({', '.join(['%s'] * len(names))})", rows)  # noqa: S608


# What the desk lists beside articles


def _numbers() -> list[int]:
    return list(PublicState.objects.order_by("-first_public_at", "-pk").values_list("pk", flat=True))


def _insert(table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names = ", ".join(f'"{name}"' for name in first)
    marks = ", ".join(["%s"] * len(first))
    with connection.cursor() as cursor:
        chunk = [tuple(first.values())]
        for row in rows:
            chunk.append(tuple(row.values()))
            if len(chunk) == 5_000:
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)  # noqa: S608
                chunk = []
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)  # noqa: S608


def _of_people(articles: int) -> None:
    """Sentences that people wrote, in 24 months."""
    people = [User.objects.create_user(f"translator-{number}@example.org", first_name="Translator", last_name=str(number), is_superuser=number < 20) for number in range(40)]
    now, numbers = timezone.now(), _numbers()
    _insert("translation_humantext", (
        {
            "source_language": "en", "target_language": OTHERS[number % 50], "digest": f"{number:032x}", "context": "", "source": _sentence("en", number), "target": _sentence("fr", number),
            "state": ("translated", "edited", "machine-checked")[number % 3], "person_id": people[number % 40].pk, "by": f"Translator {number % 40}", "engine": "",
            "made_at": now - timedelta(days=number % 700), "article_id": numbers[number % len(numbers)], "key": f"body.{number}#1", "is_current": True, "previous_id": None,
        }
        for number in range(articles * A_PERSON)
    ))  # fmt: skip
    assigned = range(min(ASSIGNED, len(numbers) * 10))
    Assignment.objects.bulk_create((
        Assignment(
            person=people[number % 20], article_id=numbers[number % len(numbers)], language=OTHERS[(number // len(numbers) * 7 + number % 7) % 50],
            state=("open", "begun", "done", "declined")[number % 4], made_at=now - timedelta(minutes=number), made_by=people[0],
        )
        for number in assigned
    ), batch_size=1000)  # fmt: skip
    months = [(now - timedelta(days=30 * month)).date().replace(day=1) for month in range(MONTHS)]
    WorkDone.objects.bulk_create(
        (WorkDone(month=month, language=code, engine=engine, sentences=1000, words=14_000) for month in dict.fromkeys(months) for code in OTHERS for engine in ("firefox", "memory", "llm")), batch_size=1000
    )  # fmt: skip


def _of_orders() -> None:
    """Orders of every article into a language each, over in three of four; of the newest one much waits."""
    now = timezone.now()
    versions = dict(PublicState.objects.values_list("pk", "version_id"))
    for place in range(ORDERS):
        order = TranslationOrder.objects.create(language=OTHERS[place], facet="all", made_at=now - timedelta(days=ORDERS - place), filled_at=now)
        _insert("translation_translationrequest", (
            {
                "article_id": number, "language": order.language, "kind": kind, "version_id": version, "state": "waiting" if place >= ORDERS * 3 // 4 else "done",
                "priority": 8 - (kind == "head"), "order_id": order.pk, "is_anew": False, "requested_at": now, "due_at": now - timedelta(days=1), "tries": 0, "problem": "", "fence": 0, "holder": "",
            }
            for number, version in versions.items() for kind in ("head", "whole")
        ))  # fmt: skip


def _of_readers(articles: int) -> None:
    """Sums by day and language, and by month, article and language."""
    today = timezone.now().date()
    _insert("delivery_pagecount", (
        {"day": today - timedelta(days=day), "language": code, "kind": kind, "subject": "", "number": 100 + day % 7}
        for day in range(MONTHS * 30) for code in languages.CODES for kind in ("pages", "read", "lacked")
    ))  # fmt: skip
    begins = sorted({(today - timedelta(days=30 * month)).replace(day=1) for month in range(MONTHS)})
    paths = [f"{at:%Y/%m}/{slug}" for slug, at in PublicState.objects.order_by("-first_public_at").values_list("slug", "first_public_at")[: articles // 4]]
    _insert("delivery_pagecount", (
        {"day": begin, "language": languages.CODES[(place + number * 5) % 51], "kind": ("read", "lacked")[number % 2], "subject": subject, "number": 1 + (place * 7 + number) % 900}
        for begin in begins for place, subject in enumerate(paths) for number in range(2)
    ))  # fmt: skip


def _of_words(articles: int) -> None:
    """Words that were agreed on, and a memory in every language."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    GlossaryTerm.objects.bulk_create(GlossaryTerm(source_language="en", language=OTHERS[number % 50], source=f"word {number}", target=f"mot {number}", made_at=now) for number in range(TERMS))
    for begin in range(0, articles // 20 * HELD_TEXTS, 1000):
        remember_imported(_held(range(begin, min(begin + 1000, articles // 20 * HELD_TEXTS))))


def _held(numbers: Sequence[int]) -> Iterator[Imported]:
    for number in numbers:
        source = _sentence("en", 10_000_000 + number)
        for code in OTHERS:
            yield Imported(digest(source), source, _sentence(code, number), "en", code, engine="firefox")
