"""A draft, and a text under embargo, are told to nobody who may not see them, by any road."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from coranto.articles.models import Article, StandingPage
from coranto.articles.publishing import Embargoed
from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.storages.memory import MemoryStorage
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.roles import ROLES
from coranto.publication.models import LanguagePolicy
from coranto.search.models import SearchEntry
from coranto.site.house import SiteHouse
from tests.hostile.desk_forms import signed_in
from tests.newsroom.addresses import path_of, routes
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]

SECRET, PUBLIC = "xyzzysecret", "plughpublic"
NOW = datetime.now(UTC)


@pytest.fixture
def hidden() -> dict[str, Article]:
    """Drafts of every kind with the secret in every field, beside one public article with the other word."""
    found_publication()
    LanguagePolicy.objects.exclude(language__in=("en", "ar")).delete()
    person, report, theme = making.make_person(), making.make_report(), making.make_theme()
    common: dict[str, Any] = {"authors": [person], "reports": [report], "themes": [theme], "text": f"{SECRET} in the body.", "standfirst": f"{SECRET} standfirst"}
    public = making.make_article(f"{PUBLIC} headline", **{**common, "text": f"{PUBLIC} body", "standfirst": PUBLIC})
    draft = making.make_article(f"{SECRET} draft", publish=False, picture=making.make_picture(f"{SECRET} picture", size=(64, 48)), live=False, **common)
    embargoed = making.make_article(f"{SECRET} embargoed", publish=False, embargo_until=NOW + timedelta(days=3), live=False, **common)
    for article in (draft, embargoed):
        article.save_revision()
    with pytest.raises(Embargoed):
        flow.article_published(embargoed, by=None, now=NOW)
    changed = making.make_article("An article with a later draft", slug="changed", **{**common, "text": "as published", "standfirst": "as published"})
    changed.title, changed.standfirst = f"{SECRET} later", SECRET
    changed.save_revision()
    page = StandingPage(title=f"{SECRET} page", slug=f"{SECRET}-page", body=f"<p>{SECRET}</p>", purpose="other", live=False)
    making.make_front().add_child(instance=page)
    front = making.make_front()
    front.lead = draft
    front.save()
    flow.front_published(front, now=NOW)
    return {"public": public, "draft": draft, "embargoed": embargoed, "changed": changed}


def built() -> MemoryStorage:
    storage = MemoryStorage()
    build(SiteHouse(), storage, now=NOW, workers=1, full=True)
    assert Output.objects.count() > 30
    return storage


def test_no_output_of_a_full_build_tells_of_a_draft(hidden: dict[str, Article]) -> None:
    storage = built()
    whole = {name: _plain(storage.read(name) or b"") for name in storage.names()}
    assert [name for name, data in whole.items() if SECRET in data] == []
    assert sum(PUBLIC in data for data in whole.values()) > 10  # the control: the search does find what is public
    record = json.dumps(list(Output.objects.values_list("path", "headers", "digest")), default=str)
    assert SECRET not in record
    assert PUBLIC in record
    assert not SearchEntry.objects.filter(article__in=[hidden["draft"].pk, hidden["embargoed"].pk]).exists()


def _plain(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        data = zlib.decompress(data, 31)
    return data.decode("utf-8", "replace")


def test_search_answers_nothing_of_a_draft(hidden: dict[str, Article]) -> None:
    client = Client()
    for question in (SECRET, "embargoed", "draft"):
        shown = client.get("/en/search/", {"q": question}).content.decode().replace(f'value="{question}"', "")
        assert f"{SECRET} " not in shown
    assert f"{PUBLIC} headline" in client.get("/en/search/", {"q": PUBLIC}).content.decode()


def guesses(hidden: dict[str, Article]) -> Iterator[str]:
    """What somebody would try who knows how addresses are made."""
    for article in (hidden["draft"], hidden["embargoed"]):
        number, slug = article.pk, article.slug
        for digest in ("0" * 16, "x", "0" * 64):
            yield from (f"/made/card/{number}/en/{digest}.png", f"/made/pdf/{number}/en/{digest}/{slug}.pdf")
        yield from (f"/preview/{number}/", f"/preview/{slug}/", f"/desk/pages/{number}/view_draft/", f"/desk/pages/{number}/edit/preview/", f"/desk/pages/{number}/revisions/1/view/")
        yield from (f"/en/{NOW:%Y}/{NOW:%m}/{slug}/", f"/{slug}/", f"/api/v2/pages/{number}/", f"/desk/api/main/pages/{number}/", f"/desk/coranto/preview-link/{number}/", f"/desk/coranto/offered-pictures/{number}/")
    picture = hidden["draft"].picture
    yield from (f"/desk-media/{picture.file.name}", f"/media/{picture.file.name}", f"/media/{picture.file.name.rpartition('/')[2]}", f"/desk/images/{picture.pk}/")
    yield from ("/desk/api/main/pages/?fields=*", "/desk/reports/site-history/", "/desk/pages/search/?q=" + SECRET)


def test_no_address_tells_a_stranger_of_a_draft(hidden: dict[str, Article]) -> None:
    client = Client(raise_request_exception=False)
    tried = [*guesses(hidden), *(path_of(route, hidden["draft"].pk) for route in sorted(set(routes())))]
    told = []
    for path in tried:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if SECRET in body.decode("utf-8", "replace").replace(path, "") or answer.status_code >= 500 or (answer.status_code == 200 and "/made/" in path):
            told.append((path, answer.status_code))
    assert told == []
    assert len(tried) > 200
    inside = signed_in("Editors").get(f"/desk/pages/{hidden['draft'].pk}/view_draft/")
    assert SECRET in inside.content.decode()  # the control: who may see it does


@pytest.mark.parametrize("role", ["Translators", "Rights desk"])
def test_roles_that_write_no_articles_see_no_draft(role: str, hidden: dict[str, Article]) -> None:
    client = signed_in(role)
    told = []
    for path in guesses(hidden):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if SECRET in body.decode("utf-8", "replace").replace(path, ""):
            told.append((path, answer.status_code))
    assert role in ROLES
    assert told == []


def test_a_preview_link_opens_only_whole_and_only_for_its_time(hidden: dict[str, Article]) -> None:
    editor, stranger = signed_in("Editors"), Client()
    page = editor.post(f"/desk/coranto/preview-link/{hidden['draft'].pk}/").content.decode()
    path = "/preview/" + page.split("/preview/", 1)[1].split("/", 1)[0] + "/"
    answer = stranger.get(path)
    assert SECRET in answer.content.decode()
    assert answer.headers["X-Robots-Tag"].startswith("noindex") and "no-store" in answer.headers["Cache-Control"]
    for broken in (path[:-2] + "/", path.replace("/preview/", "/preview/a"), path[:20] + "/"):
        assert stranger.get(broken).status_code == 404
