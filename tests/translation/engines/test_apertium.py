"""Apertium's own packages on this machine: kept alive, chained, escaped, repaired, killed and replaced."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coranto.translation.engine import Made, NotMade, Outcome, Pair, Reason, Sentence, Term
from coranto.translation.engines.apertium import Apertium
from coranto.translation.engines.apertium_modes import FOLDER, installed, way
from coranto.translation.engines.apertium_stream import END, from_stream, repair, to_stream
from coranto.translation.engines.placeholders import protect
from tests.translation.engines.local_servers import wait_until

needs_packages = pytest.mark.skipif(
    not {("en", "es"), ("es", "pt"), ("es", "it"), ("en", "ca"), ("ca", "fr"), ("en", "gl")} <= set(installed()),
    reason="The packages apertium-eng-spa, -es-pt, -spa-ita, -eng-cat, -fra-cat and -en-gl are not installed.",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Apertium]:
    engine = Apertium(through=("es", "ca"), seconds=5.0)
    yield engine
    engine.close()


def made(engine: Apertium, target: str, *texts: str, source: str = "en") -> list[str]:
    outcomes = engine.translate([Sentence(text) for text in texts], source=source, target=target)
    assert len(outcomes) == len(texts)
    return [one.text if isinstance(one, Made) else f"!{one.why}" for one in outcomes]


@needs_packages
def test_english_is_read_in_six_languages_and_says_which_package_made_it(engine: Apertium) -> None:
    expected = {
        "es": ("El periodista tiene una casa.", ()),
        "ca": ("El periodista té una casa.", ()),
        "gl": ("O xornalista ten unha casa.", ()),
        "pt": ("O jornalista tem uma casa.", ("es",)),
        "it": ("Il giornalista ha una casa.", ("es",)),
        "fr": ("Le journaliste a une maison.", ("ca",)),
    }
    for target, (text, via) in expected.items():
        (one,) = engine.translate([Sentence("The journalist has a house.")], source="en", target=target)
        assert isinstance(one, Made), one
        assert (one.text, one.via, one.engine) == (text, via, "apertium")
        assert len(one.model.split()) == 2 * (1 + len(via)), "a mode and the version of its package for each leg"


@needs_packages
def test_directions_are_chained_only_through_declared_languages() -> None:
    undeclared = Apertium()
    assert undeclared.pair("en", "es") == Pair("en", "es")
    assert undeclared.pair("en", "it") is None
    assert Apertium(through=("es",)).pair("en", "it") == Pair("en", "it", ("es",))
    assert Apertium(through=("es",)).pair("en", "de") is None
    (lacking,) = undeclared.translate([Sentence("The house.")], source="en", target="it")
    assert isinstance(lacking, NotMade) and lacking.reason is Reason.LACKS_PAIR


@needs_packages
def test_every_special_character_comes_back_as_it_was(engine: Apertium) -> None:
    odd = r"^ $ / < > [ ] { } \ @ * # + ~ ^a$ [b] \\ <c> {d} @e \[ \] [[f]] ^g<n>$ [\n] .[]"
    for target in ("es", "ca", "gl", "pt", "it", "fr"):
        (text,) = made(engine, target, f"House 1 {odd} 2.")
        for character in r"^$/<>[]{}\@*#+~":
            assert text.count(character) == odd.count(character), (target, character, text)


@needs_packages
def test_addresses_handles_and_numbers_are_left_alone(engine: Apertium) -> None:
    text = "See https://example.org/the_house?x=1&y=2, write to the.house@example.org or ask @the_house about 1,234.5 houses."
    for target in ("es", "gl", "pt", "fr"):
        (said,) = made(engine, target, text)
        for kept in ("https://example.org/the_house?x=1&y=2,", "the.house@example.org", "@the_house", "1,234.5"):
            assert kept in said, (target, said)


@needs_packages
def test_unknown_words_carry_no_marks(engine: Apertium) -> None:
    for target in ("es", "ca", "gl", "pt", "it", "fr"):
        (text,) = made(engine, target, "The unsubstantiatedness of Kyrzbekistan gerrymanders.")
        assert "Kyrzbekistan" in text and not set("*#@") & set(text), (target, text)


@needs_packages
def test_a_batch_has_as_many_answers_as_questions_in_the_same_order(engine: Apertium) -> None:
    texts = [f"The house number {n} is red." for n in range(60)] + ["", "  ", "Two\nlines", "No end", "…", "?!", "😀"]
    said = made(engine, "es", *texts)
    assert [text for n, text in enumerate(said[:60]) if str(n) not in text] == []
    assert said[60:62] == ["", "  "] and "\n" not in said[62]
    assert said[-1] == "😀"


@needs_packages
def test_capitals_are_those_of_the_source(engine: Apertium) -> None:
    said = made(engine, "es", "THE HOUSE IS RED", "The house", "the house", "Madrid is big.")
    assert said == ["LA CASA ES ROJA", "La casa", "la casa", "Madrid es grande."]


@needs_packages
def test_one_pipeline_serves_all_sentences_and_a_killed_one_is_replaced(engine: Apertium) -> None:
    own = Apertium(pipelines=2)
    made(own, "es", "The house.")
    (pid,) = own.pids
    made(own, "es", "The red house.")
    assert own.pids == [pid]
    os.killpg(pid, signal.SIGKILL)
    outcomes = own.translate([Sentence(f"The house {n}.") for n in range(5)], source="en", target="es")
    assert sum(isinstance(one, NotMade) for one in outcomes) == 1
    assert [one.text for one in outcomes if isinstance(one, Made)] == [f"La casa {n}." for n in range(1, 5)]
    made(own, "ca", "The house.")
    made(own, "gl", "The house.")
    assert len(own.pids) == 2, "the least recently used pipeline made room"
    own.close()
    assert own.pids == []


@needs_packages
def test_a_hung_pipeline_costs_one_sentence_and_leaves_no_process_behind() -> None:
    own = Apertium(seconds=3)
    made(own, "es", "The house.")
    (pid,) = own.pids
    os.killpg(pid, signal.SIGSTOP)
    outcomes: list[Outcome] = own.translate([Sentence(f"The house {n}.") for n in range(6)], source="en", target="es")
    assert [one.reason for one in outcomes if isinstance(one, NotMade)] == [Reason.TIMED_OUT]
    assert isinstance(outcomes[5], Made) and outcomes[5].text == "La casa 5."
    wait_until(lambda: not _of_group(pid))
    own.close()


@needs_packages
def test_after_the_deadline_the_rest_is_late() -> None:
    own = Apertium()
    outcomes = own.translate([Sentence("The house.")] * 3, source="en", target="es", deadline=time.monotonic() - 1)
    own.close()
    assert {one.reason for one in outcomes if isinstance(one, NotMade)} == {Reason.TIMED_OUT} and len(outcomes) == 3


@needs_packages
def test_a_pipeline_that_floods_is_ended(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text("yes\n")
    own = Apertium(folder=tmp_path)
    (one,) = own.translate([Sentence("The house.")], source="en", target="es")
    assert isinstance(one, NotMade) and one.reason is not Reason.LACKS_PAIR
    assert own.pids == []


def test_modes_are_read_from_the_folder_and_strange_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text("lt-proc 'a b.bin' | apertium-tagger -g $2 'p' | lt-proc $1 'g.bin'\n")
    (tmp_path / "es-pt_BR.mode").write_text("lt-proc a | lt-proc $1 b\n")
    (tmp_path / "eng-cat_valencia.mode").write_text("lt-proc a\n")
    (tmp_path / "eng-deu.mode").write_text("lt-proc a | \n")
    (tmp_path / "eng-fra.mode").write_text("lt-proc a; rm -rf /\n")
    modes = installed(tmp_path)
    assert set(modes) == {("en", "es"), ("es", "pt-BR"), ("en", "fr")}
    assert modes["en", "es"].command == "lt-proc -z 'a b.bin' | apertium-tagger -z -g p | lt-proc -z -n g.bin"
    assert modes["en", "fr"].command == "lt-proc -z 'a;' rm -rf /", "what a shell would obey is quoted"
    assert installed(tmp_path / "nowhere") == {} and FOLDER.name == "modes"


def test_the_shortest_declared_way_is_taken() -> None:
    pairs = [("en", "es"), ("es", "pt"), ("en", "ca"), ("ca", "fr"), ("es", "ca"), ("pt", "gl")]
    assert way(pairs, "en", "pt", ("es",)) == ("en", "es", "pt")
    assert way(pairs, "en", "fr", ("es", "ca")) == ("en", "ca", "fr")
    assert way(pairs, "en", "gl", ("es",)) is None
    assert way(pairs, "en", "gl", ("es", "pt")) == ("en", "es", "pt", "gl")


def test_an_answer_without_its_end_is_no_answer() -> None:
    assert from_stream("La casa") is None
    assert from_stream(rf"\[La casa\] [https:\/\/a.org]{END}") == "[La casa] https://a.org"
    assert to_stream("ask @me [now]") == r"ask [\@me] \[now\]"


@pytest.mark.parametrize(
    ("source", "text", "repaired"),
    [
        ("It rose 3.5% to 1,234.", "Subió 3. 5 % a 1, 234 .", "Subió 3.5% a 1,234."),
        ("It rose 3.5 % there.", "Subió 3.5% allí.", "Subió 3.5 % allí."),
        ("“Yes”, he said.", "“ Sí ” , dijo .", "“Sí”, dijo."),
        ("The Kyrz left.", "El *Kyrz *salió.", "El Kyrz salió."),
        ("5*3 and *bold*", "5*3 y *negrita*", "5*3 y *negrita*"),
        ("At 10:30 today", "A 10 : 30 hoy", "A 10:30 hoy"),
        ("Melbourne learned of it.", "Melbourne Aprendió de él.", "Melbourne aprendió de él."),
        ("Melbourne has it.", "Melbourne Ha esso.", "Melbourne ha esso."),
        ("Nova Scotia learned of it.", "Nova Escocia aprendió de él.", "Nova Escocia aprendió de él."),
    ],
)
def test_spaces_marks_and_numerals_are_put_right(source: str, text: str, repaired: str) -> None:
    assert repair(source, text) == repaired


def _of_group(group: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(place.name))
    return found


NAMES = [Term("Mark Brown"), Term("Rose White"), Term("mayor", "burgomaestre"), Term("Mark")]


@needs_packages
def test_names_of_the_glossary_are_never_translated_and_the_sentence_round_them_still_is(engine: Apertium) -> None:
    arrested = "Police arrested Mark Brown and Rose White on Sunday."
    (unprotected,) = made(engine, "es", arrested)
    assert "Rose White" not in unprotected, "a control: the rules do translate names"
    expected = {
        "es": "La policía arrestó Mark Brown y Rose White el domingo.",
        "pt": "A polícia prendeu Mark Brown e Rose White no domingo.",
        "fr": "Le policier a arrêté Mark Brown et Rose White en dimanche.",
    }
    for target, text in expected.items():
        (one,) = engine.translate([Sentence(arrested)], source="en", target=target, glossary=NAMES)
        assert isinstance(one, Made) and one.text == text


@needs_packages
def test_terms_come_out_as_the_glossary_says(engine: Apertium) -> None:
    asked = [Sentence("The mayor visited the school."), Sentence("Mark Brown visited Madrid."), Sentence("Mark's house is big.")]
    outcomes = engine.translate(asked, source="en", target="es", glossary=NAMES)
    texts = [one.text for one in outcomes if isinstance(one, Made)]
    assert texts == ["El burgomaestre visitó la escuela.", "Mark Brown visitó Madrid.", "La casa de Mark es grande."]
    assert not any("qzv" in text.lower() for text in texts)


def test_a_placeholder_that_does_not_come_through_is_noticed() -> None:
    protected = protect("Mark Brown met Rose White and Mark.", NAMES)
    assert protected.words == ("Mark Brown", "Rose White", "Mark")
    assert protected.restore(protected.text) == "Mark Brown met Rose White and Mark."
    first = protected.text.split()[0]
    assert protected.restore(protected.text.replace(first, "")) is None
    assert protected.restore(protected.text.replace(first, f"{first}ha")) is None
    assert protected.restore(f"{protected.text} {first}") is None
    assert protect("No names.", NAMES).restore("Sin nombres.") == "Sin nombres."
    many = protect(" ".join(["Mark"] * 25), NAMES)
    assert many.restore(many.text) == " ".join(["Mark"] * 25)
