"""`coranto run` as a new user meets it: made, served, set up, stopped."""

from __future__ import annotations

import html
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.site.alternates import faults, located, told

pytestmark = pytest.mark.slow
CHROMIUM = Path("/usr/bin/chromium")


class Running:
    """A publication that runs on this machine."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CORANTO_")} | {"CORANTO_INSTANCE": str(folder)} | settings
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coranto.project.cli", "run", "--port", "0", *arguments], env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        said = re.search(r"The site:  http://127\.0\.0\.1:(\d+)/", self.said)
        self.port = int(said[1]) if said else 0

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("run") / "instance", "--demonstration")
    assert "The site:" in running.said, running.said
    yield running
    if running.process.poll() is None:
        running.stop()


def test_the_demonstration_is_there_in_every_language(publication: Running) -> None:
    status, headers, _body = publication.get("/")
    assert (status, headers["location"]) == (302, "/en/")
    for language in ("en", "ar", "ja", "zh-Hant"):
        status, headers, body = publication.get(f"/{language}/")
        assert status == 200
        assert f'lang="{language}"'.encode() in body
        assert "default-src 'none'" in headers["content-security-policy"]
    assert publication.get("/en/nowhere/")[0] == 404


def test_a_withdrawn_article_answers_410_and_pictures_and_prints_are_made_when_asked(publication: Running) -> None:
    corrections = publication.get("/en/corrections/")[2].decode()
    assert "Retraction" in corrections
    front = publication.get("/en/")[2].decode()
    article = re.search(r'href="(/en/\d{4}/\d\d/[^"]+/)"', front)
    assert article is not None
    page = publication.get(article[1])[2].decode()
    pdf = re.search(r'href="(/made/pdf/[^"]+)"', page)
    card = re.search(r'property="og:image" content="http://[^/]+(/made/card/[^"]+)"', page)
    picture = re.search(r'(/media/[0-9a-f]+-480\.avif)', page)
    assert pdf is not None
    assert card is not None
    assert picture is not None
    assert publication.get(pdf[1])[2].startswith(b"%PDF")
    assert publication.get(card[1])[2].startswith(b"\x89PNG")
    status, headers, _body = publication.get(picture[1])
    assert (status, headers["content-type"]) == (200, "image/avif")


def test_the_first_editor_is_let_in_by_the_link_alone(publication: Running) -> None:
    link = re.search(r"http://[^/]+(/desk/set-up/\S+)", publication.said)
    assert link is not None
    assert publication.get(link[1])[0] == 200
    assert publication.get("/desk/")[0] == 302
    assert publication.get("/desk/set-up/forged/")[0] == 403
    assert publication.get("/desk-static/newsroom/desk.css")[0] == 200


def test_every_page_answers_those_that_it_names_and_sitemaps_name_all_that_may_be_shown(publication: Running) -> None:
    public = publication.folder / "public"
    written = (path.read_text(encoding="utf-8") for path in public.rglob("index.html"))
    pages = [told(html) for html in written if '<link rel="canonical"' in html]
    assert len(pages) > 3000
    assert faults(pages) == []
    assert sum(len(page.alternates) == 52 for page in pages) > 3000, "51 languages and everybody else"
    shown = {page.address for page in pages if not page.is_hidden}
    named = {address for path in public.glob("sitemap-*.xml") for address in located(path.read_text(encoding="utf-8"))}
    assert named ^ shown == set()


SCRIPTS = {
    "en": "Latin", "ar": "Arabic", "he": "Hebrew", "fa": "Arabic", "ja": "Han, Hiragana or Katakana", "zh-Hans": "Han", "th": "Thai", "hi": "Devanagari", "el": "Greek",
}  # fmt: skip
LETTERS = {
    "Latin": "A-Za-z", "Arabic": "\u0600-\u06ff", "Hebrew": "\u0590-\u05ff", "Han, Hiragana or Katakana": "\u3040-\u30ff\u4e00-\u9fff", "Han": "\u4e00-\u9fff", "Thai": "\u0e00-\u0e7f",
    "Devanagari": "\u0900-\u097f", "Greek": "\u0370-\u03ff\u1f00-\u1fff",
}  # fmt: skip


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
def test_every_script_is_read_on_a_phone_in_light_and_dark(publication: Running) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
            told: list[str] = []
            phone.on("console", lambda message, told=told: told.append(message.text) if message.type == "error" else None)
            for language, script in SCRIPTS.items():
                _read_on(phone, f"http://127.0.0.1:{publication.port}/{language}/", language, LETTERS[script])
            assert told == []
            phone.close()
        browser.close()


def _read_on(phone: Page, front: str, language: str, letters: str) -> None:
    """See the front page, the newest article and the search of a language: in its script and direction, no wider than the phone."""
    phone.goto(front)
    article = phone.locator("main h2 a, main h1 a, main h3 a").first.get_attribute("href")
    assert article is not None
    for path in (front, front.partition(f"/{language}/")[0] + article, f"{front}search/"):
        phone.goto(path)
        assert phone.get_attribute("html", "lang") == language, path
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert phone.evaluate("getComputedStyle(document.body).direction") == ("rtl" if language in {"ar", "he", "fa"} else "ltr"), path
        words = phone.inner_text("main") + phone.inner_text("header")
        assert len(re.findall(f"[{letters}]", words)) * 3 > len(re.findall(r"[^\W\d_]", words)), path  # 51 languages have their own names there


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
def test_an_editor_takes_in_an_article_of_another_publication_by_its_address(publication: Running, tmp_path: Path) -> None:
    """As a new user would: a fresh publication, its first editor, an address pasted, looked at, accepted, published."""
    front = publication.get("/en/")[2].decode()
    path = re.search(r'href="(/en/\d{4}/\d\d/[^"]+/)"', front)
    assert path is not None
    mine = Running(tmp_path / "mine", CORANTO_TRUSTED_PEERS=f"127.0.0.1:{publication.port}")
    link = re.search(r"http://\S+/desk/set-up/\S+", mine.said)
    assert link is not None, mine.said
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
            desk = browser.new_page()
            desk.set_default_timeout(60_000)
            desk.goto(link[0])
            for name, value in {"first_name": "Edda", "last_name": "Weiss", "email": "edda@example.org", "password": "a-long-way-to-Leipzig-1650"}.items():
                desk.fill(f"input[name={name}]", value)
            desk.click("main button[type=submit]")
            desk.goto(f"http://127.0.0.1:{mine.port}/desk/coranto/take-in/")
            desk.fill("input[name=url]", f"http://127.0.0.1:{publication.port}{path[1]}")
            desk.click("button:has-text('Read it')")
            headline = desk.inner_text(".coranto-look__item h2 bdi")
            assert "The Post Road" in desk.inner_text(".coranto-look__sides")
            desk.click("button:has-text('Take in as a draft')")
            desk.wait_for_url("**/edit/")
            assert desk.input_value("#id_title") == headline
            desk.click("footer [data-w-dropdown-target=toggle], .footer [data-w-dropdown-target=toggle]")
            desk.click("button[name=action-publish]")
            desk.wait_for_selector(".messages .success")
            assert "published" in desk.inner_text(".messages")
            browser.close()
        _see_it_published(mine, headline)
    finally:
        mine.stop()


def _see_it_published(mine: Running, headline: str) -> None:
    """Wait until readers have the article with its source."""
    until = time.monotonic() + 60
    while headline not in (front := html.unescape(mine.get("/en/")[2].decode())):
        assert time.monotonic() < until, front
        time.sleep(0.2)
    address = re.search(r'href="(/en/\d{4}/\d\d/[^"]+/)"', front)
    assert address is not None
    assert "The Post Road" in mine.get(address[1])[2].decode()


def test_ctrl_c_stops_server_and_worker_and_the_second_start_is_quick(publication: Running) -> None:
    assert publication.stop() == 0
    with pytest.raises(OSError, match=r"refused|reset"):
        publication.get("/en/")
    again = Running(publication.folder, "--demonstration")
    assert "The site:" in again.said
    assert "Rendered" in publication.said
    assert "Rendered" not in again.said, "nothing is made that is there"
    assert again.get("/en/")[0] == 200
    assert again.stop() == 0


def test_a_taken_port_is_said_and_nothing_is_left_running(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CORANTO_")} | {"CORANTO_INSTANCE": str(tmp_path / "i")}
        done = subprocess.run(
            [sys.executable, "-m", "coranto.project.cli", "run", "--port", str(taken.getsockname()[1])], env=environment, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "is taken" in done.stderr
    assert "Traceback" not in done.stderr
