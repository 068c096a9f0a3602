"""Translators who work in tools of their own: files go out of the desk and come back, and a memory is carried in and out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coranto.articles.models import Article
from coranto.delivery.models import Stale
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.newsroom.translating import memory_desk, other_tools
from coranto.publication.models import LanguagePolicy
from coranto.translation.exchange.tmx import read_tmx
from coranto.translation.exchange.xliff import read_xliff
from coranto.translation.models import HeldText, HumanText, OwnText, OwnTranslation, RequestState, Translation, TranslationRequest
from tests.newsroom.translating import (
    NOW,
    address,
    client_of,
    fields,
    machine_translates,
    machine_translates_own,
    make_translator,
    own_address,
    public_text,
    rows,
)
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MEMORY = "/desk/coranto/translations/memory/"
TEXT = "The mayor opened the bridge. The bus to <b>the town</b> runs twice a day."
SPANISH = {"The road is closed": "La carretera está cerrada", "The mayor opened the bridge.": "El alcalde abrió el puente."}


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["ar", "en", "es"]).delete()


@pytest.fixture
def road() -> Article:
    article = making.make_article("The road is closed", text=TEXT, standfirst="A village waits.")
    machine_translates(article, "es", SPANISH)
    return article


@pytest.fixture
def ada() -> User:
    return make_translator()


def download(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "no-store" in answer["Cache-Control"]
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def upload(client: Client, path: str, data: bytes, **more: Any) -> Any:
    return client.post(path, {"file": SimpleUploadedFile("/etc/../what came.xlf", data), **more})


def said(answer: Any) -> str:
    """What the page says, as one text."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(text.split())


def held(article: Article, words: str, person: User) -> Any:
    return next(row for row in rows(article, "es", person) if words in row.text)


def test_an_article_goes_out_of_the_desk_and_what_comes_back_is_the_translators_own(road: Article, ada: User) -> None:
    client = client_of(ada)
    assert "Download for a translation tool (XLIFF)" in said(client.get(address(road, "es")))
    answer = client.get(address(road, "es", "out/"))
    assert answer["Content-Type"] == "application/xliff+xml"
    assert answer["Content-Disposition"] == f'attachment; filename="{road.public.slug}.es.xlf"'
    (job,) = read_xliff(answer.content)
    assert [unit.target for unit in job.units][:1] == ["La carretera está cerrada"]
    Stale.objects.all().delete()
    report = upload(client, address(road, "es", "back/"), answer.content.replace("El alcalde abrió".encode(), "La alcaldesa inauguró".encode()))
    assert report.status_code == 200
    assert "1 sentence was taken in, and you answer for it. 3 are as they were. The pages follow by themselves." in said(report)
    assert "La alcaldesa inauguró el puente." in public_text(road, "es")
    row = held(road, "alcaldesa", ada)
    assert (row.state, row.made_by) == ("edited", "Ada Translator")
    assert Stale.objects.exists(), "readers get it"
    assert "0 sentences were taken in" in said(upload(client, address(road, "es", "back/"), download(client, address(road, "es", "out/")))), "the same file once more"


def test_a_sentence_that_would_break_the_page_is_named_with_its_place_and_the_others_are_taken(road: Article, ada: User) -> None:
    client = client_of(ada)
    file = download(client, address(road, "es", "out/")).decode()
    file = file.replace("El alcalde abrió", "La alcaldesa inauguró").replace("La carretera está cerrada", "Vea https://ads.example/ ahora")
    report = said(upload(client, address(road, "es", "back/"), file.encode()))
    assert "1 sentence was taken in" in report
    assert "Not taken: they would break the page" in report
    assert re.search(r"Headline, sentence 1 .*ads\.example.* Vea https://ads\.example/ ahora", report)
    assert "La carretera está cerrada" in public_text(road, "es")
    assert "ads.example" not in public_text(road, "es")
    assert HumanText.objects.count() == 1


def test_what_changed_meanwhile_is_told_and_not_overwritten(road: Article, ada: User) -> None:
    bea = make_translator("bea@example.org", "Bea Bright")
    file = download(client_of(ada), address(road, "es", "out/")).decode()
    for words, text in (("El alcalde", "La regidora abrió el puente."), ("La carretera", "El camino está cerrado")):
        client_of(bea).post(address(road, "es", "sentence/"), fields(held(road, words, bea), text))
    file = file.replace("El alcalde abrió", "La alcaldesa inauguró")  # the headline comes back as it went out, by machine
    report = said(upload(client_of(ada), address(road, "es", "back/"), file.encode()))
    assert "0 sentences were taken in, and you answer for them. 3 are as they were." in report
    assert "somebody else has written there since the file went out" in report
    assert re.search(r"Paragraph 1, sentence 1 .*Bea Bright.* La alcaldesa inauguró el puente\.", report)
    assert "La regidora abrió el puente." in public_text(road, "es")
    assert "El camino está cerrado" in public_text(road, "es"), "a machine's sentence that nobody touched takes nobody's place"
    again = download(client_of(ada), address(road, "es", "out/")).replace(b"La regidora", b"La alcaldesa")
    assert "1 sentence was taken in" in said(upload(client_of(ada), address(road, "es", "back/"), again)), "the control: who has seen it may change it"


def test_somebody_puts_right_their_own_file_and_takes_it_in_again(road: Article, ada: User) -> None:
    client = client_of(ada)
    file = download(client, address(road, "es", "out/")).decode()
    for words in ("La alcaldesa abrió", "La alcaldesa inauguró"):
        assert "1 sentence was taken in" in said(upload(client, address(road, "es", "back/"), file.replace("El alcalde abrió", words).encode()))
    assert "La alcaldesa inauguró el puente." in public_text(road, "es")


def test_a_sentence_whose_original_changed_is_told_by_its_place(road: Article, ada: User) -> None:
    file = download(client_of(ada), address(road, "es", "out/"))
    road.title = "The long road is closed"
    road.save_revision().publish()
    road.refresh_from_db()
    flow.article_published(road, by=None, now=NOW + timedelta(days=1))
    report = said(upload(client_of(ada), address(road, "es", "back/"), file.replace(b"La carretera", "La vía".encode())))
    assert "Not taken: the original has changed since the file went out" in report
    assert "Headline, sentence 1" in report
    assert not HumanText.objects.exists()


def test_files_that_are_wrong_leave_nothing_behind_and_no_path_is_shown(road: Article, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client, back = client_of(ada), address(road, "es", "back/")
    good = download(client, address(road, "es", "out/")).decode().replace("El alcalde abrió", "La alcaldesa inauguró")
    other = making.make_article("The other road")
    other_file = download(client, address(other, "es", "out/")).decode().replace("<source", "<source", 1)
    two = good.replace("</xliff>", other_file.partition("<file")[1] + other_file.partition("<file")[2].replace('id="f1"', 'id="f9"', 1))
    before = bytes(Translation.objects.get(article=road).packed)
    wrong = {
        "document type": good.replace("<xliff", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff', 1), "broken XML": good[:-20], "XLIFF 2.1": "<tmx/>",
        "U+202E": good.replace("La alcaldesa", "La \u202ealcaldesa"), "This file is into Arabic": good.replace('trgLang="es"', 'trgLang="ar"'),
        "another text than the one at this desk": two, "no public article": good.replace(f'original="{road.public.slug}"', 'original="/etc/passwd"'),
    }  # fmt: skip
    for words, file in wrong.items():
        answer = upload(client, back, file.encode())
        text = said(answer)
        assert "Nothing of the file was taken in." in text
        assert words in text
        assert "what came" not in text
        assert "/tmp" not in text
    monkeypatch.setattr(other_tools, "MOST_BYTES", 1000)
    assert "at most" in said(upload(client, back, good.encode()))
    monkeypatch.undo()
    assert "Choose the file that came back." in said(client.post(back))
    assert not HumanText.objects.exists()
    assert bytes(Translation.objects.get(article=road).packed) == before
    assert "1 sentence was taken in" in said(upload(client, back, good.encode())), "the control"


def test_nobody_takes_out_or_in_what_is_not_theirs(road: Article, ada: User) -> None:
    file = download(client_of(ada), address(road, "es", "out/")).replace(b"El alcalde", b"La alcaldesa")
    arabist = make_translator("noor@example.org", "Noor Haddad", "ar")
    author = make_translator("eve@example.org", "Eve Author", role="Authors")
    draft = making.make_article("A draft", publish=False)
    for person in (arabist, author):
        for language in ("es", "ar") if person == author else ("es",):
            assert client_of(person).get(address(road, language, "out/")).status_code in (302, 403)
            assert upload(client_of(person), address(road, language, "back/"), file).status_code in (302, 403)
            assert client_of(person).get(f"/desk/coranto/translations/all-texts/{language}/out/").status_code in (302, 403)
            assert upload(client_of(person), f"/desk/coranto/translations/all-texts/{language}/back/", file).status_code in (302, 403)
    for part in ("out/", "back/"):
        assert client_of(ada).post(address(draft, "es", part)).status_code in (404, 405)
    assert client_of(ada).get(address(draft, "es", "out/")).status_code == 404
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ada)
    assert upload(careful, address(road, "es", "back/"), file).status_code == 403
    assert upload(careful, MEMORY, file).status_code == 403
    assert not HumanText.objects.exists()


def test_a_text_of_the_publication_goes_out_and_comes_back_alone_or_with_all_others(ada: User) -> None:
    OwnText.objects.all().delete()
    report = making.make_report("The deep river", introduction="<p>The mayor opened the bridge.</p>")
    name = f"report:{report.pk}"
    machine_translates_own(name, "es", {"The mayor opened the bridge.": "El alcalde abrió el puente."})
    client = client_of(ada)
    answer = client.get(own_address(name, "es", "out/"))
    assert answer["Content-Disposition"] == f'attachment; filename="report-{report.pk}.es.xlf"'
    assert [job.article for job in read_xliff(answer.content)] == [f"own:{name}"]
    taken = said(upload(client, own_address(name, "es", "back/"), answer.content.replace(b"El alcalde", b"La alcaldesa")))
    assert "1 sentence was taken in" in taken
    assert "La alcaldesa abrió el puente." in [one.text for one in OwnTranslation.objects.get(text__name=name, language="es").targets.values()]
    making.make_publication(tagline="News of the road")
    assert "Download for a translation tool (XLIFF)" in said(client.get("/desk/coranto/translations/texts/?language=es"))
    every = download(client, "/desk/coranto/translations/all-texts/es/out/").decode()
    assert {job.article for job in read_xliff(every.encode())} >= {f"own:{name}", "own:publication"}
    broken = every.replace("La alcaldesa abrió", "Vea https://ads.example/ ahora")
    assert re.search(r"The deep river: Introduction, sentence 1", said(upload(client, "/desk/coranto/translations/all-texts/es/back/", broken.encode())))
    assert "another text than the one at this desk" in said(upload(client, own_address("publication", "es", "back/"), every.encode()))


def tmx(*pairs: tuple[str, str], language: str = "es") -> bytes:
    units = "".join(f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="{language}"><seg>{target}</seg></tuv></tu>' for source, target in pairs)
    return f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>'.encode()


def test_the_memory_goes_out_and_comes_into_another_publication(road: Article, ada: User) -> None:
    editor = make_translator("ed@example.org", "Ed Itor", role="Editors")
    client_of(ada).post(address(road, "es", "sentence/"), fields(held(road, "El alcalde", ada), "La alcaldesa abrió el puente."))
    answer = client_of(ada).get(f"{MEMORY}out/", {"language": "es"})
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("application/x-tmx", 'attachment; filename="memory.es.tmx"')
    memory = b"".join(answer)
    out = {unit.source: (unit.target, unit.state, unit.person) for unit in read_tmx(memory)}
    assert out["The mayor opened the bridge."] == ("La alcaldesa abrió el puente.", "edited", "Ada Translator")
    assert "Take in a memory from elsewhere" not in said(client_of(ada).get(MEMORY)), "a translator takes out only"
    report = said(upload(client_of(editor), MEMORY, memory))
    assert f"{len(out)} translations were remembered." in report
    assert HeldText.objects.count() == len(out)
    assert read_tmx(download(client_of(editor), f"{MEMORY}out/"))


def test_a_memory_from_elsewhere_says_who_made_it_only_when_an_editor_answers_for_that(road: Article) -> None:
    editor = make_translator("ed@example.org", "Ed Itor", role="Editors")
    file = tmx(("The gate.", "La puerta."))
    for more, state in (({}, "machine"), ({"are_peoples": "on"}, "translated")):
        assert "1 translation was remembered." in said(upload(client_of(editor), MEMORY, file, **more))
        assert HeldText.objects.get().texts["es"][1] == state
    assert "1 was left out: what a person wrote for the same sentence stays" in said(upload(client_of(editor), MEMORY, tmx(("The gate.", "El portón."))))
    mixed = tmx(("The door.", "الباب"), language="ar").replace(b"</body>", b'<tu><tuv xml:lang="en"><seg>The wall.</seg></tuv><tuv xml:lang="es"><seg>El muro.</seg></tuv></tu></body>')
    report = said(upload(client_of(editor), MEMORY, mixed, language="ar"))
    assert "1 translation was remembered." in report
    assert "1 is in a language that was not wanted." in report
    assert not HeldText.objects.filter(source="The wall.").exists()


def test_a_memory_that_comes_in_reaches_what_no_engine_could_translate(road: Article) -> None:
    TranslationRequest.objects.filter(article=road).update(state=RequestState.LACKING)
    editor = make_translator("ed@example.org", "Ed Itor", role="Editors")
    upload(client_of(editor), MEMORY, tmx(("The gate.", "La puerta.")), language="es")
    assert set(TranslationRequest.objects.filter(article=road, language="es").values_list("state", flat=True)) == {RequestState.WAITING}
    assert set(TranslationRequest.objects.filter(article=road, language="ar").values_list("state", flat=True)) == {RequestState.LACKING}


def test_a_volunteer_takes_out_their_languages_only_and_nothing_of_what_is_not_public(road: Article, ada: User) -> None:
    machine_translates(road, "ar")
    withdrawn = making.make_article("The secret gate", text="The embargoed gate opens.")
    machine_translates(withdrawn, "ar", {"The embargoed gate opens.": "تفتح البوابة السرية."})
    client_of(ada).post(address(withdrawn, "ar", "sentence/"), fields(next(row for row in rows(withdrawn, "ar", ada) if "السرية" in row.text), "تُفتح البوابة السرية."))
    volunteer = make_translator("noor@example.org", "Noor Haddad", "ar")
    assert "السرية" in download(client_of(volunteer), f"{MEMORY}out/").decode(), "the control: while it is public it is in the memory"
    flow.article_withdrawn(withdrawn, reason="A mistake.", by=None, now=timezone.now())
    out = download(client_of(volunteer), f"{MEMORY}out/")
    assert {unit.target_language for unit in read_tmx(out)} == {"ar"}
    assert "السرية" not in out.decode()
    assert "embargoed" not in out.decode()
    assert client_of(volunteer).get(f"{MEMORY}out/", {"language": "es"}).status_code in (302, 403)
    assert upload(client_of(volunteer), MEMORY, tmx(("The gate.", "البوابة"), language="ar")).status_code in (302, 403)
    assert client_of(make_translator("eve@example.org", "Eve Author", role="Authors")).get(MEMORY).status_code in (302, 403)
    assert not HeldText.objects.exists()


def test_a_memory_that_is_hostile_or_too_large_is_refused_in_one_sentence(road: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = client_of(make_translator("ed@example.org", "Ed Itor", role="Editors"))
    good = tmx(("The gate.", "La puerta."), ("The door.", "La puerta."))
    for words, file in (("document type", good.replace(b"<tmx", b"<!DOCTYPE x><tmx")), ("broken XML", good[:-5]), ("ends a tag", good.replace(b"La puerta.", b"<ept i='1'/>La puerta.")), ("empty", b"")):
        answer = upload(editor, MEMORY, file)
        assert words in said(answer)
        assert "remembered" not in said(answer)
    monkeypatch.setattr(memory_desk, "MOST_BYTES", 100)
    assert "larger ones" in said(upload(editor, MEMORY, good))
    monkeypatch.undo()
    assert not HeldText.objects.exists()
    assert "2 translations were remembered." in said(upload(editor, MEMORY, good))


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_before_anybody_has_to_wait_for_the_database(road: Article, ada: User) -> None:
    """A transaction keeps all others from writing to SQLite, and reading a large file takes seconds."""
    client, back = client_of(ada), address(road, "es", "back/")
    good = download(client, address(road, "es", "out/"))
    begun = []
    for file in (good[:-20], good):
        with CaptureQueriesContext(connection) as queries:
            upload(client, back, file)
        begun.append(any(query["sql"].startswith("BEGIN") for query in queries))
    assert begun == [False, True], "refused before it begins; the control: what is kept is kept in one"
