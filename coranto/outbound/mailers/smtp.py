"""Mail handed to the operator's SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from coranto.outbound.endpoints import OperatorEndpoint
from coranto.outbound.errors import BadAnswer, TooSlow, Unreachable


class SmtpMailer:
    """Speaks to one endpoint: smtp (in the clear), smtp+starttls, or smtps; with a name and password or without.

    A password is never sent over smtp in the clear. `seconds` is for each step of the conversation.
    """

    leaves_the_machine = True

    def __init__(
        self,
        endpoint: OperatorEndpoint,
        *,
        user: str = "",
        password: str = "",
        seconds: float = 20.0,
        tls: ssl.SSLContext | None = None,
        own_name: str | None = None,
    ) -> None:
        if endpoint.scheme not in ("smtp", "smtp+starttls", "smtps"):
            raise ValueError(f"{endpoint} is not a mail server. Write smtp, smtp+starttls or smtps.")
        if password and endpoint.scheme == "smtp":
            raise ValueError(f"{endpoint} would get the password in the clear. Use smtp+starttls or smtps.")
        self._endpoint = endpoint
        self._user = user
        self._password = password
        self._seconds = seconds
        self._tls = tls
        self._own_name = own_name

    def send(self, message: EmailMessage, *, sender: str, recipients: list[str]) -> None:
        """Hand one message over in one conversation.

        Raises Unreachable, TooSlow, BadAnswer; a permanent refusal (5xx) says `retry=False`. When the server takes
        the message for some recipients and not for others, that is a BadAnswer that names how many.
        """
        with self._in_our_words(), self._connected() as server:
            refused = server.send_message(message, from_addr=sender, to_addrs=recipients)
            if refused:
                code, _ = next(iter(refused.values()))
                reason = f"it did not take {len(refused)} of {len(recipients)} recipients ({code})"
                raise BadAnswer(str(self._endpoint), reason, status=code, retry=False)

    @classmethod
    def from_url(cls, url: str) -> SmtpMailer:
        """Read a setting like "smtps://name:password@mail.example.org:465", name and password as in a URL (%40 for @).

        Raises ValueError, which never repeats the password.
        """
        parts = urlsplit(url.strip())
        server = parts.netloc.rpartition("@")[2]
        endpoint = OperatorEndpoint.parse(f"{parts.scheme}://{server}")
        return cls(endpoint, user=unquote(parts.username or ""), password=unquote(parts.password or ""))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        endpoint = self._endpoint
        tls = self._tls or ssl.create_default_context()
        if endpoint.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                endpoint.host, endpoint.port, self._own_name, timeout=self._seconds, context=tls
            )
        else:
            server = smtplib.SMTP(endpoint.host, endpoint.port, self._own_name, timeout=self._seconds)
        with server:
            if endpoint.scheme == "smtp+starttls":
                server.starttls(context=tls)
            if self._user or self._password:
                server.login(self._user, self._password)
            yield server

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        source = str(self._endpoint)
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            later = all(code < 500 for code in codes)
            raise BadAnswer(source, f"it took no recipient ({codes[0]})", status=codes[0], retry=later) from error
        except smtplib.SMTPResponseException as error:
            code = error.smtp_code
            raise BadAnswer(source, f"it answered {code}", status=code, retry=400 <= code < 500) from error
        except smtplib.SMTPNotSupportedError as error:
            raise BadAnswer(source, "it does not offer what is configured for it", retry=False) from error
        except smtplib.SMTPException as error:
            if isinstance(error.__context__, TimeoutError):  # smtplib says "closed" when it waited too long
                raise self._too_slow() from error
            raise Unreachable(source, "the connection was cut") from error
        except TimeoutError as error:
            raise self._too_slow() from error
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(source, f"its certificate is not good ({error.verify_message})") from error
        except OSError as error:
            raise Unreachable(source, f"no connection could be made ({error.strerror or error})") from error

    def _too_slow(self) -> TooSlow:
        return TooSlow(str(self._endpoint), f"it did not answer within {self._seconds:g} seconds")
