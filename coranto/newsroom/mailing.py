"""Django's and Wagtail's own mails (password reset, workflow) through the one mail builder."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from coranto.outbound.mail import Party, build, send
from coranto.outbound.mailer import Mailer
from coranto.outbound.mailers.folder import FolderMailer
from coranto.outbound.mailers.smtp import SmtpMailer


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
        try:
            letter = build(
                sender=_party(message.from_email or settings.DEFAULT_FROM_EMAIL), to=[_party(recipient)], subject=str(message.subject),
                text=str(message.body), html=html, language=translation.get_language() or "en", now=timezone.now(),
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


def send_letter(*, to: str, subject: str, text: str, **options: Any) -> None:
    """One letter of the desk to one person, in plain text."""
    letter = build(sender=_party(settings.DEFAULT_FROM_EMAIL), to=[_party(to)], subject=subject, text=text, now=timezone.now(), **options)
    send(letter, mailer_of_instance())
