"""A package as html to paste into any system: no class, no style, no script; attribution first, the counter last."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from coranto.syndication.packages.shape import MARKS, Advice, Kind, Line, Package, Passage, Picture, Run, plain


def to_html(package: Package) -> str:
    """The article as one element."""
    lines = [f'<article lang="{escape(package.language)}" dir="{package.direction}">', *_parts(package), "</article>"]
    return "\n".join(lines) + "\n"


def to_head(advice: Advice) -> str:
    """What a copy's own head should hold, "" where the terms ask for nothing."""
    lines = [f'<link rel="canonical" href="{escape(advice.canonical)}">'] if advice.canonical else []
    lines += [f'<meta name="{escape(name)}" content="{escape(content)}">' for name, content in advice.robots]
    return "\n".join(lines)


def _parts(package: Package) -> Iterator[str]:
    attribution = f"<p><em>{inline(package.attribution)}</em></p>"
    if package.is_attributed_first:
        yield attribution
    yield f"<h1>{escape(package.headline)}</h1>"
    if package.standfirst:
        yield f"<p><strong>{escape(package.standfirst)}</strong></p>"
    yield from (f"<p>{inline(line)}</p>" for line in package.byline)
    yield from (f"<p><em>{escape(label)}</em></p>" for label in package.labels)
    if package.picture is not None:
        yield _picture(package.picture)
    yield from (_passage(passage) for passage in package.body)
    if package.corrections:
        yield f"<h2>{escape(package.corrections_title)}</h2>"
        yield from (
            f"<p><strong>{escape(one.head)}</strong> <span{_spoken(one.language, one.direction)}>{escape(one.text)}</span></p>" for one in package.corrections
        )
    yield from (f"<p><small>{inline(line)}</small></p>" for line in package.imprint)
    if not package.is_attributed_first:
        yield attribution
    if package.counter:
        yield f'<p><img src="{escape(package.counter)}" alt="" width="1" height="1" referrerpolicy="origin"></p>'


def inline(line: Line) -> str:
    """A line's words, links and marks."""
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<br>"
    html = escape(run.text, quote=False)
    for mark in reversed(MARKS):
        if mark in run.marks:
            html = f"<{mark}>{html}</{mark}>"
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html


def _picture(picture: Picture) -> str:
    caption = " ".join(filter(None, (inline(picture.caption), escape(picture.credit, quote=False))))
    figcaption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(picture.src)}" alt="{escape(picture.alt)}" width="{picture.width}" height="{picture.height}">{figcaption}</figure>'


def _spoken(language: str, direction: str) -> str:
    """The attributes of words in another language than the package."""
    lang = f' lang="{escape(language)}"' if language else ""
    return lang + (f' dir="{escape(direction)}"' if direction else "")


def _passage(passage: Passage) -> str:
    spoken = _spoken(passage.language, passage.direction)
    if passage.kind is Kind.PICTURE and passage.picture is not None:
        return _picture(passage.picture)
    if passage.kind is Kind.RULE:
        return "<hr>"
    if passage.kind is Kind.HEADING:
        level = min(6, max(2, passage.level))
        return f"<h{level}{spoken}>{inline(passage.lines[0])}</h{level}>"
    if passage.kind is Kind.LIST:
        tag = "ol" if passage.is_ordered else "ul"
        return f"<{tag}{spoken}>{''.join(f'<li>{inline(line)}</li>' for line in passage.lines)}</{tag}>"
    if passage.kind is Kind.TABLE:
        return _table(passage, spoken)
    if passage.kind is Kind.CODE:
        return f"<pre{spoken}><code>{escape(chr(10).join(map(plain, passage.lines)), quote=False)}</code></pre>"
    paragraphs = "".join(f"<p>{inline(line)}</p>" for line in passage.lines)
    if passage.kind in {Kind.QUOTATION, Kind.PULLQUOTE}:
        speaker = f"<footer>{escape(passage.speaker, quote=False)}</footer>" if passage.speaker else ""
        return f"<blockquote{spoken}>{paragraphs}{speaker}</blockquote>"
    if passage.kind is Kind.NOTE:
        return f"<aside{spoken}>{paragraphs}</aside>"
    return "".join(f"<p{spoken}>{inline(line)}</p>" for line in passage.lines)


def _table(passage: Passage, spoken: str) -> str:
    caption = f"<caption>{escape(passage.caption, quote=False)}</caption>" if passage.caption else ""
    head = f"<thead><tr>{''.join(f'<th>{inline(cell)}</th>' for cell in passage.header)}</tr></thead>" if passage.header else ""
    rows = "".join(f"<tr>{''.join(f'<td>{inline(cell)}</td>' for cell in row)}</tr>" for row in passage.rows)
    return f"<table{spoken}>{caption}{head}<tbody>{rows}</tbody></table>"
