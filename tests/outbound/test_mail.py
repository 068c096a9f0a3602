"""Letters: what stands in them, what can never become a header, and the ways they leave."""

from __future__ import annotations

import email
import socket
import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from hypothesis import given
from hypothesis import strategies as st

from coranto.outbound.endpoints import OperatorEndpoint
from coranto.outbound.errors import BadAnswer, OutboundError, TooSlow, Unreachable
from coranto.outbound.mail import Attachment, BadLetter, Party, build, send
from coranto.outbound.mailers.folder import FolderMailer
from coranto.outbound.mailers.smtp import SmtpMailer

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
DESK = Party("desk@courant.example", "The Courant")


def make_letter(**changed: Any) -> EmailMessage:
    facts: dict[str, Any] = {
        "sender": DESK,
        "to": ["reader@example.org"],
        "subject": "The day's letter",
        "text": "Good morning.",
        "now": NOW,
    }
    return build(**(facts | changed))


def reread(message: EmailMessage) -> EmailMessage:
    """Read a letter as the next program does: from its bytes."""
    found = email.message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_letter_has_text_html_language_direction_and_the_headers_of_a_list() -> None:
    link = "https://courant.example/letter/stop/" + "a1B-_" * 60
    letter = reread(
        make_letter(
            subject="رسالة اليوم",
            text="صباح الخير",
            html="<p>صباح الخير</p>",
            language="ar",
            direction="rtl",
            unsubscribe=link,
            unsubscribe_mail="stop@courant.example",
            list_id="daily.courant.example",
            in_reply_to="<abc.1@courant.example>",
        )
    )
    assert letter["Subject"] == "رسالة اليوم"
    assert letter["List-Unsubscribe"] == f"<{link}>, <mailto:stop@courant.example?subject=unsubscribe>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (letter["List-Id"], letter["Content-Language"]) == ("<daily.courant.example>", "ar")
    assert letter["In-Reply-To"] == letter["References"] == "<abc.1@courant.example>"
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Message-ID"].endswith("@courant.example>")
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None and plain.get_content().strip() == "صباح الخير"
    assert html is not None and '<html lang="ar" dir="rtl">' in html.get_content()
    assert link.encode() in make_letter(unsubscribe=link).as_bytes(), "a long link must not be folded"


def test_two_letters_never_have_one_message_id() -> None:
    assert len({make_letter()["Message-ID"] for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "evil",
    ["a\r\nBcc: x@y.example", "a\nBcc: x@y.example", "a\rb", "a\x00b", "a\u2028Bcc: x", "a\x85b", "=?utf-8?q?a=0AB?="],
)
@pytest.mark.parametrize(
    "place", ["subject", "name", "address", "reply", "unsubscribe", "list", "thread", "file", "language"]
)
def test_no_text_can_become_a_header(evil: str, place: str) -> None:
    changed: dict[str, dict[str, Any]] = {
        "subject": {"subject": evil},
        "name": {"to": [Party("r@example.org", evil)]},
        "address": {"to": [evil + "@example.org"]},
        "reply": {"reply_to": Party("r@example.org" + evil)},
        "unsubscribe": {"unsubscribe": "https://example.org/" + evil},
        "list": {"list_id": "a.b" + evil},
        "thread": {"in_reply_to": f"<{evil}@example.org>"},
        "file": {"attachments": [Attachment(evil, "text/plain", b"")]},
        "language": {"language": evil},
    }
    with pytest.raises(BadLetter):
        make_letter(**changed[place])


@pytest.mark.parametrize(
    "address",
    ["", "a", "@b.example", "a@", "a b@c.example", "a@b@c.example", "<a@b.example>", "a@b.example, c@d.example",
     '"a"@b.example', "a@-b.example", "a@b..c", "a@[127.0.0.1]", "a@b.example>", "é@b.example",
     "a" * 65 + "@b.example"],
)  # fmt: skip
def test_an_address_that_is_not_plain_is_refused(address: str) -> None:
    with pytest.raises(BadLetter, match="not a mail address"):
        make_letter(to=[address])


@given(st.text(max_size=120), st.lists(st.text(max_size=60), min_size=1, max_size=4), st.text(max_size=300))
def test_whatever_is_written_the_letter_goes_to_its_readers_alone(subject: str, names: list[str], text: str) -> None:
    to = [Party(f"r{number}@example.org", name) for number, name in enumerate(names)]
    try:
        letter = make_letter(subject=subject, to=to, text=text)
    except BadLetter:
        return
    found = reread(letter)
    # Spaces are left out, because the reader of some Pythons adds one where a long name goes on in the next line.
    written = [(party.address, "".join(party.name.split())) for party in to]
    assert [(one.addr_spec, "".join(one.display_name.split())) for one in found["To"].addresses] == written
    assert found["Subject"] == " ".join(subject.split())
    assert all(len(line) <= 998 for line in letter.as_bytes().split(b"\r\n"))
    assert set(found.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "Content-Language",
    }  # fmt: skip


def test_a_comma_in_one_name_beside_a_foreign_one_makes_no_third_recipient() -> None:
    to = [Party("a@example.org", "Élise"), Party("b@example.org", 'Kern, "Ida": <c@evil.example>; \\')]
    found = reread(make_letter(to=to))
    assert [address.addr_spec for address in found["To"].addresses] == ["a@example.org", "b@example.org"]


def test_a_folder_keeps_letters_that_only_their_owner_reads(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path / "mail")
    identifiers = [send(make_letter(text=f"Letter {number}."), mailer) for number in range(3)]
    files = sorted((tmp_path / "mail").iterdir())
    found = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [letter["Message-ID"] for letter in found] == identifiers
    assert all(file.suffix == ".eml" and stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert found[0]["X-Envelope-To"] == "reader@example.org"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unreachable, match="mail could not be written there"):
        send(make_letter(), FolderMailer(tmp_path / "file"))


class Post:
    """What the mail server on loopback does and has got."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.answer = "250 OK"
        self.full: set[str] = set()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.full:
            return "552 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.got.append(envelope)
        return self.answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def post() -> Iterator[Post]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    handler.endpoint = OperatorEndpoint("smtp", "127.0.0.1", controller.port)  # type: ignore[attr-defined]
    controller.start()
    yield handler
    controller.stop()


def test_a_letter_arrives_at_a_mail_server_as_it_was_written(post: Any) -> None:
    letter = make_letter(to=["a@example.org", Party("b@example.org", "B, the second")], text="Zeile 1\n.\nZeile 3 é")
    identifier = send(letter, SmtpMailer(post.endpoint))
    envelope = post.got[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("desk@courant.example", ["a@example.org", "b@example.org"])
    found = email.message_from_bytes(envelope.content, policy=policy.default)
    assert found["Message-ID"] == identifier and found.get_content().splitlines() == ["Zeile 1", ".", "Zeile 3 é"]


@pytest.mark.parametrize("said, later", [("554 Spam", False), ("451 Later", True)])
def test_a_refusal_says_whether_to_try_again(post: Any, said: str, later: bool) -> None:
    post.answer = said
    with pytest.raises(BadAnswer, match=f"answered {said[:3]}") as caught:
        send(make_letter(), SmtpMailer(post.endpoint))
    assert caught.value.retry is later and post.got == []


def test_one_full_mailbox_among_two_is_said(post: Any) -> None:
    post.full = {"full@example.org"}
    with pytest.raises(BadAnswer, match=r"1 of 2 recipients \(552\)"):
        send(make_letter(to=["a@example.org", "full@example.org"]), SmtpMailer(post.endpoint))
    with pytest.raises(BadAnswer, match=r"no recipient \(552\)"):
        send(make_letter(to=["full@example.org"]), SmtpMailer(post.endpoint))


def test_no_mail_server_and_a_silent_one_are_told_apart() -> None:
    with pytest.raises(Unreachable, match="no connection could be made"):
        send(make_letter(), SmtpMailer(OperatorEndpoint("smtp", "127.0.0.1", free_port())))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = OperatorEndpoint("smtp", "127.0.0.1", silent.getsockname()[1])
        with pytest.raises(OutboundError) as caught:
            send(make_letter(), SmtpMailer(endpoint, seconds=0.3))
    assert isinstance(caught.value, TooSlow) and caught.value.retry


def test_a_mail_server_is_read_from_one_setting(post: Any) -> None:
    send(make_letter(), SmtpMailer.from_url(f"smtp://127.0.0.1:{post.endpoint.port}"))
    assert len(post.got) == 1
    with pytest.raises(ValueError, match="in the clear") as caught:
        SmtpMailer.from_url("smtp://desk:hush%40@mail.example")
    assert "hush" not in str(caught.value)
    for wrong in ("mail.example", "http://mail.example", "smtp://", "smtps://desk:hush@"):
        with pytest.raises(ValueError, match="not a") as caught:
            SmtpMailer.from_url(wrong)
        assert "hush" not in str(caught.value)


def test_a_password_travels_over_tls_only(authority: Any) -> None:
    with pytest.raises(ValueError, match="in the clear"):
        SmtpMailer(OperatorEndpoint.parse("smtp://mail.example"), user="desk", password="secret")
    handler, seen = Post(), []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        seen.append(data.password)
        return AuthResult(success=data.password == b"right", handled=False)

    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        server_hostname="localhost",
        tls_context=authority.server("localhost"),
        authenticator=check,
        require_starttls=True,
    )
    controller.start()
    try:
        endpoint = OperatorEndpoint("smtp+starttls", "localhost", controller.port)
        tls: ssl.SSLContext = authority.client()
        send(make_letter(), SmtpMailer(endpoint, user="desk", password="right", tls=tls))
        assert len(handler.got) == 1
        with pytest.raises(BadAnswer, match="535") as caught:
            send(make_letter(), SmtpMailer(endpoint, user="desk", password="wrong", tls=tls))
        assert caught.value.retry is False and "wrong" not in str(caught.value)
        with pytest.raises(Unreachable, match="certificate is not good"):
            send(make_letter(), SmtpMailer(endpoint, user="desk", password="right"))
        assert set(seen) == {b"right", b"wrong"}
    finally:
        controller.stop()
