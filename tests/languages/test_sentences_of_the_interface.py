"""The interface's sentences as they are printed: with dates and names in them, and with the marks of each language."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po

from coranto import languages
from coranto.languages import catalogs, formatting

with catalogs.TEMPLATE.open("rb") as template:
    TEXTS = [message.id for message in read_po(template) if isinstance(message.id, str) and message.id]
ENDS_AT_A_MINUTE = "These terms end on %(date)s. After that, ask us."  # the one text whose date has a time of day
WHEN = datetime(2026, 8, 5, 14, 3, tzinfo=UTC)
OTHERS = [code for code in languages.CODES if code != "en"]


def printed(text: str, code: str) -> str:
    """A text of the interface with its date, if it has one."""
    date = formatting.format_datetime(WHEN, code) if text == ENDS_AT_A_MINUTE else formatting.format_date(WHEN.date(), code)
    return catalogs.translator(code).gettext(text).replace("%(date)s", date)


@pytest.mark.parametrize("code", OTHERS)
def test_a_date_that_ends_in_a_full_stop_does_not_bring_a_second_one(code: str) -> None:
    """Lithuanian writes 2026 m. rugpjūčio 5 d., Serbian 5. август 2026., Albanian 2:03 m.d."""
    for text in TEXTS:
        said = printed(text, code)
        assert ".." not in said, f"{said}\nPut the date into brackets, further to the front or at the end without a full stop."


@pytest.mark.parametrize("code", OTHERS)
def test_texts_are_set_with_the_printers_marks(code: str) -> None:
    """No typewriter's quotation marks, no stray spaces; full-width marks where the script has them."""
    for text in TEXTS:
        said = catalogs.translator(code).gettext(text)
        assert not re.search(r"['\"]|  |^\s|\s$| [,.]", said), said
        if languages.get(code).script in {"Hans", "Hant", "Jpan"}:
            assert not re.search(r"[,;:?!](?![a-z])|[^\s\w)]\.$| [\u3400-\u9fff]|[\u3400-\u9fff] ", said), said


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_stays_a_sentence_and_a_label_a_label(code: str) -> None:
    """Thai has no full stop, Japanese asks and announces with one."""
    if code in {"th", "ja"}:
        return
    for text in TEXTS:
        said = printed(text, code)
        is_sentence = said.endswith((".", "。", "।"))  # a label that ends in a date ends as the date does
        assert is_sentence if text.endswith(".") else not is_sentence or text.endswith("%(date)s"), said
        assert text.endswith(":") == said.endswith((":", "：")), said
        assert text.endswith("?") == said.endswith(("?", "？", "؟", ";")), said
