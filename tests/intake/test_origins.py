"""Taking in from an outlet that signs: verified, its key remembered and followed, and what is wrong told loudly. It blocks nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coranto.articles.models import Article, Provenance
from coranto.articles.problems import problems
from coranto.intake.models import KnownOutlet
from coranto.intake.origins import Origin, look, with_origins
from coranto.intake.sources import Opened, open_bytes
from coranto.intake.taking import take_in
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.outbound.errors import BadAnswer
from coranto.reading.declared import CHAIN_TYPE
from coranto.signing.canonical import canonical
from coranto.signing.digests import digest_document
from coranto.signing.keys import Keyring
from coranto.signing.manifests import Content, make_manifest, make_statement
from coranto.signing.pins import REVOKED, TRUSTED
from coranto.syndication.checking import LINK_TYPE
from coranto.syndication.models import Statement

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
PARAGRAPHS = [
    f"On day {number} the masons of {place} carried their stones over the pass, counted them at the toll house and wrote the number into the long book of the guild."
    for number, place in enumerate(["Sion", "Brig", "Domo", "Aosta", "Thun", "Bern"], start=1)
]


@dataclass
class Source:
    """An outlet elsewhere that signs with keys of its own: what stands at its addresses."""

    ring: Keyring
    home: str = "https://guild.example"
    name: str = "The Guild"
    slug: str = "stones"
    headline: str = "Stones over the pass"
    paragraphs: list[str] = field(default_factory=lambda: list(PARAGRAPHS))
    versions: int = 1
    correction: dict[str, str] | None = None
    shows_text: bool = True
    spoil: Callable[[dict[str, Any]], None] = lambda chain: None
    keys: bytes | None = None

    @property
    def url(self) -> str:
        return f"{self.home}/en/2026/02/{self.slug}/"

    def page(self) -> bytes:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        link = f'<link rel="describedby" type="{CHAIN_TYPE}" href="{self.url}provenance.json">'
        return f'<!doctype html><html lang="en"><head><title>{self.headline}</title>{link}<link rel="canonical" href="{self.url}"><meta property="og:site_name" content="{self.name}"></head><body><article><h1>{self.headline}</h1>{text}</article></body></html>'.encode()

    def content(self) -> Content:
        return Content(self.headline, "", tuple((f"b{number}", {"id": f"b{number}", "type": "paragraph", "html": text}) for number, text in enumerate(self.paragraphs)))

    def chain(self, *, now: datetime = NOW) -> dict[str, Any]:
        key, statements, previous = self.ring.current(now=now), [], None
        assert key is not None
        for number in range(1, self.versions + 1):
            manifest = make_manifest(
                self.content(), id=self.url, version=number, language="en", outlet={"name": self.name, "url": self.home}, authors=[{"name": "Ada", "role": "author"}],
                published=NOW - timedelta(days=9), issued=NOW - timedelta(days=9 - number), terms={"id": "t", "version": 1, "digest": digest_document({})},
                previous=previous, correction={**self.correction, "at": "2026-02-24T09:00:00Z"} if self.correction and number == self.versions else None,
            )  # fmt: skip
            statements.append(make_statement(manifest, key, now=now))
            previous = manifest
        content = {"headline": self.headline, "standfirst": "", "blocks": [dict(block) for _id, block in self.content().blocks]} if self.shows_text else None
        chain = {"coranto": 1, "type": "chain", "statements": statements, "content": content}
        self.spoil(chain)
        return chain

    def fetch(self, url: str) -> bytes:
        """What stands at an address; the only network that there is."""
        if url == f"{self.url}provenance.json":
            return canonical(self.chain())
        if url == f"{self.home}/.well-known/coranto.json":
            return self.keys or canonical(self.ring.public(self.home).as_document())
        raise BadAnswer(url, "it answered 404", status=404)


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()


@pytest.fixture
def source(tmp_path: Path) -> Source:
    ring = Keyring(tmp_path / "guild")
    ring.create(now=NOW - timedelta(days=30))
    return Source(ring)


def opened(source: Source) -> Opened:
    return with_origins(open_bytes(source.page(), source=source.url, content_type="text/html", url=source.url), source.fetch, now=NOW)


def found(source: Source) -> Origin:
    origin = opened(source).origin(0)
    assert isinstance(origin, Origin)
    return origin


def take(source: Source, **options: Any) -> Provenance:
    given = opened(source)
    taken = take_in(given.readings[0], data=given.data, by=None, now=NOW, origin=given.origin(0), even_if_similar=True, **options)
    return taken.article.provenances.get()


def test_a_signed_article_is_verified_and_its_key_is_pinned_when_it_is_taken_in(source: Source) -> None:
    origin = found(source)
    assert (origin.verdict, origin.key) == ("verified", "new")
    assert not KnownOutlet.objects.exists()  # looking remembers nothing
    provenance = take(source)
    assert provenance.origin["verdict"] == "verified"
    assert provenance.origin["manifest"] == source.chain()["statements"][-1]["manifest"]
    assert KnownOutlet.objects.get().keys == {origin.kid: TRUSTED}
    assert not [one for one in problems(provenance.article) if "key" in one.text or "SIGNATURE" in one.text]
    source.versions = 2
    assert found(source).key == "known"


def test_a_source_that_signs_nothing_is_taken_in_as_before_and_says_so(source: Source) -> None:
    page = source.page().replace(b'rel="describedby"', b'rel="other"')
    given = with_origins(open_bytes(page, source="x", content_type="text/html", url=source.url), source.fetch, now=NOW)
    assert (given.origin(0).verdict, given.origin(0).key) == ("none", "")
    assert take_in(given.readings[0], data=page, by=None, now=NOW, origin=given.origin(0)).is_new


def _other_words(chain: dict[str, Any]) -> None:
    chain["content"]["blocks"][0]["html"] = "Nobody carried anything."


def _other_date(chain: dict[str, Any]) -> None:
    chain["statements"][0]["manifest"]["published"] = "2020-01-01T00:00:00Z"


def _other_signature(chain: dict[str, Any]) -> None:
    chain["statements"][0]["signature"]["value"] = "A" * 86


def _no_text(chain: dict[str, Any]) -> None:
    chain["content"] = None


def _no_signature(chain: dict[str, Any]) -> None:
    del chain["statements"][0]["signature"]


@pytest.mark.parametrize("spoil", [_other_words, _other_date, _other_signature, _no_text, _no_signature])
def test_a_wrong_signature_is_told_loudly_everywhere_and_blocks_nothing(source: Source, spoil: Callable[[dict[str, Any]], None]) -> None:
    assert found(source).verdict == "verified"  # the control
    source.spoil = spoil
    provenance = take(source)
    assert provenance.origin["verdict"] == "wrong"
    assert not KnownOutlet.objects.exists()
    assert [one.severity for one in problems(provenance.article) if "WRONG SIGNATURE" in one.text] == ["must"]


def test_a_statement_about_another_text_is_wrong(source: Source) -> None:
    page = source.page()
    source.paragraphs = ["Something else entirely was signed here, about bread and its price.", "And nothing about stones."]
    reading = open_bytes(page, source="x", content_type="text/html", url=source.url).readings[0]
    origin = look(reading, source.fetch, now=NOW)
    assert (origin.verdict, "another text" in origin.why) == ("wrong", True)


def test_a_key_that_follows_the_known_one_is_trusted_because_that_vouches_for_it(source: Source) -> None:
    take(source)
    source.ring.rotate(now=NOW - timedelta(hours=1))
    source.versions = 2
    origin = found(source)
    assert (origin.verdict, origin.key) == ("verified", "vouched")
    assert origin.kid in origin.pins


def test_a_key_that_nobody_vouches_for_is_shown_and_never_silently_accepted(source: Source, tmp_path: Path) -> None:
    take(source)
    known = KnownOutlet.objects.get().keys
    source.ring = Keyring(tmp_path / "thief")
    source.ring.create(now=NOW - timedelta(days=1))
    for again in range(2):  # seeing it twice does not make it known
        source.slug = f"other-{again}"
        provenance = _take_another(source)
        assert (provenance.origin["verdict"], provenance.origin["key"]) == ("verified", "changed")
        assert [one.severity for one in problems(provenance.article) if "nobody vouches" in one.text] == ["must"]
        assert KnownOutlet.objects.get().keys == known
    source.slug = "third"
    assert _take_another(source, trust_key=True).origin["key"] == "known"
    assert found(source).key == "known"


def _take_another(source: Source, **options: Any) -> Provenance:
    given = opened(source)
    reading = replace(given.readings[0], outside_id=source.slug)
    return take_in(reading, data=given.data, by=None, now=NOW, origin=look(given.readings[0], source.fetch, now=NOW), even_if_similar=True, **options).article.provenances.get()


def test_a_revoked_key_verifies_nothing_even_when_the_source_forgets_that_it_was_revoked(source: Source) -> None:
    take(source)
    before = canonical(source.ring.public(source.home).as_document())
    [kid] = KnownOutlet.objects.get().keys
    chain = source.chain()
    source.spoil = lambda made: made.update(chain)
    source.ring.revoke(kid, because="A disk was lost.", now=NOW)
    source.ring.create(now=NOW - timedelta(days=2))
    assert found(source).verdict == "wrong"
    source.headline = "Stones over the pass"
    KnownOutlet.objects.update(keys={kid: REVOKED})
    source.keys = before
    origin = found(source)
    assert (origin.verdict, "says so no longer" in origin.why) == ("wrong", True)


def test_a_replayed_older_version_of_what_was_seen_is_wrong(source: Source) -> None:
    source.versions = 3
    take(source)
    source.versions = 2
    origin = found(source)
    assert (origin.verdict, "Version 3 was seen before" in origin.why) == ("wrong", True)


def test_what_its_outlet_has_taken_back_is_told(source: Source) -> None:
    source.versions, source.shows_text, source.correction = 2, False, {"kind": "retraction", "text": "There were no stones."}
    origin = found(source)
    assert (origin.verdict, "has taken it back: There were no stones." in origin.why) == ("verified", True)


def test_keys_that_cannot_be_fetched_verify_nothing(source: Source) -> None:
    reading = opened(source).readings[0]

    def fetch(url: str) -> bytes:
        if url.endswith("coranto.json"):
            raise BadAnswer(url, "it answered 404", status=404)
        return source.fetch(url)

    assert look(reading, fetch, now=NOW).verdict == "none"
    source.keys = b'{"coranto":1,"outlet":"https://thief.example","keys":[]}'
    assert found(source).verdict == "wrong"


def test_the_manifest_of_a_repost_names_that_of_its_source(source: Source) -> None:
    ring = Keyring(django_settings.INSTANCE.keys / "signing")
    ring.create(now=NOW - timedelta(days=1))
    provenance = take(source)
    flow.draft_goes_out(provenance.article, by=None, now=NOW)
    stated = Statement.objects.get(article=provenance.article).as_document()["manifest"]["origin"]
    newest = source.chain()["statements"][-1]["manifest"]
    assert stated == {
        "relation": "repost", "outlet": "The Guild", "url": source.url, "language": "en", "id": source.url, "version": 1, "manifest": digest_document(newest),
    }  # fmt: skip


def test_readers_and_checkers_name_the_same_type() -> None:
    assert CHAIN_TYPE == LINK_TYPE


# In the desk, over a real connection


@pytest.fixture
def served(source: Source, settings: Any) -> Iterator[Source]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                body = source.page() if self.path == "/en/2026/02/stones/" else source.fetch(f"{source.home}{self.path}")
            except BadAnswer:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if body.startswith(b"<!doctype") else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    source.home = f"http://127.0.0.1:{server.server_port}"
    settings.INSTANCE = replace(settings.INSTANCE, trusted_peers=(f"127.0.0.1:{server.server_port}",))
    yield source
    server.shutdown()
    server.server_close()


def editor() -> Client:
    user = User.objects.create_user("editor@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


def test_the_desk_shows_the_signature_before_and_after_taking_in(served: Source) -> None:
    client = editor()
    look_at = client.post("/desk/coranto/take-in/", {"url": served.url}).headers["Location"]
    shown = client.get(look_at).content.decode()
    assert "Verified" in shown
    assert "seen for the first time" in shown
    client.post(look_at, {"take": "0"})
    edit = client.get(f"/desk/pages/{Article.objects.get().pk}/edit/").content.decode()
    assert "Signature of the source" in edit
    assert "seen for the first time" in edit
    assert KnownOutlet.objects.get().address == served.home


def test_the_desk_cries_out_at_a_wrong_signature_and_takes_the_article_in_all_the_same(served: Source) -> None:
    served.spoil = _other_date
    client = editor()
    look_at = client.post("/desk/coranto/take-in/", {"url": served.url}).headers["Location"]
    assert "WRONG SIGNATURE" in client.get(look_at).content.decode()
    client.post(look_at, {"take": "0"})
    assert "WRONG SIGNATURE" in client.get(f"/desk/pages/{Article.objects.get().pk}/edit/").content.decode()


def test_a_saved_page_that_names_its_statement_is_looked_up_and_other_files_are_not(served: Source) -> None:
    client = editor()
    for data, words in ((served.page(), "seen for the first time"), (served.page().replace(b"describedby", b"other"), "")):
        look_at = client.post("/desk/coranto/take-in/", {"file": SimpleUploadedFile("stones.html", data, "text/html")}).headers["Location"]
        shown = client.get(look_at).content.decode()
        assert words in shown
        assert ("coranto-origin" in shown) == bool(words)


def test_an_unknown_key_is_trusted_only_when_an_editor_says_so(served: Source, tmp_path: Path) -> None:
    take(served)
    served.ring = Keyring(tmp_path / "new")
    made = served.ring.create(now=NOW - timedelta(days=1))
    Article.objects.get().items.all().delete()  # type: ignore[attr-defined]
    client = editor()
    look_at = client.post("/desk/coranto/take-in/", {"url": served.url}).headers["Location"]
    shown = client.get(look_at).content.decode()
    assert "ANOTHER KEY THAN BEFORE" in shown
    assert 'name="trust_key"' in shown
    client.post(look_at, {"take": "0", "even_if_similar": "yes", "trust_key": "yes"})
    assert KnownOutlet.objects.get().keys[made.public.kid] == TRUSTED
