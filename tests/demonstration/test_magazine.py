"""The demonstration magazine holds what it promises: genres, languages, provenance, corrections, pictures."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from coranto.demonstration import parsing
from coranto.demonstration.bodies import BodyError, blocks
from coranto.demonstration.shapes import Article, Demonstration


@pytest.fixture(scope="module")
def magazine() -> Demonstration:
    return parsing.load()


def words(article: Article) -> int:
    return len(
        parsing.plain_text([{key: value for key, value in block.items() if key not in ("id", "type", "url", "provider")} for block in article.body]).split()
    )


def copy_of_the_files(folder: Path) -> Path:
    shutil.copytree(parsing.HOME, folder / "copy", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder / "copy"


def test_it_has_more_than_fourteen_articles_by_more_than_six_authors_in_seven_languages_over_two_years(magazine: Demonstration) -> None:
    authors = {credit.person for article in magazine.articles for credit in article.credits if credit.role == "author"}
    assert len(magazine.articles) >= 14
    assert len(authors) >= 6
    assert {article.language for article in magazine.articles} == {"en", "fr", "ar", "es", "ja", "de", "pt"}
    assert magazine.articles[-1].published - magazine.articles[0].published > timedelta(days=2 * 365)


def test_every_region_theme_and_report_is_used(magazine: Demonstration) -> None:
    assert {code for article in magazine.articles for code in article.regions} == {region.code for region in magazine.regions}
    assert {slug for article in magazine.articles for slug in article.themes} == {theme.slug for theme in magazine.themes}
    assert {slug for article in magazine.articles for slug in article.reports} == {report.slug for report in magazine.reports}
    assert len(magazine.regions) == 7
    assert len(magazine.reports) == 3


def test_every_kind_of_block_appears_somewhere(magazine: Demonstration) -> None:
    kinds = Counter(block["type"] for article in magazine.articles for block in article.body)
    expected = {"paragraph", "heading", "quotation", "pullquote", "list", "table", "image", "gallery", "embed", "note", "divider"}
    assert set(kinds) == expected


def test_a_quotation_keeps_its_original_words_and_their_language(magazine: Demonstration) -> None:
    quoted = [block for block in magazine.article("white-columns").body if block["type"] == "quotation"]
    assert quoted[0]["original"]["language"] == "fr"
    assert quoted[0]["original"]["text"].startswith("Pourvu que je ne parle")
    assert ">>>" not in quoted[0]["html"]


def test_reposts_say_where_they_come_from_and_by_what_right(magazine: Demonstration) -> None:
    reposts = [article.provenance for article in magazine.articles if article.provenance]
    assert {provenance.basis for provenance in reposts} == {"licence", "permission", "fair-use"}
    for provenance in reposts:
        assert (urlsplit(provenance.url).hostname or "").endswith(".example")
        assert provenance.authors
        assert provenance.first_published
        assert provenance.copyright_notice
        assert provenance.usage_terms
        assert provenance.evidence


def test_a_repost_that_translates_one_of_ours_says_which(magazine: Demonstration) -> None:
    linked = [article for article in magazine.articles if article.translation_of]
    assert [(article.language, article.translation_of) for article in linked] == [("es", "a-correction-should-run-as-far-as-the-error")]


def test_there_is_one_of_each_correction_and_one_withdrawal(magazine: Demonstration) -> None:
    kinds = Counter(correction.kind for article in magazine.articles for correction in article.corrections)
    assert kinds == {"correction": 1, "clarification": 1, "update": 1, "retraction": 1}
    assert [article.slug for article in magazine.articles if article.withdrawal] == ["one-noticeboard-in-three"]


def test_the_flagship_has_six_hundred_words(magazine: Demonstration) -> None:
    assert 600 <= words(magazine.flagship) <= 650


def test_pictures_are_the_right_size_and_light(magazine: Demonstration) -> None:
    assert sum(image.path.stat().st_size for image in magazine.images) < 2_500_000
    for image in magazine.images:
        assert image.alt
        assert image.credit
        assert image.path.stat().st_size < 120_000, image.name
        if not image.name.startswith(("portrait", "logo")):
            with Image.open(image.path) as opened:
                assert opened.size == (1600, 1000), image.name


def test_loading_twice_gives_the_same_block_ids_and_no_two_alike(magazine: Demonstration) -> None:
    ids = [block["id"] for article in magazine.articles for block in article.body]
    assert ids == [block["id"] for article in parsing.load().articles for block in article.body]
    assert len(ids) == len(set(ids))


def test_a_wrong_name_is_explained(tmp_path: Path) -> None:
    home = copy_of_the_files(tmp_path)
    parsing.load(home)  # whole before the change
    article = home / "articles" / "20-corrections-will-follow.md"
    article.write_text(article.read_text(encoding="utf-8").replace('themes = ["corrections"]', 'themes = ["erata"]'), encoding="utf-8")
    with pytest.raises(parsing.DemonstrationError, match=r"20-corrections-will-follow\.md: unknown theme “erata”\. Use one of: agencies"):
        parsing.load(home)


def test_a_corrected_sentence_that_is_not_in_the_article_is_refused(tmp_path: Path) -> None:
    home = copy_of_the_files(tmp_path)
    article = home / "articles" / "06-four-agencies-and-a-map.md"
    body = article.read_text(encoding="utf-8").replace("\nThe arrangement ended in 1934", "\nIt ended in 1934")
    article.write_text(body, encoding="utf-8")
    with pytest.raises(parsing.DemonstrationError, match="the corrected sentence"):
        parsing.load(home)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":::sidebar\nText\n:::", "Unknown fence :::sidebar"),
        (":::note\nText", "never closed"),
        (":::embed\nurl: https://video.example/1\ncaption: A film\n:::", "cannot be embedded"),
        (":::image\nimage: ship\n:::", "has no “alt:”"),
        ("    code", "No block stands for"),
    ],
)
def test_a_body_that_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(BodyError, match=message):
        blocks(text, slug="x")


def test_markup_in_a_body_stays_text() -> None:
    (block,) = blocks("Good <script>alert(1)</script> *news*.", slug="x")
    assert block["html"] == "Good &lt;script&gt;alert(1)&lt;/script&gt; <em>news</em>."
