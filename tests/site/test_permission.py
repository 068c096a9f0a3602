"""May I …? The form answers by the terms at once, takes a request where one has to ask, and tells nobody of what is not public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import lxml.html
import pytest
from django.http import HttpResponse
from django.test import Client

from coranto import languages
from coranto.articles.models import Article
from coranto.licensing.models import Letter, Request, State
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS
from coranto.rights.stating import make_default, state_terms
from coranto.site.permission.letters import subject_of
from tests.site import making
from tests.site.conftest import Built
from tests.site.test_translations import make_translation

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WISH = {"name": "Mara Quill", "email": "mara@valley.example", "outlet": "The Valley Sheet", "territory": "Peru", "circulation": "900", "message": "We print on Fridays."}


@pytest.fixture
def article() -> Article:
    found_publication()
    making.make_publication("fr", "ar")
    terms = Terms.objects.create(name="Community", slug="community")
    state_terms(terms, PRESETS["community"].record, notice="")
    make_default(terms)
    return making.make_article("A road is built", authors=[making.make_person()])


def look(address: str, **asked: Any) -> lxml.html.HtmlElement:
    """A page as a reader without an account gets it; nothing is remembered of them."""
    answer = Client().get(address, asked)
    assert answer.status_code == 200, answer.content[:300]
    assert not answer.cookies
    return lxml.html.fromstring(answer.content)


def filled_in(page: lxml.html.HtmlElement, **typed: str) -> dict[str, str]:
    """What a browser sends of the request on a page."""
    [form] = [form for form in page.forms if form.method == "POST"]
    return {**{name: value or "" for name, value in form.form_values()}, **typed}


def ask_for(article: Article, use: str = "print", language: str = "en", **typed: str) -> HttpResponse:
    page = look(f"/{language}/permission/", article=article.pk, use=use, by="outlet")
    return Client().post(f"/{language}/permission/", filled_in(page, **{**WISH, **typed}))


def verdict(page: lxml.html.HtmlElement) -> str:
    return str(page.xpath("//section[@class='asking-answer']/@data-verdict")[0])


def test_what_the_terms_allow_is_answered_at_once_with_what_is_owed(article: Article) -> None:
    page = look("/en/permission/", article=article.pk, use="repost", by="community")
    assert verdict(page) == "yes"
    owed = page.xpath("//section[@class='asking-answer']//li/text()")
    assert "Link to the original article." in owed
    assert any("Ada Reporter" in sentence and f"/en/2024/03/{article.slug}/" in sentence for sentence in owed)
    assert [form.method for form in page.forms if form.get("class") == "asking-form"] == ["GET"]
    assert verdict(look("/en/permission/", article=article.pk, use="repost", by="outlet")) == "ask"
    page = look("/en/permission/", article=article.pk, use="ai-training", by="community")
    assert (verdict(page), page.xpath("//section[@class='asking-answer']//li/text()")) == ("no", ["Training artificial intelligence · Not allowed"])


def test_an_article_is_found_by_its_address_in_any_language(article: Article) -> None:
    for typed in (f"http://127.0.0.1:8000/en/2024/03/{article.slug}/", f"/fr/2024/03/{article.slug}/?x=1#y", article.slug, str(article.pk)):
        assert look("/en/permission/", article=typed).xpath("//p[@class='asking-article']//bdi/text()") == ["A road is built"]


def test_a_request_reaches_the_desk_and_its_sender_hears_of_it_in_their_language(article: Article) -> None:
    answer = ask_for(article, language="fr")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fr/permission/sent/")
    request = Request.objects.get()
    assert (request.state, request.use, request.by, request.name, request.language, request.wanted_language) == (State.NEW, "print", "outlet", "Mara Quill", "fr", "fr")
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["asked", "notice", "received"]
    assert "Mara Quill" in Letter.objects.get(kind="notice").text


def test_letters_name_the_article_by_its_headline_in_the_language_of_who_asked(article: Article) -> None:
    ask_for(article, language="ar")
    request = Request.objects.get()
    assert "A road is built" in subject_of(request), "it has no other yet"
    make_translation(article, "ar", headline="طريق يُشق")
    assert "طريق يُشق" in subject_of(request)
    assert "A road is built" not in subject_of(request)
    flow.article_withdrawn(article, reason="It was false.", by=None, now=making.START)
    assert "A road is built" in subject_of(request), "as it stood when they asked"


def test_a_live_address_that_leads_nowhere_says_so_in_its_language(article: Article) -> None:
    for path in ("/fr/permission/letters/nothing/", "/fr/grant/nothing/", "/fr/2024/03/nothing/republish/"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Content-Language"], answer["Cache-Control"]) == (404, "fr", "private, no-store"), path
        assert lxml.html.fromstring(answer.content).get("lang") == "fr"
    assert b"<!doctype html>" in Client().get("/xx/permission/").content.lower(), "Django's own where no language is known"


def test_a_form_that_is_sent_twice_makes_one_request(article: Article) -> None:
    page = look("/en/permission/", article=article.pk, use="print", by="outlet")
    for _ in range(2):
        assert Client().post("/en/permission/", filled_in(page, **WISH)).status_code == 303
    assert Request.objects.count() == 1


def test_nothing_is_told_of_what_is_not_public(article: Article) -> None:
    draft = making.make_article("Not yet", publish=False)
    embargoed = making.make_article("Later", publish=False, embargo_until=datetime.now(UTC) + timedelta(days=3))
    gone = making.make_article("Taken back")
    flow.article_withdrawn(gone, reason="It was invented.", by=None, now=making.START + timedelta(days=1))
    unknown = str(look("/en/permission/", article="999999").text_content())
    for hidden in (draft, embargoed, gone):
        for typed in (str(hidden.pk), hidden.slug):
            shown = look("/en/permission/", article=typed, use="repost", by="community")
            assert not shown.xpath("//section[@class='asking-answer']")
            assert hidden.title not in shown.text_content()
        assert str(look("/en/permission/", article=str(hidden.pk)).text_content()) == unknown
        page = look("/en/permission/", article=article.pk, use="print", by="outlet")
        assert Client().post("/en/permission/", filled_in(page, **WISH, article=str(hidden.pk))).status_code == 400
    assert Request.objects.count() == 0
    assert look("/en/permission/", article=article.pk).xpath("//p[@class='asking-article']")  # the control


def test_every_language_asks_and_answers(article: Article) -> None:
    found_in = {}
    for code in languages.CODES:
        page = look(f"/{code}/permission/", article=article.pk, use="print", by="outlet")
        assert page.get("dir") == languages.get(code).direction
        assert verdict(page) == "ask"
        found_in[code] = page.xpath("//h1")[0].text_content()
        assert "%(" not in page.text_content()
    assert len(set(found_in.values())) > 44  # neighbours may say it alike, but none says it in English
    assert [code for code, title in found_in.items() if title == "Ask for permission"] == ["en"]


def test_text_of_others_is_refused_and_what_has_no_terms_is_asked_for(article: Article) -> None:
    provenance = {"outlet": making.make_outlet(), "url": "https://other.example/1", "basis": "fair-use", "evidence": "To discuss it."}
    quoted = making.make_article("A quotation", provenance=provenance)
    page = look("/en/permission/", article=quoted.pk, use="repost", by="community")
    assert (verdict(page), page.xpath("//section[@class='asking-answer']//li/text()")) == ("no", ["This text belongs to others. We cannot pass on the right to use it."])
    bare = making.make_article("Without terms", terms=None)
    assert verdict(look("/en/permission/", article=bare.pk, use="repost", by="community")) == "ask"
    assert verdict(look("/en/permission/", article=bare.pk, use="sell", by="community")) == "no"


def test_articles_terms_and_their_formats_lead_to_the_form(site: Built, article: Article) -> None:
    site.build()
    page = lxml.html.fromstring(site.text(f"/en/2024/03/{article.slug}/"))
    there = f"http://127.0.0.1:8000/en/permission/?article={article.pk}"
    assert page.xpath("//a[@class='ask']/@href") == [there]
    assert there in site.text(f"/en/2024/03/{article.slug}/").partition("acquireLicensePage")[2][:120]
    assert lxml.html.fromstring(site.text("/fr/terms/community/1/")).xpath("//footer[@class='terms-foot']//a/@href")[0] == "http://127.0.0.1:8000/fr/permission/"
    assert "/en/permission/" in site.text("/license.xml") + site.text("/terms/community/1/rsl.xml") + site.text("/.well-known/tdmrep.json")
    assert look(there.removeprefix("http://127.0.0.1:8000")).xpath("//p[@class='asking-article']")
