"""Tokens in links: for one purpose, until one moment, and never from someone else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.signing.canonical import NotCanonical
from coranto.signing.tokens import BadToken, EndedToken, TokenSigner, new_code, new_secret
from coranto.signing.writing import read_bytes, write_bytes

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET, OTHER = "s" * 32, "o" * 32


def test_a_token_gives_its_payload_back_until_its_time_is_over() -> None:
    signer = TokenSigner([SECRET])
    token = signer.issue("confirm", ["reader", 12], now=NOW, lifetime=HOUR)
    assert signer.read("confirm", token, now=NOW + HOUR - timedelta(seconds=1)) == ["reader", 12]
    with pytest.raises(EndedToken):
        signer.read("confirm", token, now=NOW + HOUR)


def test_a_token_is_short_and_stands_in_a_url_as_it_is() -> None:
    token = TokenSigner([SECRET]).issue("confirm", 123456, now=NOW, lifetime=HOUR)
    assert len(token) <= 40 and re.fullmatch(r"[A-Za-z0-9_-]+", token)


def test_a_token_for_one_purpose_is_nothing_for_another() -> None:
    signer = TokenSigner([SECRET])
    token = signer.issue("confirm", 1, now=NOW, lifetime=HOUR)
    for purpose in ("unsubscribe", "confirm ", "", "token\x00confirm"):
        with pytest.raises(BadToken):
            signer.read(purpose, token, now=NOW)


def test_secrets_can_be_changed_while_old_tokens_live() -> None:
    old = TokenSigner([SECRET]).issue("confirm", 1, now=NOW, lifetime=HOUR)
    changed = TokenSigner([OTHER, SECRET])
    assert changed.read("confirm", old, now=NOW) == 1
    with pytest.raises(BadToken):
        TokenSigner([OTHER]).read("confirm", old, now=NOW)
    new = changed.issue("confirm", 1, now=NOW, lifetime=HOUR)
    assert TokenSigner([OTHER]).read("confirm", new, now=NOW) == 1


def test_every_changed_bit_makes_a_token_bad() -> None:
    signer = TokenSigner([SECRET])
    raw = read_bytes(signer.issue("confirm", {"id": 7}, now=NOW, lifetime=HOUR))
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadToken):
            signer.read("confirm", write_bytes(bytes(changed)), now=NOW)


@given(st.text(max_size=200) | st.binary(max_size=100).map(write_bytes))
def test_what_is_no_token_is_bad_and_nothing_worse(text: str) -> None:
    with pytest.raises(BadToken):
        TokenSigner([SECRET]).read("confirm", text, now=NOW)


def test_one_token_has_one_form() -> None:
    signer = TokenSigner([SECRET])
    token = signer.issue("confirm", 1, now=NOW, lifetime=HOUR)
    for other in (token + "=", token + "\n", " " + token, token + "A", "A" * 5000):
        with pytest.raises(BadToken):
            signer.read("confirm", other, now=NOW)


def test_an_ended_forgery_is_bad_not_ended() -> None:
    token = TokenSigner([OTHER]).issue("confirm", 1, now=NOW - 2 * HOUR, lifetime=HOUR)
    with pytest.raises(BadToken):
        TokenSigner([SECRET]).read("confirm", token, now=NOW)


def test_a_short_secret_a_naive_time_and_a_fraction_are_refused() -> None:
    for secrets in ([], ["short"], [SECRET, "short"]):
        with pytest.raises(ValueError, match="32 characters"):
            TokenSigner(secrets)
    with pytest.raises(ValueError, match="aware"):
        TokenSigner([SECRET]).issue("confirm", 1, now=datetime(2026, 5, 1), lifetime=HOUR)
    with pytest.raises(NotCanonical):
        TokenSigner([SECRET]).issue("confirm", 0.5, now=NOW, lifetime=HOUR)


def test_a_pseudonym_is_stable_here_different_elsewhere_and_no_token() -> None:
    signer = TokenSigner([SECRET])
    name = signer.pseudonym("visitor", "203.0.113.9")
    assert name == signer.pseudonym("visitor", "203.0.113.9") and len(name) == 22
    elsewhere = TokenSigner([OTHER]).pseudonym("visitor", "203.0.113.9")
    assert len({name, signer.pseudonym("voter", "203.0.113.9"), elsewhere}) == 3
    assert SECRET not in repr(signer)


def test_secrets_and_codes_are_long_enough_and_never_the_same() -> None:
    assert len({new_secret() for _ in range(100)}) == 100 and len(new_secret()) == 64
    assert len({new_code() for _ in range(100)}) == 100 and len(new_code(10)) == 10
