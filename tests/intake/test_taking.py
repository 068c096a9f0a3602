"""Taking in: once, whole or not at all, with provenance; a near-duplicate is never stored silently."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coranto.articles.models import Article, Outlet, PublicState
from coranto.intake.duplicates import near_duplicates
from coranto.intake.models import Item, OfferedPicture
from coranto.intake.sources import open_bytes
from coranto.intake.taking import HeldAlready, take_in
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
WORDS = "The courier left {place} at dawn and rode along the river until the bridge came into sight, where two guards asked for his letters. "
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><link rel="canonical" href="https://paper.example/{slug}">
<meta property="og:site_name" content="The Paper"><meta name="author" content="Ada Reporter"><meta property="article:published_time" content="2024-03-01">
<meta property="og:image" content="https://paper.example/lead.jpg"></head><body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>{text}
<p>Copyright © Ada Reporter, The Paper, 2024</p></article><footer>Subscribe now</footer></body></html>"""


def page(title: str = "The courier", slug: str = "courier", place: str = "Prague", extra: str = "") -> bytes:
    names = [place, place + " again", "the inn", "the village", "the mill", "the ferry", "the castle", "the wood"]
    text = "".join(f"<p>{WORDS.format(place=name)}{extra}</p>" for name in names)
    return PAGE.format(title=title, slug=slug, text=text).encode()


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()


def take(data: bytes, **options: object) -> object:
    opened = open_bytes(data, source="courier.html", content_type="text/html")
    return take_in(opened.readings[0], data=data, by=None, now=NOW, **options)  # type: ignore[arg-type]


def test_a_page_becomes_a_draft_with_its_provenance_and_nothing_is_public() -> None:
    data = page()
    taken = take(data)
    article = Article.objects.get()
    provenance = article.provenances.get()
    assert taken.is_new
    assert (article.title, article.live, provenance.outlet.name, provenance.url) == ("The courier", False, "The Paper", "https://paper.example/courier")
    assert provenance.authors == "Ada Reporter"
    assert provenance.first_published.startswith("2024-03-01")
    assert provenance.fetched_sha256 == hashlib.sha256(data).hexdigest()
    assert "Ada Reporter" in provenance.copyright_notice
    assert "rode along the river" in str(article.body)
    assert "Subscribe" not in str(article.body)
    assert not PublicState.objects.exists()


def test_taking_in_twice_changes_nothing() -> None:
    first = take(page())
    again = take(page(extra="One more word."))  # the page has changed since; it is the same article
    assert not again.is_new
    assert again.article == first.article
    assert (Item.objects.count(), Article.objects.count(), Outlet.objects.count()) == (1, 1, 1)


def test_a_near_duplicate_is_pointed_out_and_not_stored() -> None:
    first = take(page())
    with pytest.raises(HeldAlready) as caught:
        take(page("The rider", "rider", extra="A few words of their own."))
    assert caught.value.duplicates[0].article == first.article
    assert 50 <= caught.value.duplicates[0].percent <= 100
    assert Article.objects.count() == 1
    assert take(page("The rider", "rider", extra="A few words of their own."), even_if_similar=True).is_new


def test_an_article_written_in_the_desk_is_held_as_well() -> None:
    words = " ".join(WORDS.format(place=name) for name in ("Prague", "Prague again", "the inn", "the village", "the mill", "the ferry", "the castle", "the wood"))
    article = making.make_article("Ours", text=words)
    with pytest.raises(HeldAlready) as caught:
        take(page())
    assert caught.value.duplicates[0].article == article


def test_another_text_is_no_duplicate() -> None:
    take(page())
    assert near_duplicates("In the second year of the plague the printers of Venice sold sheets on the Rialto for one gazzetta each, and nobody knew who wrote them.") == []


def test_pictures_are_offered_and_not_fetched() -> None:
    take(page())
    offered = OfferedPicture.objects.get()
    assert offered.url == "https://paper.example/lead.jpg"
    assert offered.is_lead
    assert offered.picture is None


def test_what_was_taken_in_can_go_out() -> None:
    taken = take(page())
    flow.draft_goes_out(taken.article, by=None, now=NOW)
    assert PublicState.objects.get(article=taken.article).status == 200


def signed_in(role: str) -> Client:
    user = User.objects.create_user(f"{role}@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_the_desk_shows_what_was_found_and_left_out_before_anything_is_saved() -> None:
    client = signed_in("Editors")
    answer = client.post("/desk/coranto/take-in/", {"file": SimpleUploadedFile("courier.html", page(), "text/html")})
    look = answer.headers["Location"]
    shown = client.get(look).content.decode()
    assert not Article.objects.exists()
    assert "The courier" in shown
    assert "Ada Reporter" in shown
    assert signed_in("Authors").get(look).status_code == 302  # another person's waiting source is not theirs
    answer = client.post(look, {"take": "0"})
    assert answer.headers["Location"] == f"/desk/pages/{Article.objects.get().pk}/edit/"
    assert client.get(look).status_code == 302  # answered


@pytest.mark.parametrize(
    "given", [{}, {"text": "a", "url": "https://paper.example/"}, {"url": "http://127.0.0.1/"}, {"url": "http://169.254.169.254/latest/meta-data/"}, {"url": "file:///etc/passwd"}]
)
def test_the_desk_refuses_in_one_sentence_what_it_must_not_read(given: dict[str, str]) -> None:
    answer = signed_in("Editors").post("/desk/coranto/take-in/", given)
    assert answer.status_code == 200
    assert "help-critical" in answer.content.decode() or "error" in answer.content.decode()
    assert not Article.objects.exists()


def test_a_translator_takes_nothing_in() -> None:
    assert signed_in("Translators").get("/desk/coranto/take-in/").status_code in {302, 403}


@pytest.mark.slow
def test_killed_while_taking_in_nothing_is_half_stored(tmp_path: Path) -> None:
    instance, source = tmp_path / "instance", tmp_path / "pages"
    source.mkdir()
    for number in range(6):
        (source / f"{number}.html").write_bytes(page(f"Courier {number}", f"courier-{number}", f"Town {number}"))
    environment = {**os.environ, "CORANTO_INSTANCE": str(instance), "CORANTO_DATABASE": "", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "coranto.project.cli"]
    subprocess.run([*command, "new", str(instance)], env=environment, check=True, capture_output=True)
    child = subprocess.Popen([*command, "take-in", "--even-if-similar", *map(str, sorted(source.iterdir()))], env=environment, stdout=subprocess.DEVNULL)
    database = instance / "coranto.sqlite3"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None and _count(database, "intake_item") < 2:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    items, articles = _count(database, "intake_item"), _count(database, "articles_article")
    assert 1 <= items == articles == _count(database, "articles_provenance") <= 6
    subprocess.run([*command, "take-in", "--even-if-similar", *map(str, sorted(source.iterdir()))], env=environment, check=True, capture_output=True)
    assert _count(database, "intake_item") == _count(database, "articles_article") == 6


def _count(database: Path, table: str) -> int:
    connection = sqlite3.connect(database, timeout=10)
    try:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()
