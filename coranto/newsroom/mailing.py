"""Django's and Wagtail's own mails (password reset, workflow) through the one mail builder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parseaddr
from html import escape

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from coranto import languages
from coranto.outbound.mail import Direction, Party, build, send
from coranto.outbound.mailer import Mailer
from coranto.outbound.mailers.folder import FolderMailer
from coranto.outbound.mailers.smtp import SmtpMailer

_ADDRESS = re.compile(r"(https?://[^\s<>\"\u2066-\u2069]+)")


def mailer_of_instance() -> Mailer:
    """The mail server of the instance's settings, or the folder that keeps messages while there is none."""
    url = settings.INSTANCE.mail_url
    return SmtpMailer.from_url(url) if url else FolderMailer(settings.INSTANCE.folder / "mail")


class OneDoorBackend(BaseEmailBackend):
    """A Django mail backend that rebuilds each message with the one builder; what that refuses is not sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        mailer, sent = mailer_of_instance(), 0
        for message in email_messages:
            for recipient in message.recipients():  # one letter each: nobody sees the others' addresses
                sent += self._send_one(message, recipient, mailer)
        return sent

    def _send_one(self, message: EmailMessage, recipient: str, mailer: Mailer) -> int:
        html = next((str(content) for content, kind in getattr(message, "alternatives", []) if kind == "text/html"), None)
        language = languages.match(translation.get_language() or "en") or "en"
        try:
            letter = build(
                sender=_party(message.from_email or settings.DEFAULT_FROM_EMAIL), to=[_party(recipient)], subject=str(message.subject),
                text=str(message.body), html=html, language=language, direction=_way(language), now=timezone.now(),
            )  # fmt: skip
            send(letter, mailer)
        except Exception:
            if not self.fail_silently:
                raise
            return 0
        return 1


def _party(written: str) -> Party:
    name, address = parseaddr(written)
    return Party(address, name)


def _way(language: str) -> Direction:
    return "rtl" if languages.get(language).is_right_to_left else "ltr"


def send_letter(*, to: str, subject: str, text: str, language: str = "en") -> None:
    """One letter in a language to one person, as plain text and as HTML that says its language and direction."""
    way = _way(language)
    letter = build(
        sender=_party(settings.DEFAULT_FROM_EMAIL), to=[_party(to)], subject=subject, text=_apart(text) if way == "rtl" else text, html=as_html(text),
        language=language, direction=way, now=timezone.now(),
    )  # fmt: skip
    send(letter, mailer_of_instance())


def as_html(text: str) -> str:
    """A plain letter as HTML: paragraphs, line breaks, links. A paragraph runs as its own first words do, for people write in any language."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return "\n".join(f'<p dir="auto">{_linked(part)}</p>' for part in paragraphs)


def _linked(text: str) -> str:
    parts = _ADDRESS.split(text)  # every second one is an address
    written = [f'<a href="{escape(part)}"><bdi dir="ltr">{escape(part)}</bdi></a>' if place % 2 else escape(part) for place, part in enumerate(parts)]
    return "".join(written).replace("\n", "<br>\n")


def _apart(text: str) -> str:
    """Each address on a line of its own: the end of one would jump to its front among words that run to the left."""
    return re.sub(r"[ \t]*\n?" + _ADDRESS.pattern + r"[ \t]*\n?", r"\n\1\n", text).rstrip("\n") + "\n"
