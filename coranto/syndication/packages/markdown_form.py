"""A package as Markdown (CommonMark, with tables), so escaped that nothing an author wrote becomes a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coranto.syndication.packages.shape import Kind, Line, Package, Passage, Picture, Run, plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#&])")
_AT_THE_BEGINNING = re.compile(r"^(\s*)([-+=]|[0-9]+(?=[.)]))")
_FENCES = re.compile(r"`+")
_HTML = ("sup", "sub")


def to_markdown(package: Package) -> str:
    """The article as Markdown, with one line feed at its end."""
    return "\n\n".join(part for part in _parts(package) if part.strip()) + "\n"


def _parts(package: Package) -> Iterator[str]:
    if package.is_attributed_first:
        yield inline(package.attribution)
    yield f"# {escaped(package.headline)}"
    yield f"**{escaped(package.standfirst)}**" if _takes_marks(package.standfirst) else _begun(escaped(package.standfirst))
    yield from map(inline, package.byline)
    yield from (_begun(escaped(label)) for label in package.labels)
    if package.picture is not None:
        yield _picture(package.picture)
    yield from map(_passage, package.body)
    if package.corrections:
        yield f"## {escaped(package.corrections_title)}"
        yield from (f"{_begun(escaped(one.head))}\n{_begun(escaped(one.text))}" for one in package.corrections)
    yield from map(inline, package.imprint)
    if not package.is_attributed_first:
        yield inline(package.attribution)
    if package.counter:
        yield f"![](<{package.counter}>)"


def escaped(text: str) -> str:
    """Text in one line, in which nothing is a mark."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _begun(text: str) -> str:
    """A line that begins no list, heading or rule."""
    return _AT_THE_BEGINNING.sub(lambda found: f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}", text)


def inline(line: Line, *, breaks: str = "\\\n", is_cell: bool = False) -> str:
    """A line's words, links and marks; `breaks` is what stands for a line break. In a cell a bar is escaped in code, too."""
    written, was_marked = [], False
    for run in line:
        if run.text == "\n":
            written.append(breaks)
            continue
        written.append(_run(run, was_marked=was_marked, is_cell=is_cell))
        was_marked = bool(run.marks)
    return "\n".join(map(_begun, "".join(written).split("\n")))


def _run(run: Run, *, was_marked: bool, is_cell: bool) -> str:
    if run.href and run.href == run.text and not run.marks:
        return f"<{_address(run.href)}>"
    before, after = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    text = run.text.strip()
    if not text:
        return run.text
    written = _code(text.replace("|", "\\|") if is_cell else text) if "code" in run.marks else escaped(text)
    for mark, sign in (("em", "*"), ("strong", "**")):
        if mark in run.marks:
            written = f"{sign}{written}{sign}" if _takes_marks(text) and not was_marked else f"<{mark}>{written}</{mark}>"
    for mark in _HTML:
        if mark in run.marks:
            written = f"<{mark}>{written}</{mark}>"
    if run.href:
        written = f"[{written}](<{_address(run.href)}>)"
    return f"{before and ' '}{written}{after and ' '}"


def _takes_marks(text: str) -> bool:
    """Whether stars round a text are marks wherever they stand: between letters they are."""
    return bool(text) and text[0].isalnum() and text[-1].isalnum()


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C").replace(" ", "%20").replace("|", "%7C")


def _code(text: str) -> str:
    longest = max((len(found) for found in _FENCES.findall(text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"


def _picture(picture: Picture) -> str:
    caption = " ".join(filter(None, (inline(picture.caption, breaks=" "), escaped(picture.credit))))
    return "\n\n".join(filter(None, (f"![{escaped(picture.alt)}](<{_address(picture.src)}>)", _begun(caption))))


def _passage(passage: Passage) -> str:
    if passage.kind is Kind.PICTURE and passage.picture is not None:
        return _picture(passage.picture)
    if passage.kind is Kind.RULE:
        return "* * *"
    if passage.kind is Kind.HEADING:
        return f"{'#' * min(6, max(2, passage.level))} {inline(passage.lines[0], breaks=' ')}"
    if passage.kind is Kind.CODE:
        return _fenced("\n".join(map(plain, passage.lines)))
    if passage.kind is Kind.LIST:
        return "\n".join(f"{f'{number}.' if passage.is_ordered else '-'} {inline(line, breaks=' ')}" for number, line in enumerate(passage.lines, 1))
    if passage.kind is Kind.TABLE:
        return _table(passage)
    paragraphs = [*map(inline, passage.lines), *([_begun(f"— {escaped(passage.speaker)}")] if passage.speaker else [])]
    said = "\n\n".join(paragraphs)
    if passage.kind in {Kind.QUOTATION, Kind.PULLQUOTE, Kind.NOTE}:
        return "\n".join(f"> {line}".rstrip() for line in said.split("\n"))
    return said


def _fenced(text: str) -> str:
    longest = max((len(found) for found in _FENCES.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _table(passage: Passage) -> str:
    columns = len(passage.rows[0]) if passage.rows else len(passage.header)
    header = passage.header or tuple(() for _column in range(columns))
    rows = [_row(header), f"|{' --- |' * columns}", *map(_row, passage.rows)]
    return "\n\n".join(filter(None, (_begun(escaped(passage.caption)), "\n".join(rows))))


def _row(cells: tuple[Line, ...]) -> str:
    return f"| {' | '.join(inline(cell, breaks=' ', is_cell=True) for cell in cells)} |"
