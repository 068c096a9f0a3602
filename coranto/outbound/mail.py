"""The one mail builder and sender: every letter that Coranto writes is made by `build` and leaves through `send`.

No text can become a header: line breaks and control characters in a subject or name are refused, not repaired, and
addresses must be plain ones. The only header names that a caller can cause are the ones written in this module.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from coranto.outbound.errors import OutboundError
from coranto.outbound.mailer import Mailer

_UNFIT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ENCODED_WORD = re.compile(r"=\?[^?\s]*\?[bq]\?", re.IGNORECASE)
_MOST_RECIPIENTS = 100
_LONGEST_SUBJECT = 400
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
# Headers whose value must stay whole: the standard library would fold a long link into encoded words.
_WHOLE = frozenset({"list-unsubscribe", "list-unsubscribe-post", "list-id", "message-id", "in-reply-to", "references"})

_ADDRESSES = frozenset({"from", "to", "reply-to"})

Direction = Literal["ltr", "rtl"]


class BadLetter(OutboundError):
    """A letter cannot be made of this: an address, a header or a link in it is not fit."""


class _LetterPolicy(EmailPolicy):
    """The standard SMTP policy, but for the headers that the standard library folds wrongly.

    Links would become encoded words, and a name loses its quotation marks beside one that is not ASCII, so that
    "Kern, Ida" becomes two recipients. Here a link stays whole and each address gets a line of its own.
    """

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _WHOLE:
            return f"{name}: {value}{self.linesep}"
        if name.lower() in _ADDRESSES:
            return f"{name}: {f',{self.linesep} '.join(_written(address) for address in value.addresses)}{self.linesep}"
        if name.lower() == "subject" and not str(value).isascii():
            return f"{name}: {_encoded(str(value))}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY = _LetterPolicy(linesep="\r\n", raise_on_defect=False)


@dataclass(frozen=True, slots=True)
class Party:
    """Someone in a header: an address, and the name that is shown for it."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; `media_type` is like "application/pdf"."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


def build(
    *,
    sender: Party,
    to: Sequence[Party | str],
    subject: str,
    text: str,
    html: str | None = None,
    language: str = "en",
    direction: Direction = "ltr",
    now: datetime,
    reply_to: Party | None = None,
    unsubscribe: str | None = None,
    unsubscribe_mail: str | None = None,
    list_id: str | None = None,
    in_reply_to: str | None = None,
    automatic: bool = True,
    attachments: Iterable[Attachment] = (),
) -> EmailMessage:
    """Make a letter of plain text and, when given, the same as HTML.

    `html` is the content of the body alone; the document around it, with language and direction, is made here.
    `unsubscribe` is an https link that also takes a one-click POST (RFC 8058); `unsubscribe_mail` an address beside
    it. `automatic` marks letters no person wrote, so that holiday replies stay away (RFC 3834). The Message-ID is
    new each time and ends in the sender's domain. Raises BadLetter.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender)
    message["To"] = [_address(party) for party in _recipients(to)]
    message["Subject"] = _header("subject", subject, _LONGEST_SUBJECT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{uuid.uuid4().hex}@{_address(sender).domain}>"
    if reply_to is not None:
        message["Reply-To"] = _address(reply_to)
    if in_reply_to is not None:
        _add_thread(message, in_reply_to)
    if automatic:
        message["Auto-Submitted"] = "auto-generated"
    _add_list(message, unsubscribe, unsubscribe_mail, list_id)
    message.set_content(_plain(text), cte="quoted-printable")
    if html is not None:
        message.add_alternative(_document(html, subject, language, direction), subtype="html", cte="quoted-printable")
    for attachment in attachments:
        _attach(message, attachment)
    # Last, because setting the content moves every Content- header down into the first part.
    message["Content-Language"] = _language(language)
    return message


def is_address(text: str) -> bool:
    """Whether a letter can be addressed to this."""
    try:
        _address(Party(text))
    except BadLetter:
        return False
    return True


def send(message: EmailMessage, mailer: Mailer) -> str:
    """Send a letter that `build` made and give its Message-ID; raises OutboundError."""
    sender = message["From"].addresses[0].addr_spec
    recipients = [address.addr_spec for address in message["To"].addresses]
    mailer.send(message, sender=sender, recipients=recipients)
    return str(message["Message-ID"])


def _recipients(to: Sequence[Party | str]) -> list[Party]:
    if not to or len(to) > _MOST_RECIPIENTS:
        raise BadLetter("mail", f"a letter has 1 to {_MOST_RECIPIENTS} recipients, and this one has {len(to)}")
    return [Party(party) if isinstance(party, str) else party for party in to]


def _address(party: Party) -> Address:
    """Give a checked address; its domain is written in ASCII (IDNA)."""
    local, at, domain = party.address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if domain else ""
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    fits = bool(at) and len(local) <= 64 and len(domain) <= 253 and _LOCAL_PART.fullmatch(local) is not None
    fits = fits and not _ENCODED_WORD.search(local)
    if not fits or not all(_DOMAIN_LABEL.fullmatch(label) for label in labels):
        raise BadLetter(party.address, "it is not a mail address like name@example.org")
    return Address(display_name=_header("name", party.name, 200), username=local, domain=domain)


def _written(address: Address) -> str:
    """Write one address as it stands in a header (RFC 5322 §3.4), the name always quoted or encoded."""
    name = address.display_name
    if not name:
        return address.addr_spec
    if not name.isascii():
        return f"{_encoded(name)} <{address.addr_spec}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address.addr_spec}>'


def _encoded(text: str) -> str:
    """Write text as encoded words of at most 75 characters (RFC 2047), each on a line of its own."""
    return Header(text, "utf-8", maxlinelen=75, header_name="Reply-To").encode(linesep="\r\n")


def _header(what: str, text: str, longest: int) -> str:
    if _ENCODED_WORD.search(text):  # it would be decoded on the way, to whatever it hides
        raise BadLetter("mail", f"the {what} holds text in the form of an encoded word")
    if _UNFIT.search(text):
        raise BadLetter("mail", f"the {what} holds a line break or a control character")
    if len(text) > longest:
        raise BadLetter("mail", f"the {what} is {len(text)} characters long; {longest} are allowed")
    return " ".join(text.split())


def _language(language: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language):
        raise BadLetter("mail", f"'{language[:40]}' is not a language code")
    return language


def _add_thread(message: EmailMessage, in_reply_to: str) -> None:
    if not _MESSAGE_ID.fullmatch(in_reply_to) or _ENCODED_WORD.search(in_reply_to) or len(in_reply_to) > 250:
        raise BadLetter("mail", "the letter that is answered has no valid Message-ID")
    message["In-Reply-To"] = in_reply_to
    message["References"] = in_reply_to


def _add_list(message: EmailMessage, link: str | None, address: str | None, list_id: str | None) -> None:
    ways = []
    if link is not None:
        ways.append(f"<{_link(link)}>")
    if address is not None:
        ways.append(f"<mailto:{_address(Party(address)).addr_spec}?subject=unsubscribe>")
    if ways:
        message["List-Unsubscribe"] = ", ".join(ways)
    if link is not None:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if list_id is not None:
        if not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", list_id) or len(list_id) > 200:
            raise BadLetter("mail", "the list's name is not like daily.example.org")
        message["List-Id"] = f"<{list_id}>"


def _link(url: str) -> str:
    parts = urlsplit(url)
    unfit = re.search(r"[^\x21-\x7e]|[<>\",]", url) or _ENCODED_WORD.search(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or unfit or len(url) > 700:
        raise BadLetter(url, "it is not an https link that can stand in a header")
    return url


def _plain(text: str) -> str:
    """Give text whose line ends are one kind and that holds no NUL or lone surrogate."""
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return cleaned.encode("utf-8", "replace").decode("utf-8").rstrip("\n") + "\n"


def _document(html: str, subject: str, language: str, direction: Direction) -> str:
    title = subject.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n<body>\n{_plain(html)}</body>\n</html>\n"
    )


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    name = _header("name of an attachment", attachment.name, 120)
    if not name or "/" in name or "\\" in name or not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", attachment.media_type):
        raise BadLetter(name, "an attachment needs a plain file name and a media type")
    main, _, sub = attachment.media_type.partition("/")
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=name)
