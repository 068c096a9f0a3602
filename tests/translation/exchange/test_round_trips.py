"""Whatever a sentence says, it comes back from TMX and XLIFF to the letter: every script, every sign, tags in any nesting."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.translation.exchange import Code, Job, Unit
from coranto.translation.exchange.tmx import read_tmx, write_tmx
from coranto.translation.exchange.xliff import read_xliff, write_xliff
from coranto.translation.segments.markup import escaped

# Everything that XML can hold but marks that turn the direction of what follows, which are refused.
SIGNS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r", exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
TEXT = st.text(SIGNS | st.sampled_from("<>&\"' \u00a0\u2028אع字।"), max_size=20)
NAMES = st.text(st.sampled_from(string.ascii_letters + "éאع字 .-"), max_size=20).map(lambda text: " ".join(text.split()))
CODES = (Code(1, "a", (("href", "https://example.org/?a=1&b=<2>\"'"),)), Code(2, "em"), Code(3, "br"), Code(4, "strong"))


@st.composite
def written(draw: st.DrawFn, tags: tuple[int, ...] = (1, 2, 3, 4)) -> str:
    """A written form with some of the tags, nested in any way; 3 stands alone."""
    if not tags:
        return escaped(draw(TEXT))
    first, rest = tags[0], tags[1:]
    place = draw(st.sampled_from(["left out", "before", "behind", "within"]))
    inner = draw(written(rest))
    if place == "left out":
        return inner
    if first == 3:
        return f"{escaped(draw(TEXT))}<3/>{inner}"
    if place == "within":
        return f"{escaped(draw(TEXT))}<{first}>{inner}</{first}>{escaped(draw(TEXT))}"
    own = f"<{first}>{escaped(draw(TEXT))}</{first}>"
    return f"{own}{inner}" if place == "before" else f"{inner}{own}"


def codes_of(*texts: str) -> tuple[Code, ...]:
    return tuple(code for code in CODES if any(f"<{code.number}>" in text or f"<{code.number}/>" in text for text in texts))


@st.composite
def units(draw: st.DrawFn) -> Unit:
    source, target = (draw(written().filter(str.strip)) for _side in "st")
    return Unit(
        "en", draw(st.sampled_from(["ar", "ja", "zh-Hant"])), source, target, state=draw(st.sampled_from(["machine", "machine-checked", "edited", "translated"])),
        key=draw(st.sampled_from(["headline#1", "body.b1.items.2#3", "body.ü~.html#1"])), digest="0" * 32, context=draw(NAMES), person=draw(NAMES), engine=draw(NAMES),
        model=draw(NAMES), via=tuple(draw(st.lists(st.sampled_from(["en", "fr"]), max_size=2))), made_at=draw(st.sampled_from(["", "2026-11-24T15:00:01+00:00", "2026-11-24T15:00:01.250000+05:30"])),
        codes=codes_of(source), is_outdated=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(unit=units())
def test_any_sentence_comes_back_from_a_memory(unit: Unit) -> None:
    assert read_tmx(write_tmx([unit])) == [unit]


@settings(max_examples=200, deadline=None)
@given(unit=units(), title=TEXT, notes=st.lists(TEXT.filter(str.strip), max_size=2))
def test_any_sentence_comes_back_from_an_article(unit: Unit, title: str, notes: list[str]) -> None:
    job = Job("the-road", "en", unit.target_language, (unit,), version="3", title=title, notes=tuple(notes))
    assert read_xliff(write_xliff(job)) == [job]
