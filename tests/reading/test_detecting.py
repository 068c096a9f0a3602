"""The language of a text: found among those of the publication, with a confidence, and None where a text says too little."""

from __future__ import annotations

import pytest

from coranto.reading.detecting import detect


@pytest.mark.parametrize(
    ("text", "code"),
    [("ದೋಣಿಯು ಸೋಮವಾರ ಹನ್ನೊಂದು ಬಾರಿ ನದಿಯನ್ನು ದಾಟಿತು.", "kn"), ("തിങ്കളാഴ്ച കടത്തുവള്ളം പതിനൊന്ന് തവണ പുഴ കടന്നു.", "ml"), ("Le bac a traversé onze fois lundi.", "fr"),
     ("渡轮在周一往返了十一次。", "zh"), ("フェリーは月曜日に十一回川を渡りました。", "ja"), ("Паром пересёк реку одиннадцать раз.", "ru")],
)  # fmt: skip
def test_a_sentence_is_enough(text: str, code: str):
    assert detect(text, "en").code == code
    assert detect(text, "en").declared == "en"


def test_too_little_says_nothing():
    assert (detect("2024").code, detect("2024").confidence) == (None, 0.0)
