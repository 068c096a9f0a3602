"""What letters say: those that are sent, and the page on which the person who asked reads and answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coranto.licensing.links import letters_token
from coranto.licensing.models import Direction, Kind, Letter, Request, State
from coranto.rights.terms import Party, Use
from coranto.site import addresses, templating
from coranto.site.facts import wording
from coranto.site.facts.shapes import Moment, Said
from coranto.site.facts.store import Store
from coranto.site.permission import words
from coranto.site.permission.asking import headline_of, who_label
from coranto.site.permission.form import page_html
from coranto.site.terms.statement import use_label
from coranto.site.words import FACETS


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """One letter; `heading` says whose it is, `says` what a letter of its kind says, `text` what somebody wrote."""

    is_ours: bool
    heading: str
    at: Moment
    says: str
    text: str


@dataclass(frozen=True, slots=True)
class LettersPage:
    """A request as the person who asked sees it. `grant` is the path of the grant, "" while there is none."""

    path: str
    headline: Said
    url: str
    use: str
    state: str
    grant: str
    letters: tuple[ShownLetter, ...]
    is_open: bool
    copies: tuple[str, ...]
    may_declare: bool
    trouble: str


def subject_of(request: Request) -> str:
    """What a letter to the person who asked is about, in their language where the article is there in it."""
    return receipt_subject(headline_of(Store(), request, request.language).text, request.language)


def receipt_subject(headline: str, language: str) -> str:
    """The subject of letters about an article, in a language."""
    return wording.labelled(templating.translations(language).gettext(words.PERMISSION), headline, language)[:200]


def letter_text(letter: Letter, *, now: datetime) -> str:
    """The whole text of a letter that goes out: what its kind says, what the desk wrote, and where to answer."""
    request = letter.request
    if letter.direction == Direction.DESK:
        return f"{letter.text}\n\n{addresses.base_url()}/desk/coranto/permission/{request.pk}/"
    say = templating.translations(request.language).gettext
    says = say(words.LETTERS[Kind(letter.kind)]) if letter.kind in words.LETTERS else ""
    link = addresses.absolute(addresses.letters(request.language, letters_token(request, now=now)))
    parts = [says, say(words.BY_MAIL) if letter.kind == Kind.RECEIVED else "", letter.text.strip()]
    if letter.kind in {Kind.GRANTED, Kind.REVOKED}:
        parts.append(addresses.absolute(addresses.grant(request.language, request.grant.name)))
    return "\n\n".join(part for part in (*parts, say(words.READ_HERE) % {"link": link}) if part)


def notice_of(request_headline: str, *, use: str, by: str, outlet: str, name: str, language: str) -> tuple[str, str]:
    """Subject and text of what tells the desk that somebody has asked or answered, in the publication's language, without its address."""
    say = templating.translations(language).gettext
    lines = [(words.USE, use_label(Use(use), language)), (words.WHO, who_label(Party(by), language)), (FACETS["outlet"].label, outlet), (words.NAME, name)]
    text = "\n".join(wording.labelled(say(label), value, language) for label, value in lines if value)
    return wording.labelled(say(words.TITLE), request_headline, language)[:300], text


def letters_html(store: Store, request: Request, language: str, token: str, *, is_wrong: bool = False) -> str:
    """The letters about a request, with a form to answer while it is open, and one to say where a copy stands."""
    say, zone = templating.translations(language).gettext, store.publication.zone
    given = getattr(request, "grant", None)
    state = store.state(request.article_id)
    is_public = state is not None and state.status == 200
    is_revoked = given is not None and given.revoked_at is not None
    shown = LettersPage(
        path=addresses.letters(language, token),
        headline=headline_of(store, request, language),
        url=addresses.permission(language, request.article_id) if is_public else "",
        use=use_label(Use(request.use), language),
        state=say(words.NO_LONGER if is_revoked else words.STATES[State(request.state)]),
        grant=addresses.grant(language, given.name) if given is not None else "",
        letters=tuple(_shown(letter, language, zone=zone) for letter in request.letters.exclude(direction=Direction.DESK)),
        is_open=not request.is_over,
        copies=tuple(request.article.declared_copies.filter(declared_by=request.email).values_list("url", flat=True)),
        may_declare=is_public,
        trouble=say(words.CHECK) % {"fields": say(words.WHERE)} if is_wrong else "",
    )
    return page_html(store, "letters", language, shown, title=say(words.TITLE), every=lambda code: addresses.letters(code, token))


def _shown(letter: Letter, language: str, *, zone: object) -> ShownLetter:
    say, is_ours = templating.translations(language).gettext, letter.direction == Direction.OUT
    says = say(words.LETTERS[Kind(letter.kind)]) if letter.kind in words.LETTERS else ""
    return ShownLetter(is_ours, say(words.FROM_US if is_ours else words.FROM_YOU), wording.moment(letter.at, language, zone), says, letter.text)  # type: ignore[arg-type]
