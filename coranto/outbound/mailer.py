"""The port through which mail leaves: what every driver in `coranto/outbound/mailers/` does."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Protocol


class Mailer(Protocol):
    """Sends one finished message to its recipients."""

    # Whether messages leave this machine; the desk says so when they do not.
    leaves_the_machine: bool

    def send(self, message: EmailMessage, *, sender: str, recipients: list[str]) -> None:
        """Hand a message over; `sender` and `recipients` are bare addresses of the envelope. Raises OutboundError.

        When it returns, the message is with the next server or safely on disk.
        """
        ...
