"""Every field of the desk, filled with what attackers type: no form breaks, nothing of it runs on any page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from jinja2 import Environment
from lxml import etree

from coranto.articles import documents
from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.paths import stored_name
from coranto.delivery.storages.memory import MemoryStorage
from coranto.pictures.models import Picture
from coranto.pictures.variants import make_variant, names_of
from coranto.reading import sanitising
from coranto.site import structured, templating
from coranto.site.house import SiteHouse
from tests.hostile.filling import Harm, fill, publish_again
from tests.hostile.payloads import REACHES, canary
from tests.hostile.watching import Shelf, chromium, served, watch

pytestmark = [
    pytest.mark.browser, pytest.mark.slow,
    pytest.mark.django_db,  # all of them, so that they are run together and the publication is filled once
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # the desk's pictures leave a temporary file to the collector
]  # fmt: skip

# Where a reader sees these fields, the control must see the canary of each run.
SHOWN = {
    "title", "standfirst", "dateline", "picture_alt", "picture_credit", "picture.credit", "picture.copyright_notice", "credits.note", "person.name", "outlet.name", "region.name", "theme.name", "report.title", "theme.description",
    "publication.name", "publication.tagline", "navigation.label", "footer_links.label", "contacts.purpose", "terms.notice", "block.heading", "block.pull_quote", "block.pull_speaker", "block.speaker",
    "block.original", "block.table", "block.table_caption", "block.alt_text", "block.copyright", "block.credit", "block.embed", "block.code", "person.names.name", "person.links.label",
    "provenances.usage_terms", "correction.old_text", "correction.new_text", "correction.text", "withdrawal.reason", "provenances.authors", "copyright_holders.name", "standing.title", "search.query",
    "raw.rich_text", "raw.quotation", "raw.list", "raw.note", "raw.block_caption", "raw.picture_caption", "raw.note_to_readers", "raw.biography", "raw.introduction", "raw.standing", "raw.footer_text",
    "raw.disclaimer", "raw.link", "raw.heading", "raw.original", "raw.table", "raw.alt", "raw.picture_alt", "raw.title", "picture.description",
}  # fmt: skip


@dataclass
class Two:
    """The same publication as it is built, and as it would be without a sanitiser."""

    harm: Harm
    clean: Shelf
    control: Shelf
    headers: dict[str, list[tuple[str, str]]]  # of every output as it is built, by its path


@pytest.fixture(scope="module", params=REACHES)
def two(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Two]:
    with django_db_blocker.unblock(), transaction.atomic():
        harm = fill(request.param)
        clean = shelf_of(harm)
        headers = dict(Output.objects.values_list("path", "headers"))
        with sanitiser_off():
            publish_again(harm)
            control = shelf_of(harm)
        transaction.set_rollback(True)
    yield Two(harm, clean, control, headers)


def shelf_of(harm: Harm) -> Shelf:
    """Everything readers can open: what the build made, search with hostile questions, previews of every draft, pictures."""
    storage, shelf = MemoryStorage(), Shelf()
    Output.objects.all().delete()
    report = build(SiteHouse(), storage, workers=1, full=True)
    assert not Output.objects.exclude(problem="").exists(), list(Output.objects.exclude(problem="").values_list("path", "problem"))
    assert report
    for output in Output.objects.all():
        data = storage.read(stored_name(output.path, output.status))
        if data is not None:
            shelf.put(output.path, data, status=output.status, kind=output.content_type)
    for number, question in enumerate([canary("search.query", 200), "harm", *harm.payloads[::9]]):
        answer = Client(raise_request_exception=False).get("/en/search/", {"q": question})
        assert answer.status_code == 200, question
        shelf.put(f"/searched/{number}/", answer.content)
    for number in harm.articles:
        answer = harm.client.get(f"/desk/pages/{number}/view_draft/")
        assert answer.status_code == 200, number
        shelf.put(f"/draft/{number}/", answer.content)
    for picture in Picture.objects.all():
        for name in names_of(picture):
            shelf.put(f"/media/{name}", make_variant(name)[0], kind="image/jpeg")
    return shelf


@contextmanager
def sanitiser_off() -> Iterator[None]:
    """Html and addresses pass as they came, templates escape nothing."""

    def as_it_is(source: str) -> str:
        return source

    def open_to_canaries(source: str, *, quote: bool = True) -> str:
        """Typed text: of all that was typed only canaries, as what others leave open swallows the rest of a page."""
        return source if source.endswith("')>") and "hostile('" in source else escape(source, quote=quote)

    open_environment = Environment(
        loader=templating.environment().loader, autoescape=False, undefined=templating.environment().undefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"]
    )
    open_environment.policies["ext.i18n.trimmed"] = True
    open_environment.newstyle_gettext = True  # type: ignore[attr-defined]
    open_environment.globals.update(words=templating.environment().globals["words"])
    open_environment.filters["isolated"] = lambda text, _direction: str(text)
    with pytest.MonkeyPatch.context() as off:
        for name in ("inline", "block", "link"):
            off.setattr(sanitising, name, as_it_is)
        off.setattr(templating, "environment", lambda: open_environment)
        off.setattr(structured, "escape", as_it_is)
        off.setattr(documents, "escape", open_to_canaries)
        yield


def test_no_form_of_the_desk_breaks_and_every_text_is_taken(two: Two) -> None:
    assert two.harm.sent > (60 if two.harm.reach.is_whole else 30)
    assert two.harm.broken == []
    assert two.harm.refused == []


def test_nothing_that_was_typed_at_the_desk_runs_on_a_page(two: Two) -> None:
    paths = two.clean.html()
    assert len(paths) > 15
    with chromium() as browser, served(two.clean, policy=False) as origin:
        assert watch(browser, origin, paths) == {}
        if two.harm.reach.is_whole:
            assert watch(browser, origin, [path for path in paths if "harm-" in path or "/raw/" in path], media="print") == {}
    if two.harm.reach.is_whole:
        with chromium() as browser, served(two.clean, policy=True) as origin:
            assert watch(browser, origin, paths) == {}


def test_without_the_sanitiser_the_same_texts_do_run(two: Two) -> None:
    with chromium() as browser, served(two.control, policy=False) as origin:
        found = watch(browser, origin, two.control.html())
    ran = {text.removeprefix("ran ") for findings in found.values() for text in findings if text.startswith("ran ")}
    assert SHOWN - ran == (set() if "ar" in two.harm.reach.languages else {"person.names.name"})  # shown where the script of a name is read
    kinds = {text.split(" ")[0] for findings in found.values() for text in findings}
    assert {"ran", "handler"} <= kinds


def test_redirects_of_the_desk_lead_to_no_program_and_split_no_header(two: Two) -> None:
    goals = {path: value for path, headers in two.headers.items() for name, value in headers if name.lower() == "location"}
    assert [(path, goal) for path, goal in goals.items() if re.search(r"[\r\n]", goal) or not goal.startswith(("/", "https://"))] == []
    assert {path for path in goals if path.startswith("/evil")} <= {"/evil3/"}  # another site without a scheme, which the form makes https
    assert goals["/older/"] == "https://a.example/en/"  # the control: what is an address is led to
    assert [path for path, headers in two.headers.items() for pair in headers if re.search(r"[\r\n]", "".join(pair))] == []


def test_feeds_and_site_maps_are_well_formed_whatever_was_typed(two: Two) -> None:
    seen = 0
    for _path, (_status, kind, body) in two.clean.pages.items():
        if "xml" in kind:
            etree.fromstring(body)
            seen += 1
        elif "json" in kind:
            json.loads(body)
            seen += 1
    assert seen > 10
