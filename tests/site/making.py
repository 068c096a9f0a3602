"""Plain functions that make what a test's publication is made of."""

from __future__ import annotations

import io
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import Image, ImageDraw
from wagtail.models import Page

from coranto.articles.models import Article, Credit, Front, Outlet, Person, Provenance, StandingPage
from coranto.newsroom import flow
from coranto.pictures.models import Picture
from coranto.publication.models import LanguagePolicy, Publication
from coranto.taxonomy.models import Region, Report, Theme

START = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
_count = itertools.count(1)


def make_publication(*languages: str, **settings: Any) -> Publication:
    """The publication with its languages; English is the default and always there."""
    publication = Publication.load()
    for name, value in {"name": "The Example", "tagline": "News of the road", **settings}.items():
        setattr(publication, name, value)
    publication.save()
    for language in languages:
        LanguagePolicy.objects.get_or_create(language=language)
    return publication


def make_front() -> Front:
    """The front page, root of everything; the one there is, else a new one."""
    found = Front.objects.first()
    if found is not None:
        return found
    front = Front(title="Front", slug="front")
    Page.objects.get(depth=1).add_child(instance=front)
    return front


def make_person(name: str = "Ada Reporter", **fields: Any) -> Person:
    """Somebody for a byline."""
    return Person.objects.create(name=name, slug=slugify(name, allow_unicode=True) or f"person-{next(_count)}", sort_name=name, **fields)


def make_outlet(name: str = "The Other Paper", **fields: Any) -> Outlet:
    """An outlet articles are reposted from."""
    return Outlet.objects.create(name=name, slug=slugify(name), **fields)


def make_region(code: str = "002", name: str = "Africa", **fields: Any) -> Region:
    """A region."""
    return Region.objects.create(code=code, name=name, slug=slugify(name), **fields)


def make_theme(name: str = "Roads", **fields: Any) -> Theme:
    """A theme."""
    return Theme.objects.create(name=name, slug=slugify(name), **fields)


def make_report(title: str = "The long way", **fields: Any) -> Report:
    """An in-depth report."""
    return Report.objects.create(title=title, slug=slugify(title), **fields)


def make_standing(title: str = "About us", slug: str = "about", purpose: str = "about", body: str = "<p>Who we are.</p>", **fields: Any) -> StandingPage:
    """A standing page, published."""
    page = StandingPage(title=title, slug=slug, purpose=purpose, body=body, **fields)
    make_front().add_child(instance=page)
    flow.standing_published(page, now=START)
    return page


def make_picture(title: str = "A road", *, size: tuple[int, int] = (1600, 1000), credit: str = "Ada Reporter", **fields: Any) -> Picture:
    """A picture with hills and a road."""
    image = Image.new("RGB", size, "#e9e0cc")
    draw = ImageDraw.Draw(image)
    for step in range(0, size[1], 18):
        draw.line([(0, step), (size[0], step + size[1] // 5)], fill="#3a332b", width=1 + step * 6 // size[1])
    draw.polygon([(size[0] * 0.45, size[1] * 0.4), (size[0] * 0.55, size[1] * 0.4), (size[0] * 0.8, size[1]), (size[0] * 0.2, size[1])], fill="#8a1c1c")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    number = next(_count)
    return Picture.objects.create(title=title, file=ContentFile(out.getvalue(), name=f"road-{number}.jpg"), credit=credit, description=title, **fields)


def make_article(headline: str = "A road is built", *, text: str = "The first stone was laid.", at: datetime | None = None, publish: bool = True, **fields: Any) -> Article:
    """An article, published unless told not to.

    `authors`, `regions`, `themes`, `reports` are rows; `body` are blocks (type, value); `provenance` a dict of fields.
    """
    relations = {name: fields.pop(name, ()) for name in ("regions", "themes", "reports")}
    authors, provenance, body = fields.pop("authors", ()), fields.pop("provenance", None), fields.pop("body", None)
    slug = fields.pop("slug", slugify(headline, allow_unicode=True) or f"article-{next(_count)}")
    article = Article(title=headline, slug=slug, **{"standfirst": f"Standfirst of {headline}.", **fields})
    article.body = body if body is not None else [("rich_text", _rich(text))]
    make_front().add_child(instance=article)
    for name, rows in relations.items():
        setattr(article, name, list(rows))
    article.credits = [Credit(person=person, role="author") for person in authors]
    if provenance is not None:
        article.provenances = [Provenance(**provenance)]
    article.save()
    if publish:
        publish_article(article, at=at)
    return article


def _rich(text: str) -> Any:
    block = Article._meta.get_field("body").stream_block.child_blocks["rich_text"]
    paragraphs = "".join(f'<p data-block-key="k{number}">{part}</p>' for number, part in enumerate(text.split("\n\n")))
    return block.to_python(paragraphs)


def rich(html: str) -> Any:
    """Rich text as a block takes it."""
    return Article._meta.get_field("body").stream_block.child_blocks["rich_text"].to_python(html)


def publish_article(article: Article, *, at: datetime | None = None) -> None:
    """Publish an article through `flow`, at a time of its own."""
    flow.article_published(article, by=None, now=at or START + timedelta(minutes=next(_count)))
