"""An article goes out to a translator and comes back; a memory comes in and helps; what is wrong leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from coranto.articles.models import Article
from coranto.delivery.models import Stale
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.project import cli
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.exchange import Code, ExchangeError, Unit
from coranto.translation.exchange.tmx import read_tmx, write_tmx
from coranto.translation.exchange.xliff import read_xliff
from coranto.translation.exchanging import ExchangeRefused, export_article, export_memory, import_article, import_memory
from coranto.translation.memory import Wanted, recall
from coranto.translation.models import HeldText, HumanText, Translation, TranslatorLanguage
from coranto.translation.segments import digest
from coranto.translation.working import translate_due
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "ar"]).delete()


def make_translator(email: str = "ana@example.org", first_name: str = "Ana", last_name: str = "Ruiz") -> User:
    return User.objects.create_user(email, "x", first_name=first_name, last_name=last_name)


def slug_of(article: Article) -> str:
    return str(article.public.slug)


def send_out(article: Article, language: str = "es") -> str:
    return export_article(slug_of(article), language, now=NOW).decode()


def fill(sent: str, texts: dict[str, str], *, state: str = "final") -> bytes:
    """What a translator's tool writes into a file: a target and a state for sentences by their key."""
    for key, text in texts.items():
        before, unit, after = sent.partition(f'name="{key}"')
        assert unit, f"{key} is in the file"
        segment, end, rest = after.partition("</segment>")
        head, source, tail = segment.partition("</source>")
        assert "<target" not in tail
        segment = head.replace('state="initial"', f'state="{state}"') + source + f"<target>{text}</target>"
        sent = before + unit + segment + end + rest
    return sent.encode()


def test_an_article_goes_out_and_what_comes_back_is_the_translators_own() -> None:
    article, ana = making.make_article("The road"), make_translator()
    sent = send_out(article)
    (job,) = read_xliff(sent.encode())
    assert (job.article, job.source_language, job.target_language) == (slug_of(article), "en", "es")
    assert [unit.target for unit in job.units] == [None] * len(job.units) and len(job.units) > 2
    (back,) = import_article(fill(sent, {"headline#1": "La carretera"}), by=ana, now=NOW)
    assert (back.accepted, back.unchanged, back.changed_since) == (1, len(job.units) - 1, ())
    row = Translation.objects.get(article=article, language="es")
    held = row.targets["headline#1"]
    assert (held.text, held.state, held.by) == ("La carretera", "translated", "Ana Ruiz")
    assert row.document["headline"] == "La carretera"
    again = read_xliff(send_out(article).encode())[0].units[0]
    assert (again.target, again.state, again.person) == ("La carretera", "translated", "Ana Ruiz")


def test_a_file_that_comes_back_untouched_changes_nothing() -> None:
    article, ana = making.make_article("The road"), make_translator()
    import_article(fill(send_out(article), {"headline#1": "La carretera"}), by=ana, now=NOW)
    bea = make_translator("bea@example.org", "Bea", "Sol")
    (back,) = import_article(send_out(article).encode(), by=bea, now=NOW)
    assert back.accepted == 0 and back.change is None
    assert Translation.objects.get(article=article, language="es").targets["headline#1"].by == "Ana Ruiz"
    changed = send_out(article).replace("La carretera", "El camino")
    (back,) = import_article(changed.encode(), by=bea, now=NOW)
    assert back.accepted == 1
    assert [(row.target, row.is_current) for row in HumanText.objects.order_by("pk")] == [("La carretera", False), ("El camino", True)]


def test_a_sentence_whose_original_changed_meanwhile_is_named_and_not_taken() -> None:
    article, ana = making.make_article("The road"), make_translator()
    sent = send_out(article)
    article.title = "The long road"
    article.save_revision().publish()
    article.refresh_from_db()
    flow.article_published(article, by=None, now=NOW)
    (back,) = import_article(fill(sent, {"headline#1": "La carretera", "standfirst#1": "Un resumen."}), by=ana, now=NOW)
    assert (back.accepted, back.changed_since) == (1, ("headline#1",))
    assert "headline#1" not in Translation.objects.get(article=article, language="es").targets


def test_what_somebody_else_wrote_since_the_file_went_out_stays_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article, ana = making.make_article("The road"), make_translator()
    make_translator("bea@example.org", "Bea", "Sol")
    sent = send_out(article)
    import_article(fill(sent, {"headline#1": "La carretera"}), by=ana, now=NOW)
    file = tmp_path / "late.xlf"
    file.write_bytes(fill(sent, {"headline#1": "El camino", "standfirst#1": "Un resumen."}))
    assert cli.main(["translations", "import", str(file), "--by", "bea@example.org"]) == 0
    assert "Took 1 sentences into es" in (said := capsys.readouterr().out)
    assert said.endswith("In 1 others somebody else has written since the file went out, and that stays: headline#1.\n")
    targets = Translation.objects.get(article=article, language="es").targets
    assert [(targets[key].text, targets[key].by) for key in ("headline#1", "standfirst#1")] == [("La carretera", "Ana Ruiz"), ("Un resumen.", "Bea Sol")]
    untouched = fill(send_out(article), {}).decode()
    import_article(send_out(article).replace("La carretera", "La vía").encode(), by=ana, now=NOW)
    (back,) = import_article(untouched.encode(), by=User.objects.get(email="bea@example.org"), now=NOW)
    assert (back.accepted, back.overtaken) == (0, ()), "what nobody touched elsewhere takes nobody's place"
    assert Translation.objects.get(article=article, language="es").targets["headline#1"].text == "La vía"


def test_one_sentence_that_would_break_the_page_leaves_nothing_of_the_file_behind() -> None:
    article, ana = making.make_article("The road"), make_translator()
    wrong = fill(send_out(article), {"headline#1": "La carretera", "standfirst#1": "Vea https://ads.example/ ahora."})
    with pytest.raises(ExchangeError, match=r"standfirst#1.*ads\.example"):
        import_article(wrong, by=ana, now=NOW)
    assert not Translation.objects.filter(article=article, language="es").exists() and not HumanText.objects.exists()
    import_article(fill(send_out(article), {"headline#1": "La carretera"}), by=ana, now=NOW)
    assert HumanText.objects.count() == 1, "the control: without the link it is taken"


def test_only_a_public_article_goes_out_and_only_into_another_language() -> None:
    article = making.make_article("The road")
    for slug, language in (("none", "es"), (slug_of(article), "en"), (slug_of(article), "tlh")):
        with pytest.raises(ExchangeRefused):
            export_article(slug, language, now=NOW)
    assert send_out(article)


def test_a_translator_of_other_languages_is_refused() -> None:
    article, ana = making.make_article("The road"), make_translator()
    TranslatorLanguage.objects.create(person=ana, language="ar")
    with pytest.raises(ExchangeRefused, match="does not translate into es"):
        import_article(fill(send_out(article), {"headline#1": "La carretera"}), by=ana, now=NOW)


def make_memory(*pairs: tuple[str, str], language: str = "es") -> bytes:
    units = "".join(f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="{language}"><seg>{target}</seg></tuv></tu>' for source, target in pairs)
    return f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>'.encode()


def recalled(text: str, language: str = "es") -> tuple[str, str] | None:
    found = recall([Wanted(digest(text))], source_language="en", languages=[language])[language].get(digest(text))
    return (found.text, found.state) if found else None


def test_a_memory_from_elsewhere_is_recalled_and_labelled_for_what_it_is() -> None:
    assert import_memory(make_memory(("The  bridge &amp; road.", "El puente y la carretera."))) == 1
    assert recalled("The bridge &amp; road.") == ("El puente y la carretera.", "machine")
    assert import_memory(make_memory(("The gate.", "La puerta.")), are_peoples=True) == 1
    assert recalled("The gate.") == ("La puerta.", "translated")
    assert recalled("The door.") is None


def test_a_hostile_memory_leaves_nothing_behind() -> None:
    for wrong in ("a\u202eb", '<bpt i="1"/>x', "<x/>"):
        with pytest.raises(ExchangeError):
            import_memory(make_memory(("The gate.", "La puerta."), ("The bridge.", wrong)))
    with pytest.raises(ExchangeError):
        import_memory(make_memory(("The gate.", "La puerta.")), languages=["fr"])
    assert not HeldText.objects.exists()
    import_memory(make_memory(("The gate.", "La puerta.")))
    assert HeldText.objects.count() == 1


def test_the_memory_goes_out_with_peoples_and_imported_sentences_and_helps_another_publication() -> None:
    article, ana = making.make_article("The road"), make_translator()
    import_article(fill(send_out(article), {"headline#1": "La carretera"}), by=ana, now=NOW)
    import_memory(make_memory(("The gate.", "البوابة."), language="ar"))
    out = export_memory(now=NOW)
    told = {(unit.source, unit.target_language): (unit.target, unit.state, unit.person) for unit in read_tmx(out)}
    assert told == {("The road", "es"): ("La carretera", "translated", "Ana Ruiz"), ("The gate.", "ar"): ("البوابة.", "machine", "")}
    assert [unit.target_language for unit in read_tmx(export_memory(languages=["ar"], now=NOW))] == ["ar"]
    HumanText.objects.all().delete()
    HeldText.objects.all().delete()
    assert import_memory(out) == 2 and recalled("The road") == ("La carretera", "translated")


def test_the_command_line_carries_an_article_out_and_back_and_its_page_becomes_stale(tmp_path: Path, capsys) -> None:
    article = making.make_article("The road")
    make_translator()
    file = tmp_path / "road.xlf"
    assert cli.main(["translations", "export", str(file), "--article", slug_of(article), "--language", "es"]) == 0
    file.write_bytes(fill(file.read_text(), {"headline#1": "La carretera", "standfirst#1": "Un resumen."}))
    Stale.objects.all().delete()
    assert cli.main(["translations", "import", str(file), "--by", "ana@example.org"]) == 0
    assert "Took 2 sentences into es" in capsys.readouterr().out
    assert Stale.objects.filter(key__contains=str(article.pk)).exists()
    for wrong in (["import", str(file)], ["import", str(tmp_path / "none.tmx")], ["export", str(tmp_path / "a.txt")], ["export", str(tmp_path / "a.xlf")]):
        assert cli.main(["translations", *wrong]) == 1
        assert capsys.readouterr().err.count("\n") == 1, "one sentence"


def test_a_memory_goes_through_the_store_and_comes_out_with_all_that_it_carried() -> None:
    link = (Code(1, "a", (("href", "https://example.org/a"),)),)
    facts = {"person": "Bea Sol", "engine": "apertium", "model": "0.8", "made_at": "2026-03-04T09:00:00+00:00", "via": ("ca", "es")}
    units = [
        Unit(
            "en", "gl", "See <1>the road</1>.", "Mire <1>a estrada</1>.", state="edited", key="body.p1.html#1", digest=digest("See <1>the road</1>."), context="c0ffee",
            notes=("Of a street, not a trip.", "Asked the author."), codes=link, props=(("x-project", "Roads"), ("client", "A & B")),
            target_props=(("x-reviewed", "twice"),), is_outdated=True, **facts,
        ),
        Unit("en", "gl", "See <1>the road</1>.", "Vexa <1>o camiño</1>.", state="machine", digest=digest("See <1>the road</1>."), context="beef", codes=link),
        Unit("en", "fr", "See <1>the road</1>.", "Voyez <1>la route</1>.", state="translated", digest=digest("See <1>the road</1>."), person="Cy", codes=link),
        Unit("en", "ar", "A  bridge &amp; <2/> more.", "جسر &amp; <2/> المزيد.", state="machine", digest=digest("A  bridge &amp; <2/> more."), codes=(Code(2, "br"),)),
        Unit("ja", "en", "橋。", "A bridge.", state="machine", digest=digest("橋。"), notes=("短い。",)),
    ]  # fmt: skip
    once = write_tmx(units)
    assert sorted(read_tmx(once), key=repr) == sorted(units, key=repr), "the file carries it all"
    assert import_memory(once) == len(units)
    again = export_memory(now=NOW)
    assert sorted(read_tmx(again), key=repr) == sorted(units, key=repr), "and so does the store"
    HeldText.objects.all().delete()
    import_memory(again)
    assert sorted(read_tmx(export_memory(now=NOW)), key=repr) == sorted(units, key=repr)


def test_of_one_sentence_in_two_contexts_the_one_that_fits_is_recalled() -> None:
    words = digest("It was lead.")
    for context, target in (("metal", "Era plomo."), ("theatre", "Era protagonista.")):
        import_memory(write_tmx([Unit("en", "es", "It was lead.", target, state="machine", digest=words, context=context)]))
    for context, target in (("metal", "Era plomo."), ("theatre", "Era protagonista."), ("other", "Era plomo.")):
        assert recall([Wanted(words, context)], source_language="en", languages=["es"])["es"][words].text == target
    import_memory(write_tmx([Unit("en", "es", "It was lead.", "Fue plomo.", state="translated", digest=words, context="metal")]))
    import_memory(write_tmx([Unit("en", "es", "It was lead.", "Plomo fue.", state="machine", digest=words, context="metal")]))
    assert recall([Wanted(words, "theatre")], source_language="en", languages=["es"])["es"][words].text == "Fue plomo.", "a person's, and no machine's takes its place"


def test_a_memory_that_comes_in_reaches_articles_that_no_engine_could_translate(tmp_path: Path) -> None:
    article, later = making.make_article("The road", standfirst="It is long."), datetime(2031, 1, 1, tzinfo=UTC)
    translate_due({}, Order(), told=flow.translations_kept, clock=lambda: later)
    assert not Translation.objects.filter(article=article).exists()
    file = tmp_path / "agency.tmx"
    file.write_bytes(make_memory(("The road", "La carretera"), ("It is long.", "Es larga.")))
    assert cli.main(["translations", "import", str(file), "--by-people", "--language", "es"]) == 0
    translate_due({}, Order(), told=flow.translations_kept, clock=lambda: later)
    row = Translation.objects.get(article=article, language="es")
    assert (row.document["headline"], row.targets["headline#1"].state) == ("La carretera", "translated")


def test_two_memories_that_come_in_at_once_are_both_kept() -> None:
    """Packing goes on while others write; what they wrote for the same sentence in between is there still."""
    done: list[int] = []

    def meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if not done and sql.startswith("SELECT") and "held" in sql:
            done.append(1)
            import_memory(make_memory(("The gate.", "البوابة"), language="ar"))
        return found

    with connection.execute_wrapper(meanwhile):
        import_memory(make_memory(("The gate.", "La puerta.")))
    assert done
    assert {language: row[0] for language, row in HeldText.objects.get().texts.items()} == {"ar": "البوابة", "es": "La puerta."}
