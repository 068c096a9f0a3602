"""The language of a text: found among those of the publication, with a confidence, and None where a text says too little."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import django
import pytest

from coranto.languages import CODES
from coranto.reading.detecting import detect

LOCALES = Path(django.__file__).parent
GUJARATI = "નદીનું પાણી સોમવારે ત્રણ મીટર વધ્યું અને હોડી સાંજ સુધી ઉત્તર કિનારે રહી."
PLACES = {"pt-BR": "pt_BR", "zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}


def sentences(code: str) -> list[str]:
    """The longer messages of Django's own catalogs in a language, names of variables taken out."""
    if code == "gu":
        return [GUJARATI]
    if code == "en":
        catalogs = [{message: message for message in gettext.translation("django", folder, ["de"])._catalog} for folder in _folders("de")]  # type: ignore[attr-defined]
    else:
        catalogs = [gettext.translation("django", folder, [PLACES.get(code, code)])._catalog for folder in _folders(PLACES.get(code, code))]  # type: ignore[attr-defined]
    said = {" ".join(re.sub(r"%\(\w+\)[sd]|%[sd]|\{[^}]*\}|<[^>]+>", " ", text).split()) for catalog in catalogs for name, text in catalog.items() if (isinstance(name, str) and name and text != name) or (code == "en" and isinstance(text, str))}
    least = 12 if code in ("zh-Hans", "zh-Hant", "ja", "ko", "th") else 30
    return sorted(text for text in said if len(text) >= least)[:80]


def _folders(place: str) -> list[Path]:
    places = (LOCALES / "conf/locale", LOCALES / "contrib/admin/locale", LOCALES / "contrib/auth/locale")
    return [folder for folder in places if (folder / place / "LC_MESSAGES/django.mo").is_file()]


@pytest.mark.parametrize(
    ("text", "code"),
    [("ದೋಣಿಯು ಸೋಮವಾರ ಹನ್ನೊಂದು ಬಾರಿ ನದಿಯನ್ನು ದಾಟಿತು.", "kn"), ("തിങ്കളാഴ്ച കടത്തുവള്ളം പതിനൊന്ന് തവണ പുഴ കടന്നു.", "ml"), ("Le bac a traversé onze fois lundi.", "fr"),
     ("A barca cruzou o río once veces o luns, dixo o patrón da confraría da vila.", "gl"), ("渡轮在周一往返了十一次。", "zh-Hans"), ("渡輪在週一往返了十一次。", "zh-Hant"),
     ("臺灣的讀者說這個國家應該開放", "zh-Hant"), ("フェリーは月曜日に十一回川を渡りました。", "ja"), ("東京電力福島第一原子力発電所の処理水", "ja"), ("Паром пересёк реку одиннадцать раз.", "ru")],
)  # fmt: skip
def test_a_sentence_is_enough(text: str, code: str):
    assert detect(text, "en").code == code
    assert detect(text, "en").declared == "en"


@pytest.mark.parametrize("code", CODES)
def test_every_language_is_known_from_a_paragraph(code: str):
    said = sentences(code)
    paragraphs = [" ".join(said[start : start + 6]) for start in range(0, len(said), 6)]
    assert paragraphs
    found = [detect(paragraph).code for paragraph in paragraphs]
    assert found.count(code) >= 0.85 * len(found), found


def test_sentences_are_known_and_a_surer_answer_is_more_often_right():
    answers = [(detect(text), code) for code in CODES for text in sentences(code)]
    right = [(answer.confidence, answer.code == code) for answer, code in answers]
    sure = [good for confidence, good in right if confidence >= 0.95]
    unsure = [good for confidence, good in right if confidence < 0.7]
    assert sum(good for _, good in right) / len(right) > 0.95
    assert sum(sure) / len(sure) > 0.97
    assert sum(unsure) / len(unsure) < 0.85


@pytest.mark.parametrize("text", ["2024", "", "\ud800\x00\ufffe 12", "?!"])
def test_too_little_says_nothing(text: str):
    assert (detect(text).code, detect(text).confidence) == (None, 0.0)
