"""`coranto read`: sources → what they say, on the screen or as JSON; nothing is stored and no instance is needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from coranto.reading.errors import Empty, ReadingError, TooLarge
from coranto.reading.opening import MAX_BYTES, encode_json, read_bytes
from coranto.reading.shape import Reading

Fetch = Callable[[str], tuple[bytes, str | None, str]]


def read_sources(
    sources: Iterable[str], *, fetch: Fetch, as_json: bool = False, as_jsonl: bool = False, limit: int | None = None, out: TextIO | None = None, err: TextIO | None = None
) -> int:
    """Read files, "-" (stdin) and addresses, and print each. Returns 0, or 1 when one could not be read.

    `fetch(url)` gives (bytes, content type, final address) and raises an exception whose text is one sentence.
    With as_jsonl an unreadable source is a line {"source", "error"}; otherwise its sentence goes to `err`.
    """
    out, err, failed = out or sys.stdout, err or sys.stderr, False
    for source in sources:
        try:
            readings = open_source(source, fetch=fetch, limit=limit)
        except ReadingError as error:
            failed = True
            if as_jsonl:
                print(json.dumps({"source": source, "error": str(error)}, ensure_ascii=False), file=out)
            else:
                print(str(error), file=err)
            continue
        for reading in readings:
            if as_json or as_jsonl:
                print(encode_json(reading) if as_jsonl else json.dumps(reading.as_json(), ensure_ascii=False, indent=2), file=out)
            else:
                _show(reading, out)
    return 1 if failed else 0


def open_source(source: str, *, fetch: Fetch, limit: int | None = None) -> list[Reading]:
    """Read one source of any kind. Raises a ReadingError that names it, also for what fetching met."""
    if source.lower().startswith(("http://", "https://")):
        try:
            data, content_type, final = fetch(source)
        except ReadingError:
            raise
        except Exception as error:  # the fetcher's family is another room's; its text is the sentence to show
            raise ReadingError(f"'{source}' could not be fetched: {' '.join(str(error).split()) or type(error).__name__}") from error
        return read_bytes(data, source=source, content_type=content_type, url=final, limit=limit)
    if source == "-":
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), source=source, limit=limit)
    return read_bytes(_file(source), source=source, limit=limit)


def _file(source: str) -> bytes:
    try:
        path = Path(source)
        if path.is_dir():
            raise ReadingError(f"'{source}' is a folder. Give a file, an address or '-'.")
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge(f"'{source}' has {path.stat().st_size / 1e6:,.0f} MB; at most {MAX_BYTES // 1_000_000} MB are read. Save the article alone and read that.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise Empty(f"There is no file '{source}'. Give a file, an address that begins with https:// or http://, or '-'.") from error
    except (OSError, ValueError) as error:
        raise ReadingError(f"'{source}' cannot be opened: {getattr(error, 'strerror', None) or error}.") from error


def _show(reading: Reading, out: TextIO) -> None:
    # Rich takes 0.15 s to load; --json needs none of it.
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(file=out, highlight=False, soft_wrap=False)
    table = Table.grid(padding=(0, 2))
    value = reading.as_json()
    for name in ("headline", "standfirst", "byline", "outlet", "published", "canonical_url", "regions", "themes", "reports", "copyright_notice", "usage_terms", "licence_url", "author_bio"):
        said = ", ".join(value[name]) if isinstance(value[name], list) else value[name]
        if said:
            table.add_row(f"[bold]{name.replace('_', ' ')}[/bold]", escape(_plain(said)))
    if reading.language.code:
        table.add_row("[bold]language[/bold]", f"{reading.language.code} ({reading.language.confidence:.0%})")
    console.print(table)
    console.print()
    console.print(escape(_plain(reading.text)))
    for part in reading.left_out:
        console.print(f"[dim]Left out: {escape(_plain(part.text[:80]))} ({escape(part.reason)})[/dim]")
    for warning in reading.warnings:
        console.print(f"[yellow]{escape(_plain(warning))}[/yellow]")
    console.print()


def _plain(text: str) -> str:
    """Text without characters that steer a terminal."""
    return "".join(char for char in text if char in "\n\t" or (ord(char) >= 32 and not 127 <= ord(char) < 160))
