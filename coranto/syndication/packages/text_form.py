"""A package as plain text: paragraphs between blank lines, addresses in brackets behind the words that link to them."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.syndication.packages.shape import Kind, Line, Package, Passage, Picture, Run, plain


def to_text(package: Package) -> str:
    """The article as text, with one line feed at its end."""
    return "\n\n".join(part for part in _parts(package) if part.strip()) + "\n"


def _parts(package: Package) -> Iterator[str]:
    if package.is_attributed_first:
        yield words(package.attribution)
    yield package.headline
    yield package.standfirst
    yield from map(words, package.byline)
    yield from package.labels
    if package.picture is not None:
        yield _picture(package.picture)
    yield from map(_passage, package.body)
    if package.corrections:
        yield package.corrections_title
        yield from (f"{one.head}\n{one.text}" for one in package.corrections)
    yield from map(words, package.imprint)
    if not package.is_attributed_first:
        yield words(package.attribution)


def words(line: Line) -> str:
    """A line's words; an address stands behind what links to it, unless it is the same."""
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    return f"{run.text} ({run.href})" if run.href and run.href != run.text else run.text


def _picture(picture: Picture) -> str:
    return "\n".join(filter(None, (f"[{picture.alt}]" if picture.alt else "", picture.src, words(picture.caption), picture.credit)))


def _passage(passage: Passage) -> str:
    if passage.kind is Kind.PICTURE and passage.picture is not None:
        return _picture(passage.picture)
    if passage.kind is Kind.RULE:
        return "* * *"
    if passage.kind is Kind.CODE:
        return "\n".join(map(plain, passage.lines))
    if passage.kind is Kind.LIST:
        return "\n".join(f"{f'{number}.' if passage.is_ordered else '–'} {words(line)}" for number, line in enumerate(passage.lines, 1))
    if passage.kind is Kind.TABLE:
        rows = [passage.header, *passage.rows] if passage.header else passage.rows
        return "\n".join([*([passage.caption] if passage.caption else []), *("\t".join(map(words, row)) for row in rows)])
    said = "\n\n".join(map(words, passage.lines))
    return f"{said}\n– {passage.speaker}" if passage.speaker else said
