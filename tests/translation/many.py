"""Many public articles at once, as rows: copies of one that was published in the ordinary way, each with its own number in its text."""

from __future__ import annotations

import copy
import json
import uuid
import zlib
from datetime import timedelta

from django.db import connection
from wagtail.models import Page

from coranto.articles.models import Article, PublicState, Version
from tests.site import making

NUMBER = "4711"  # stands in the words of the pattern, and becomes each copy's own


def make_many(count: int, *, text: str = f"The house has {NUMBER} doors. The road is old.", headline: str = f"The road {NUMBER}") -> list[int]:
    """The numbers of `count` articles in English; the first is the pattern."""
    pattern = making.make_article(headline, text=text)
    state, version = pattern.public, Version.objects.get(article=pattern)
    numbers = [pattern.pk, *_pages(pattern, count - 1)]
    document = json.dumps(version.document)
    versions = [
        Version(article_id=number, number=1, packed=zlib.compress(document.replace(NUMBER, str(number)).encode()), digest=f"copy-{number}", published_at=version.published_at)
        for number in numbers[1:]
    ]
    Version.objects.bulk_create(versions)
    own = dict(Version.objects.filter(article__in=numbers).values_list("article_id", "pk"))
    PublicState.objects.bulk_create(
        PublicState(
            article_id=number, version_id=own[number], language="en", slug=f"road-{number}", headline=headline.replace(NUMBER, str(number)),
            first_public_at=state.first_public_at + timedelta(hours=place), modified_at=state.modified_at + timedelta(hours=place),
        )
        for place, number in enumerate(numbers[1:], 1)
    )  # fmt: skip
    return numbers


def _pages(pattern: Article, count: int) -> list[int]:
    """The rows of the tree and of articles; the pattern is the last child of its parent."""
    first, pages = Page.objects.get(pk=pattern.pk), []
    parent, begin = pattern.path[: -Page.steplen], Page._str2int(pattern.path[-Page.steplen :])
    for place in range(count):
        page = copy.copy(first)
        page.pk = page.id = None
        page._state = copy.copy(page._state)
        page._state.adding = True
        page.path, page.slug, page.translation_key = Page._get_path(parent, pattern.depth, begin + 1 + place), f"copy-{place}", uuid.uuid4()
        page.url_path = f"{pattern.url_path.rstrip('/')}-{place}/"
        pages.append(page)
    Page.objects.bulk_create(pages)
    made = list(Page.objects.filter(path__startswith=parent, path__gt=pattern.path, depth=pattern.depth).order_by("path").values_list("pk", flat=True))
    columns = ", ".join(field.column for field in Article._meta.local_concrete_fields if field.column != "page_ptr_id")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO articles_article (page_ptr_id, {columns}) SELECT %s, {columns} FROM articles_article WHERE page_ptr_id = %s",
            [(number, pattern.pk) for number in made],
        )
    return made
