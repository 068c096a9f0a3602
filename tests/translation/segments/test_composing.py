"""An article in another language is put together from its sentences: balanced, clean, with the same links, and honest."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.reading import sanitising
from coranto.translation.segments import compose, cut, is_whole

LINK = '<a href="https://example.org/">'


def make_document(*body: dict[str, Any], language: str = "en", **more: Any) -> dict[str, Any]:
    return {
        "language": language, "headline": "A road", "standfirst": "", "note": "", "image": None, "credits": [],
        "body": [{"id": f"b{number}", **block} for number, block in enumerate(body, 1)], **more,
    }  # fmt: skip


def paragraph(html: str) -> dict[str, Any]:
    return {"type": "paragraph", "html": html}


def quotation(html: str, *, language: str | None = None, original: dict[str, str] | None = None) -> dict[str, Any]:
    return {"type": "quotation", "html": html, "speaker": None, "url": None, "language": language, "original": original}


def in_language(document: dict[str, Any], language: str, *targets: str, headline: str = "Un chemin") -> dict[str, Any]:
    keys = [one.key for one in cut(document, language=language) if one.path.startswith("body.")]
    return compose(document, language=language, targets={"headline#1": headline, **dict(zip(keys, targets, strict=False))})


def test_sentences_stand_where_their_sources_stood() -> None:
    document = make_document(paragraph(f"The <em>Nova</em> came. It {LINK}sank</a>."), {"type": "heading", "level": 2, "text": "Ships & men"})
    before = deepcopy(document)
    made = in_language(document, "fr", "Le <1>Nova</1> est venu.", "Il a <1>coulé</1>.", "Navires &amp; hommes")
    assert made["language"] == "fr"
    assert made["headline"] == "Un chemin"
    assert made["body"][0] == {"id": "b1", "type": "paragraph", "html": f"Le <em>Nova</em> est venu. Il a {LINK}coulé</a>."}
    assert made["body"][1]["text"] == "Navires & hommes"
    assert document == before


@pytest.mark.parametrize(("language", "expected"), [("ja", "一。二。"), ("zh-Hans", "一。二。"), ("fr", "一。 二。")])
def test_a_language_without_spaces_gets_none(language: str, expected: str) -> None:
    assert in_language(make_document(paragraph("One. Two.")), language, "一。", "二。")["body"][0]["html"] == expected


def test_a_language_with_spaces_gets_them_from_one_without() -> None:
    made = in_language(make_document(paragraph("一。二。"), language="ja"), "en", "One.", "Two.")
    assert made["body"][0]["html"] == "One. Two."


def test_a_link_over_two_sentences_is_one_link_again() -> None:
    made = in_language(make_document(paragraph(f"{LINK}One. Two.</a>")), "fr", "<1>Un.</1>", "<1>Deux.</1>")
    assert made["body"][0]["html"] == f"{LINK}Un. Deux.</a>"


def test_a_block_that_lacks_a_sentence_stays_in_its_language_and_says_so() -> None:
    document = make_document(paragraph("One. Two."), paragraph("Three."), {"type": "list", "ordered": False, "items": ["A one.", "A two."]})
    keys = [one.key for one in cut(document)]
    targets = {"headline#1": "Un chemin", "body.b1.html#1": "Un.", "body.b2.html#1": "Trois.", "body.b3.items.1#1": "Un un."}
    made = compose(document, language="fr", targets=targets)
    assert made["body"][0] == {**document["body"][0], "language": "en"}
    assert made["body"][1]["html"] == "Trois."
    assert "language" not in made["body"][1]
    assert made["body"][2] == {**document["body"][2], "language": "en"}
    assert not is_whole(document, targets)
    assert is_whole(document, dict.fromkeys(keys, "Texte."))


def test_a_target_that_leads_elsewhere_or_nowhere_is_not_used() -> None:
    document = make_document(paragraph(f"It {LINK}sank</a>."))
    assert in_language(document, "fr", "Il a coulé.")["body"][0]["language"] == "en"
    assert in_language(document, "fr", "Il a coulé.<1></1>")["body"][0]["language"] == "en"
    assert "language" not in in_language(document, "fr", "Il a <1>coulé</1>.")["body"][0]


def test_what_a_target_brings_along_does_no_harm() -> None:
    document = make_document(paragraph("The <em>Nova</em> came."), {"type": "heading", "level": 2, "text": "Ships"})
    made = in_language(document, "fr", "<script>alert(1)</script><1>Nova <9>x</9></2> &lt;b&gt;", "<img src=x onerror=y>\nNavires\x00")
    assert made["body"][0]["html"] == "&lt;script&gt;alert(1)&lt;/script&gt;<em>Nova x &lt;b&gt;</em>"
    assert made["body"][1]["text"] == "<img src=x onerror=y> Navires"  # text, which a page escapes


def test_a_quotation_in_the_reader_s_language_is_shown_as_it_was_said() -> None:
    original = {"text": "L’État, c’est moi & nul autre.", "language": "fr"}
    document = make_document(quotation("<p>I am the state.</p>", original=original))
    assert [one.path for one in cut(document, language="fr")] == ["headline"]
    french, german = in_language(document, "fr"), in_language(document, "de", "Der Staat bin ich.")
    assert french["body"][0]["html"] == "<p>L’État, c’est moi &amp; nul autre.</p>"
    assert french["body"][0]["original"] is None
    assert german["body"][0]["html"] == "<p>Der Staat bin ich.</p>"
    assert german["body"][0]["original"] == original
    assert is_whole(document, {"headline#1": "Un chemin"}, language="fr")
    assert not is_whole(document, {"headline#1": "Ein Weg"}, language="de")


def test_a_translated_quotation_keeps_what_was_said_beside_it() -> None:
    made = in_language(make_document(quotation("<p>Nothing to communicate.</p>")), "fr", "Rien à communiquer.")
    assert made["body"][0]["html"] == "<p>Rien à communiquer.</p>"
    assert made["body"][0]["original"] == {"text": "Nothing to communicate.", "language": "en"}


def test_a_quotation_in_a_third_language_is_left_alone() -> None:
    document = make_document(quotation("<p>Veni, vidi, vici.</p>", language="la"))
    assert [one.path for one in cut(document)] == ["headline"]
    made = in_language(document, "fr")
    assert (made["body"][0]["html"], made["body"][0]["language"]) == ("<p>Veni, vidi, vici.</p>", "la")


def test_the_words_of_the_picture_are_in_one_language() -> None:
    document = make_document(image={"picture": 1, "alt": "A ship", "caption": "It sails."})
    made = compose(document, language="fr", targets={"headline#1": "Un chemin", "image.alt#1": "Un navire"})
    assert (made["image"]["alt"], made["image"]["language"]) == ("A ship", "en")
    whole = compose(document, language="fr", targets={"image.alt#1": "Un navire", "image.caption#1": "Il vogue."})
    assert whole["image"] == {"picture": 1, "alt": "Un navire", "caption": "Il vogue."}


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab<>/12 &;\"'\n.é"), max_size=40))
def test_whatever_comes_back_is_balanced_and_has_the_same_links(target: str) -> None:
    html = f"The <em>Nova {LINK}came</a></em>."
    made = in_language(make_document(paragraph(html)), "fr", target)["body"][0]
    assert made["html"] == html or (made["html"].count("<a ") >= 1 and made["html"].count(LINK) == made["html"].count("<a "))
    assert made["html"] == sanitising.block(made["html"])
