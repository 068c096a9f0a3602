"""Texts of the publication itself go out to translators and come back, and travel in the memory; what is wrong leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coranto.delivery.models import Stale
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.project import cli
from coranto.publication.models import LanguagePolicy, Publication
from coranto.taxonomy.models import Report
from coranto.translation.choosing import Order
from coranto.translation.exchange import ExchangeError
from coranto.translation.exchange.tmx import read_tmx
from coranto.translation.exchange.xliff import read_xliff
from coranto.translation.exchanging import ExchangeRefused, export_memory, import_article, import_memory
from coranto.translation.exchanging_own import export_own
from coranto.translation.models import HeldText, HumanText, OwnText, OwnTranslation, TranslatorLanguage
from coranto.translation.own_accepting import accept_own
from coranto.translation.own_requesting import own_ask_again
from coranto.translation.own_working import translate_own
from tests.newsroom.translating import machine_translates_own
from tests.site import making
from tests.translation.exchange.test_exchanging import fill, make_translator, send_out, slug_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LATER = datetime(2031, 1, 1, tzinfo=UTC)
SPANISH = {"The deep river": "El río profundo", "The mayor opened the bridge.": "El alcalde abrió el puente.", "The judge is tall.": "El juez es <1>alto</1>."}


@pytest.fixture(autouse=True)
def publication() -> Publication:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "ar"]).delete()
    OwnText.objects.all().delete()
    return making.make_publication(tagline="News of the road", disclaimer="<p>The editors are not responsible for the bridge.</p>")


@pytest.fixture
def report() -> Report:
    made = making.make_report("The deep river", introduction="<p>The mayor opened the bridge. The judge is <b>tall</b>.</p>")
    machine_translates_own(f"report:{made.pk}", "es", SPANISH)
    return made


def row_of(report: Report, language: str = "es") -> OwnTranslation:
    return OwnTranslation.objects.get(text__name=f"report:{report.pk}", language=language)


def sent(language: str = "es") -> str:
    return export_own(language, written_in="en", now=NOW).decode()


def test_texts_go_out_each_in_a_file_of_its_own_and_what_comes_back_reaches_readers(report: Report) -> None:
    ana = make_translator()
    jobs = {job.article: job for job in read_xliff(sent().encode())}
    assert set(jobs) == {"own:publication", f"own:report:{report.pk}"}
    units = jobs[f"own:report:{report.pk}"].units
    assert [(unit.key, unit.target, unit.state, unit.engine) for unit in units] == [
        ("body.title.text#1", "El río profundo", "machine", "firefox"), ("body.text.html#1", "El alcalde abrió el puente.", "machine", "firefox"),
        ("body.text.html#2", "El juez es <1>alto</1>.", "machine", "firefox"),
    ]  # fmt: skip
    assert [code.name for code in units[2].codes] == ["strong"]
    assert [unit.target for unit in jobs["own:publication"].units] == [None, None]
    back = import_article(fill(sent(), {"body.tagline.text#1": "Noticias del camino"}).replace(b"El alcalde", b"La alcaldesa"), by=ana, now=NOW)
    assert {one.own: (one.accepted, one.unchanged, one.changed_since, one.is_changed) for one in back} == {
        "publication": (1, 1, (), True), f"report:{report.pk}": (1, 2, (), True),
    }  # fmt: skip
    held = row_of(report).targets["body.text.html#1"]
    assert (held.text, held.state, held.by, held.engine) == ("La alcaldesa abrió el puente.", "edited", "Ana Ruiz", "firefox")
    assert sorted(HumanText.objects.values_list("key", flat=True)) == ["publication/body.tagline.text#1", f"report:{report.pk}/body.text.html#1"]


def test_a_file_of_texts_that_comes_back_untouched_changes_nothing(report: Report) -> None:
    ana, bea = make_translator(), make_translator("bea@example.org", "Bea", "Sol")
    accept_own(f"report:{report.pk}", "es", "body.text.html#1", text="Ana lo dijo.", by=ana, told=flow.own_text_kept, now=NOW)
    before, out = bytes(row_of(report).packed), sent()
    back = import_article(out.encode(), by=bea, now=NOW)
    assert [(one.accepted, one.is_changed) for one in back] == [(0, False), (0, False)]
    assert (bytes(row_of(report).packed), sent()) == (before, out)
    assert HumanText.objects.count() == 1


def test_a_sentence_whose_original_changed_meanwhile_is_named_and_the_others_taken(report: Report) -> None:
    ana, out = make_translator(), sent()
    report.introduction = "<p>The mayor closed the bridge. The judge is <b>tall</b>.</p>"
    report.save()
    changed = out.replace("El alcalde", "La alcaldesa").replace("El juez es", "La jueza es").replace("alto</", "alta</")
    back = next(one for one in import_article(changed.encode(), by=ana, now=NOW) if one.own != "publication")
    assert (back.accepted, back.changed_since) == (1, ("body.text.html#1",))
    texts = [one.text for one in row_of(report).targets.values()]
    assert "La jueza es <1>alta</1>." in texts
    assert not any("alcaldesa" in text for text in texts)


def test_one_sentence_that_would_break_a_page_leaves_nothing_of_any_text_or_article_behind(report: Report) -> None:
    article, ana = making.make_article("The road"), make_translator()
    article_file = send_out(article).partition("<file")[2].partition("</file>")[0].replace('id="f1"', 'id="fa"')
    good = fill(sent(), {"body.tagline.text#1": "Noticias del camino"}).decode().replace("<file", f"<file{article_file}</file><file", 1)
    good = fill(good, {"headline#1": "La carretera"}).decode()
    wrong = good.replace("El alcalde abrió", "Vea https://ads.example/ el alcalde abrió")
    before = bytes(row_of(report).packed)
    with pytest.raises(ExchangeError, match=r"body\.text\.html#1.*ads\.example"):
        import_article(wrong.encode(), by=ana, now=NOW)
    assert not HumanText.objects.exists()
    assert not article.translations.exists()
    assert bytes(row_of(report).packed) == before
    back = import_article(good.encode(), by=ana, now=NOW)
    assert sum(one.accepted for one in back) == 2, "the control: without the link an article and a text are taken from one file"
    assert slug_of(article)


@pytest.mark.parametrize("name", ["own:", "own:report:999999", "own:../../publication", "own:Publication", "own:report:1'--", f"own:{'x' * 5000}", "own:publication\u200b"])
def test_a_text_that_is_not_the_publications_is_refused_in_one_sentence(report: Report, name: str) -> None:
    wrong = sent().replace('original="own:publication"', f'original="{name}"').replace("El alcalde", "La alcaldesa")
    with pytest.raises(ExchangeRefused, match=r"^The publication has no text called .{0,120}; export its texts again\.$"):
        import_article(wrong.encode(), by=make_translator(), now=NOW)
    assert not HumanText.objects.exists()


def test_files_in_wrong_languages_of_strangers_and_with_harm_are_refused(report: Report) -> None:
    ana, out = make_translator(), sent().replace("El alcalde", "La alcaldesa")
    for wrong in (
        out.replace('srcLang="en"', 'srcLang="fr"'), out.replace('srcLang="en" trgLang="es"', 'srcLang="es" trgLang="en"'), out.replace("<xliff", "<!DOCTYPE x><xliff"),
        out.replace("La alcaldesa", "La \u202ealcaldesa"), out.replace('id="f2"', 'id="f1"'), out.replace('<pc id="1"', '<pc id="9999999"', 1),
        out.replace('name="body.text.html#1"', 'name="body.title.text#1"'), out[:-9],
    ):  # fmt: skip
        with pytest.raises((ExchangeError, ExchangeRefused)):
            import_article(wrong.encode(), by=ana, now=NOW)
    TranslatorLanguage.objects.create(person=ana, language="ar")
    with pytest.raises(ExchangeRefused, match="does not translate into es"):
        import_article(out.encode(), by=ana, now=NOW)
    for language, written_in in (("en", "en"), ("tlh", "en"), ("es", "fr")):
        with pytest.raises(ExchangeRefused):
            export_own(language, written_in=written_in, now=NOW)
    assert not HumanText.objects.exists()
    TranslatorLanguage.objects.all().delete()
    import_article(out.encode(), by=ana, now=NOW)
    assert HumanText.objects.count() == 1, "the control"


def test_the_memory_carries_the_publications_texts_to_another_installation(report: Report) -> None:
    ana = make_translator()
    accept_own(f"report:{report.pk}", "es", "body.text.html#1", text="La alcaldesa abrió el puente.", by=ana, told=flow.own_text_kept, now=NOW)
    out = export_memory(now=NOW)
    told = {unit.source: (unit.target, unit.state, unit.person, unit.engine, unit.key) for unit in read_tmx(out)}
    assert told["The mayor opened the bridge."] == ("La alcaldesa abrió el puente.", "edited", "Ana Ruiz", "firefox", f"report:{report.pk}/body.text.html#1")
    assert told["The judge is <1>tall</1>."] == ("El juez es <1>alto</1>.", "machine", "", "firefox", "")
    before = {key: (one.text, one.state, one.by, one.engine, one.made_at) for key, one in row_of(report).targets.items()}
    HumanText.objects.all().delete()
    OwnTranslation.objects.filter(text__name=f"report:{report.pk}").update(packed=b"", made_at=None, is_whole=False, fits=False, due_at=LATER + timedelta(days=9))
    assert import_memory(out) == len(told)
    own_ask_again(now=NOW)
    while translate_own({}, Order(), told=flow.own_text_kept, now=NOW) is not None:
        pass
    row = row_of(report)
    assert {key: (one.text, one.state, one.by, one.engine, one.made_at) for key, one in row.targets.items()} == before
    assert row.is_whole
    again = export_memory(now=NOW)
    assert sorted(read_tmx(again), key=repr) == sorted(read_tmx(out), key=repr), "and so on to the next"
    HeldText.objects.all().delete()
    with pytest.raises(ExchangeError):
        import_memory(out.replace(b"El juez es", "El \u202ejuez es".encode()))
    assert not HeldText.objects.exists()


def test_the_command_line_carries_texts_out_and_back_and_their_pages_become_stale(tmp_path: Path, report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    make_translator()
    file = tmp_path / "texts-es.xlf"
    assert cli.main(["translations", "export", str(file), "--texts", "--language", "es"]) == 0
    file.write_bytes(fill(file.read_text(), {"body.tagline.text#1": "Noticias del camino"}).replace(b"El alcalde", b"La alcaldesa"))
    Stale.objects.all().delete()
    assert cli.main(["translations", "import", str(file), "--by", "ana@example.org"]) == 0
    assert "Took 2 sentences into es; 3 are as they were." in capsys.readouterr().out
    assert set(Stale.objects.values_list("key", flat=True)) == {"own:publication:es", f"own:report:{report.pk}:es"}
    assert cli.main(["translations", "import", str(file), "--by", "ana@example.org"]) == 0
    assert "Took 0 sentences" in capsys.readouterr().out
    for wrong in (["--texts"], ["--texts", "--article", "x", "--language", "es"], ["--texts", "--language", "es", "--from", "fr"], ["--texts", "--language", "en"]):
        assert cli.main(["translations", "export", str(file), *wrong]) == 1
        assert capsys.readouterr().err.count("\n") == 1, "one sentence"


def test_an_article_of_hundreds_of_sentences_comes_back_in_a_few_statements() -> None:
    ana = make_translator()
    counted = []
    for count in (20, 300):
        article = making.make_article(f"The road {count}", text="\n\n".join(f"House {number} of the road is old." for number in range(count)))
        keys = [unit.key for unit in read_xliff(send_out(article).encode())[0].units]
        file = fill(send_out(article), {key: f"Casa {number} de la calle." for number, key in enumerate(keys)})
        with CaptureQueriesContext(connection) as queries:
            (back,) = import_article(file, by=ana, now=NOW)
        assert back.accepted == len(keys) > count
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 10, "the rows of people's sentences take one statement for each sixty"
