"""Articles made of chance, as their pages show them: every kind of block, marks of every form in the words, pictures of both kinds."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from markupsafe import Markup

from coranto import languages
from coranto.rights.licences import ALL_RIGHTS_RESERVED, CUSTOM, LICENCES, name_of, url_of
from coranto.rights.models import Terms, TermsVersion
from coranto.rights.projections.places import Places
from coranto.rights.terms import Images, Indexing, LinkTo, Place, TermsRecord
from coranto.site import addresses
from coranto.site.facts import wording
from coranto.site.facts.shapes import ArticlePage, Correction, Image, Link, Name, SourceLine
from coranto.site.terms.facts import StatedTerms
from tests.rights.making import ATTRIBUTIONS, preset

WORDS = (
    "road", "the", "stone", "paper", "Überwachung", "дорога", "الطريق", "كلمة", "דרך", "道路", "文字。", "सड़क", "*", "**", "_so_", "__init__", "`code`", "#", "1.", "2)", "-",
    "+", "=", "<b>", "&amp;", "|", "[x](y)", "![x](y)", "\\", "~~gone~~", "“quoted”", "(in brackets)", "http://elsewhere.example/a_b", "a|b", "{{x}}", "$5", "100%", "---", "===", "> said",
)  # fmt: skip
MARKS = ("strong", "em", "code", "sup", "sub")
START = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
GENERATED = "0123456789abcdef"


def words(chance: random.Random, most: int = 12) -> str:
    """Some words."""
    return " ".join(chance.choices(WORDS, k=chance.randint(1, most)))


def inline(chance: random.Random, most: int = 8) -> Markup:
    """Words with marks and links, as the sanitiser leaves them."""
    parts = []
    for _part in range(chance.randint(1, 4)):
        text = escape(words(chance, most), quote=False)
        if chance.random() < 0.3:
            mark = chance.choice(MARKS)
            text = f"<{mark}>{text}</{mark}>"
        if chance.random() < 0.2:
            text = f'<a href="{chance.choice(("/en/2024/01/other/", "https://else.example/a_(b)?c=d&amp;e=f"))}">{text}</a>'
        parts.append(text)
    return Markup(chance.choice((" ", "", "<br>")).join(parts))


def image(chance: random.Random, number: int) -> Image:
    """A picture; one that others may not reprint has marks of its own in all it says."""
    is_free = chance.random() < 0.5
    digest = "".join(chance.choices(GENERATED, k=16))
    kind = "free" if is_free else "closed"
    src = f"/media/{digest}-1200.jpg"
    return Image(
        src, f"{src} 1200w", (), 1200, 800, f"{kind}alt{number} {words(chance)}", Markup(f"{kind}caption{number} {inline(chance)}"), f"{kind}credit{number}",
        f"{kind}copyright{number}", is_free,
    )  # fmt: skip


def block(chance: random.Random, number: int, code: str) -> dict[str, Any]:
    """One block of a body, resolved."""
    kind = chance.choice(("paragraph", "paragraph", "paragraph", "heading", "quotation", "pullquote", "list", "table", "image", "gallery", "embed", "note", "code", "divider"))
    shape: dict[str, Any] = {"id": f"b{number}", "type": kind, "language": None, "direction": None}
    if kind == "table":
        columns = chance.randint(1, 4)
        rows = [[inline(chance, 3) for _column in range(columns)] for _row in range(chance.randint(1, 3))]
        return {**shape, "header": chance.choice(([], [inline(chance, 2) for _column in range(columns)])), "rows": rows, "caption": words(chance)}
    fields: dict[str, Any] = {
        "paragraph": lambda: {"html": inline(chance, 20)}, "note": lambda: {"html": Markup(f"<p>{inline(chance)}</p>")},
        "quotation": lambda: {"html": Markup(f"<p>{inline(chance)}</p><p>{inline(chance)}</p>"), "speaker": words(chance, 3), "url": "", "original": None},
        "heading": lambda: {"text": words(chance), "level": chance.randint(2, 4)}, "pullquote": lambda: {"text": words(chance), "speaker": words(chance, 2)},
        "list": lambda: {"items": [inline(chance) for _item in range(chance.randint(1, 4))], "ordered": chance.random() < 0.5},
        "image": lambda: {"image": image(chance, number)}, "gallery": lambda: {"images": [image(chance, number * 100 + place) for place in range(chance.randint(1, 3))]},
        "embed": lambda: {"url": "https://vimeo.com/1", "caption": words(chance)}, "divider": dict,
        "code": lambda: {"text": "\n".join(words(chance) for _line in range(chance.randint(1, 3)))},
    }[kind]()  # fmt: skip
    if chance.random() < 0.1 and kind in {"paragraph", "list"}:
        spoken = chance.choice([other for other in languages.CODES if other != code])
        shape |= {"language": spoken, "direction": wording.direction(spoken)}
    return {**shape, **fields}


def record(chance: random.Random) -> TermsRecord:
    """Terms under which an article may be republished."""
    licence = chance.choice([ALL_RIGHTS_RESERVED, CUSTOM, *LICENCES])
    made = preset("by-changes")
    return TermsRecord(
        licence=licence, licence_url="https://terms.example/ours?a=1&b=2" if licence == CUSTOM else "", licence_name="Ours" if licence == CUSTOM else "",
        rules=made.rules, images=chance.choice((Images.MARKED, Images.MARKED, Images.NONE)), attribution=chance.choice(ATTRIBUTIONS), place=chance.choice(list(Place)),
        link=chance.choice(list(LinkTo)), indexing=chance.choice(list(Indexing)), keep_counter=chance.random() < 0.5,
    )  # fmt: skip


@dataclass(frozen=True)
class Made:
    """An article with its terms."""

    page: ArticlePage
    terms: StatedTerms


def made(seed: int) -> Made:
    """The article of a number; the same each time."""
    chance = random.Random(seed)
    code, at = chance.choice(languages.CODES), START + timedelta(hours=seed)
    page = _page(chance, seed, code, at)
    said = record(chance)
    row = TermsVersion(
        terms=Terms(name="Terms", slug="terms"), number=1, licence_url=url_of(said.licence, said.licence_url), licence_name=name_of(said.licence, said.licence_name),
    )  # fmt: skip
    home = addresses.base_url() + "/"
    places = Places(f"{home}{code}/terms/terms/1/", f"{home}terms/terms/1/odrl.json", home, page.share_address, home, "The Paper")
    return Made(page, StatedTerms(row, said, places, row.licence_url))


def _page(chance: random.Random, number: int, code: str, at: datetime) -> ArticlePage:
    path, moment = f"/{code}/2024/03/story-{number}/", wording.moment(at, code, wording.ZoneInfo("UTC"))
    is_repost, is_translated = chance.random() < 0.3, chance.random() < 0.3
    authors = tuple(Name(f"{chance.choice(('Ada', 'ليلى', '花子', 'A_B*C'))} {name}", None) for name in range(chance.randint(0, 3)))
    source = _source(chance, number) if is_repost else None
    corrections = tuple(
        Correction(chance.choice(("update", "clarification", "correction")), words(chance), "", "", moment, False) for _one in range(chance.randint(0, 2))
    )
    values: dict[str, Any] = {
        "number": number, "version": 1, "language": code, "direction": wording.direction(code), "script": wording.script(code), "path": path, "headline": f"{words(chance)} headline{number}",
        "standfirst": chance.choice(("", words(chance))), "genre": "news", "dateline": chance.choice(("", "Cairo")), "minutes": 1, "published": moment, "modified": None, "authors": authors,
        "others": (Name("Tran S. Lator", None, "translator"),) if is_translated else (), "outlet": Name("The Other Paper & Sons" if is_repost else "The <Paper>", None), "source": source,
        "languages": (), "state": "machine" if is_translated else "original", "made_by": "", "made_at": "", "made": ("Made by a machine.",) if is_translated else (), "is_indexed": True, "text_language": None, "text_direction": None, "body_language": None, "body_direction": None,
        "original": Link("English", f"/en/2024/03/story-{number}/", "en", "ltr") if is_translated else None,
        "image": image(chance, 9_000 + number) if chance.random() < 0.7 else None, "body": tuple(block(chance, place, code) for place in range(chance.randint(1, 12))),
        "grave_corrections": corrections[:1], "corrections": corrections[1:], "note": Markup(),
        "copyright_line": "© 2024 The <Paper>", "share_address": addresses.absolute(path),
    }  # fmt: skip
    return ArticlePage(**{**dict.fromkeys(field.name for field in fields(ArticlePage)), **values})  # what packages do not look at is left open


def _source(chance: random.Random, number: int) -> SourceLine:
    return SourceLine(
        "The Other Paper & Sons", None, chance.choice((f"https://other.example/{number}?a=b&c=d", "")), chance.choice((("Somebody Else",), ())),
        chance.choice(("31 December 2023", "")), "", None, "", "", "", "", "licence", "",
    )  # fmt: skip
