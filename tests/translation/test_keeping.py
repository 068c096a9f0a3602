"""Articles in other languages: kept whole, labelled honestly, let out by policy, never a person's word lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from coranto.articles.models import Article, Version
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy, Policy
from coranto.site.house import SiteHouse
from coranto.translation.keeping import TranslationError, keep_translation
from coranto.translation.models import State, Translation
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "fr", "ar"]).delete()


def translate(article: Article, language: str = "fr", *, state: str = State.MACHINE, headline: str = "La route", by: str = "an engine") -> Translation:
    version = Version.objects.filter(article=article).first()
    assert version is not None
    document: dict[str, Any] = {**version.document, "headline": headline, "standfirst": "Un chapeau."}
    document["body"] = [{**block, "html": "Le texte.<script>alert(1)</script>"} for block in document["body"]]
    return keep_translation(version, document, language=language, state=state, by=by, now=NOW)


def page(language: str) -> str | None:
    house = SiteHouse()
    target = next((target for target in house.targets(None) if target.kind == "article" and target.language == language), None)
    rendered = house.render(target) if target else None
    return rendered.body.decode() if rendered else None


def test_a_machines_text_is_read_with_its_label_and_not_indexed() -> None:
    translate(making.make_article("The road"))
    html = page("fr")
    assert html is not None
    assert "La route" in html
    assert 'data-text="machine"' in html
    assert 'class="made"' in html
    assert "noindex" in html
    assert '"translator":{"@type":"SoftwareApplication","name":"an engine"}' in html
    assert "alert(1)" not in html
    original = page("en")
    assert original is not None
    assert 'hreflang="fr" href' not in original  # unreviewed pages stay out of the alternates


def test_a_text_that_comes_as_a_whole_is_clean_wherever_it_has_markup() -> None:
    picture = making.make_picture(size=(64, 48))
    table = {"data": [["Year"], ["1865"]], "first_row_is_table_header": True, "first_col_is_header": False, "table_caption": "Then & now"}
    image = {"picture": picture.pk, "alt_text": "A road", "caption": "<p>A road.</p>", "credit": "", "copyright_notice": "", "redistributable": ""}
    blocks = [("table", table), ("gallery", [{"type": "item", "value": image, "id": "g1"}]), ("text_list", {"ordered": False, "items": ["<p>One.</p>"]})]
    article = making.make_article("The road", body=json.dumps([{"type": kind, "value": value, "id": f"b{number}"} for number, (kind, value) in enumerate(blocks)]))
    document = json.loads(json.dumps(Version.objects.get(article=article).document))
    harm = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    kinds = {block["type"]: block for block in document["body"]}
    assert kinds.keys() == {"table", "gallery", "list"}
    kinds["table"]["header"], kinds["table"]["rows"] = [f"An{harm}"], [[f"1865{harm}"]]
    kinds["gallery"]["images"][0]["caption"] = f"<p>Une route{harm}</p>"
    kinds["list"]["items"] = [f"Un{harm}"]
    row = keep_translation(Version.objects.get(article=article), document, language="fr", state=State.MACHINE, by="an engine", now=NOW)
    kept = {block["type"]: block for block in row.document["body"]}
    assert "alert" not in str(kept)
    assert "onerror" not in str(kept)
    assert (kept["table"]["header"], kept["table"]["rows"], kept["table"]["caption"]) == (["An"], [["1865"]], "Then & now")
    assert "Une route" in kept["gallery"]["images"][0]["caption"]


def test_a_persons_text_is_indexed_and_named() -> None:
    translate(making.make_article("The road"), state=State.TRANSLATED, by="Ada Translator")
    html = page("fr")
    assert html is not None
    assert "Ada Translator" in html
    assert "noindex" not in html


def test_policy_decides_what_may_be_read() -> None:
    translate(making.make_article("The road"))
    LanguagePolicy.objects.filter(language="fr").update(policy=Policy.REVIEWED)
    assert page("fr") is None
    LanguagePolicy.objects.filter(language="fr").update(policy=Policy.MACHINE, index_unreviewed=True)
    html = page("fr")
    assert html is not None
    assert "noindex" not in html


def test_a_machine_never_takes_the_place_of_a_person() -> None:
    article = making.make_article("The road")
    translate(article, state=State.TRANSLATED, by="Ada Translator")
    with pytest.raises(TranslationError, match="a person's work"):
        translate(article, headline="Autre chose")
    assert Translation.objects.get().document["headline"] == "La route"
    with pytest.raises(TranslationError, match="no translation"):
        translate(article, "en")


def test_a_translation_older_than_the_original_says_so() -> None:
    article = making.make_article("The road")
    translate(article)
    article.title = "The other road"
    article.save()
    flow.article_published(article, by=None, now=NOW)
    html = page("fr")
    assert html is not None
    assert "La route" in html
    assert html.count("The other road") == 0


def test_a_withdrawn_article_is_gone_in_every_language() -> None:
    article = making.make_article("The road")
    translate(article)
    flow.article_withdrawn(article, reason="Forged.", by=None, now=NOW)
    house = SiteHouse()
    answers = {target.language: house.render(target) for target in house.targets(None) if target.kind == "article"}
    assert set(answers) == {"en", "fr"}
    assert all(answer is not None and answer.status == 410 for answer in answers.values())
