"""Every word of an article that readers see is translated, becomes outdated when its original changes, and is shown in their language."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import lxml.html
import pytest

from coranto.articles.models import Article, Credit, PublicState
from coranto.delivery.house import Target
from coranto.languages import get
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.translating.places import named_places, place_of
from coranto.publication.models import LanguagePolicy
from coranto.site.house import SiteHouse
from coranto.translation.choosing import Order
from coranto.translation.memory import Imported, remember_imported
from coranto.translation.models import Translation
from coranto.translation.segments import digest
from coranto.translation.sources import Source, read_source
from coranto.translation.working import translate_due
from tests.newsroom.translating import make_translator
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
WORDS = {
    "headline": "The headline", "standfirst": "The standfirst.", "note_to_readers": "<p>The note to readers.</p>",
    "picture_alt": "The alternative text", "picture_caption": "<p>The caption of the picture.</p>",
}  # fmt: skip
# What stands where in the body, by the kind of its block.
BODY = ["paragraph", "heading", "pull quote", "list item", "table caption", "head of the table", "cell of the table", "alternative text within", "caption within", "embedded video", "remark of the desk"]


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "ar", "ja"]).delete()


def stream(picture: int, *, suffix: str = "") -> str:
    def text(words: str) -> str:
        return f"The {words}{suffix}."

    table = {"data": [[text(BODY[5])], [text(BODY[6])]], "first_row_is_table_header": True, "first_col_is_header": False, "table_caption": text(BODY[4])}
    blocks: list[tuple[str, Any]] = [
        ("rich_text", f'<p data-block-key="k1">{text(BODY[0])}</p>'), ("heading", {"text": text(BODY[1]), "level": "2"}), ("pull_quote", {"text": text(BODY[2]), "speaker": ""}),
        ("text_list", {"ordered": False, "items": [f"<p>{text(BODY[3])}</p>"]}), ("table", table),
        ("picture", {"picture": picture, "alt_text": text(BODY[7]), "caption": f"<p>{text(BODY[8])}</p>", "credit": "", "copyright_notice": "", "redistributable": ""}),
        ("embed", {"url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "caption": text(BODY[9])}), ("note", {"text": f"<p>{text(BODY[10])}</p>"}),
    ]  # fmt: skip
    return json.dumps([{"type": kind, "value": value, "id": f"b{number}"} for number, (kind, value) in enumerate(blocks)])


def article_of_every_word() -> Article:
    picture = making.make_picture("A picture", size=(64, 48))
    fields = {name: value for name, value in WORDS.items() if name != "headline"}
    article = making.make_article(WORDS["headline"], slug="words", body=stream(picture.pk), picture=picture, publish=False, **fields)
    article.credits = [Credit(person=making.make_person(), role="author", note="the note of a credit")]
    article.save()
    making.publish_article(article, at=making.START)
    flow.article_corrected(article, kind="correction", text="The correction.", by=None, now=NOW)
    return article


def source_of(article: Article) -> Source:
    return read_source(PublicState.objects.select_related("version").get(pk=article.pk).version)


def memory_knows(article: Article, language: str) -> dict[str, str]:
    """Let the memory know every sentence, and the worker keep it; the translations by their originals."""
    segments = source_of(article).segments
    known = {one.plain: f"{language} {digest(one.plain)[:6]}" for one in segments}
    remember_imported([Imported(digest(one.text), one.text, known[one.plain], "en", language) for one in segments])
    translate_due({}, Order(), told=flow.translations_kept, clock=lambda: LATER)
    return known


def page(article: Article, language: str) -> lxml.html.HtmlElement:
    rendered = SiteHouse().render(Target(f"/{language}/2024/03/{article.slug}/", language, "article", str(article.pk)))
    assert rendered is not None
    return lxml.html.fromstring(rendered.body)


def seen(html: lxml.html.HtmlElement) -> str:
    """What readers see and hear of a page."""
    return " ".join([*html.xpath("//main//text()"), *html.xpath("//main//@alt"), *html.xpath("//main//caption//text()")])


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_word_is_translated_shown_and_outdated_when_it_changes(language: str) -> None:
    article = article_of_every_word()
    known = memory_knows(article, language)
    wanted = {"The headline", "The standfirst.", "The note to readers.", "The alternative text", "The caption of the picture.", "the note of a credit", "The correction."}
    assert wanted | {f"The {words}." for words in BODY} <= known.keys()
    html = page(article, language)
    shown = seen(html)
    assert html.get("dir", "ltr") == get(language).direction
    assert {words for words, text in known.items() if text not in shown} == set(), "each in the reader's language"
    assert {words for words in known if words in shown} == set(), "and none in the original's"
    places = named_places(source_of(article).document)
    assert "Text" not in {place_of(one.path, places) for one in source_of(article).segments}, "translators are told where each stands"
    row = Translation.objects.get(article=article, language=language)
    assert row.is_whole
    ada = make_translator("ada@example.org", "Ada Translator")
    flow.translation_accepted(article, language, by=ada, now=LATER)
    changes: dict[str, Any] = {name: value.replace("The", "The new") for name, value in WORDS.items() if name != "headline"}
    article.title = "The new headline"
    for name, value in changes.items():
        setattr(article, name, value)
    article.body = stream(article.picture_id, suffix=" now")
    article.credits = [Credit(person=credit.person, role=credit.role, note="the new note of a credit") for credit in article.credits.all()]
    article.save()
    flow.article_published(article, by=None, now=LATER)
    memory_knows(article, language)
    row = Translation.objects.get(article=article, language=language)
    targets = row.targets
    fresh = {one.key: one.plain for one in source_of(article).segments}
    assert {fresh[key] for key, one in targets.items() if not one.is_outdated} == {"The correction."}
    assert row.outdated == len(fresh) - 1
    assert {one.by for one in targets.values()} == {"Ada Translator"}, "no person's word is overwritten"
    shown = seen(page(article, language))
    assert {words for words, text in known.items() if text not in shown} == set(), "people's words stand"
    assert len(row.proposals) == len(fresh) - 1


QUOTED = [
    ("es", "L’État, c’est moi.", "fr", "El Estado soy yo."),
    ("ar", "العدل أساس الملك.", "ar", None),
    ("ja", "七転び八起き。", "ja", None),
    ("es", "Ladran, luego cabalgamos.", "es", None),
]


@pytest.mark.parametrize(("language", "original", "said_in", "translated"), QUOTED, ids=[f"{one[2]} read in {one[0]}" for one in QUOTED])
@pytest.mark.parametrize("written_in", ["en", "ru"])
def test_a_quotation_is_shown_as_it_was_said_where_readers_read_that(written_in: str, language: str, original: str, said_in: str, translated: str | None) -> None:
    LanguagePolicy.objects.get_or_create(language=written_in)
    value = {"text": "<p>Words in another tongue.</p>", "speaker": "", "source_url": "", "language": "", "original_text": original, "original_language": said_in}
    body = json.dumps([{"type": "quotation", "value": value, "id": "q1"}, {"type": "rich_text", "value": '<p data-block-key="a">Behind it.</p>', "id": "p1"}])
    article = making.make_article("The words", slug="words", body=body, language=written_in, standfirst="", at=making.START)
    segments = source_of(article).segments
    known = {"Words in another tongue.": translated or "translated back", "Behind it.": "texto", "The words": "titular"}
    remember_imported([Imported(digest(one.text), one.text, known[one.plain], written_in, language) for one in segments])
    translate_due({}, Order(), told=flow.translations_kept, clock=lambda: LATER)
    quotation = page(article, language).find_class("quotation")[0]
    text = " ".join(quotation.text_content().split())
    assert original in text
    assert "Words in another tongue" not in text
    assert "translated back" not in text
    row = Translation.objects.get(article=article, language=language)
    assert row.is_whole
    if translated is None:
        assert len(row.targets) == len(segments) - 1, "and nobody was asked to translate it"
        assert quotation.xpath("ancestor-or-self::*[@lang][1]/@lang") == [language]
    else:
        assert translated in text
        assert quotation.xpath(f".//*[@lang='{said_in}']")[0].text_content().strip().strip("“”«»") in original, "beside it stands what was said"
