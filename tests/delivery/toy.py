"""A house small enough to reason about: numbered notes with a tag each, a page per note and tag, and a front page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from coranto.delivery.house import Rendered, Target
from coranto.delivery.keys import note


@dataclass
class ToyHouse:
    """`notes` maps a number to [text, tag]; a note that was taken away answers 410."""

    notes: dict[int, list[str]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    title: str = "Toy"
    rendered: list[str] = field(default_factory=list)

    def targets(self, keys: frozenset[str] | None) -> Iterable[Target]:
        yield Target("/", "en", "list", "front", 1)
        for number in {*self.notes, *self.gone}:
            if keys is None or f"note:{number}" in keys:
                yield Target(f"/note/{number}/", "en", "article", f"note:{number}", 0)
        for tag in sorted({tag for _text, tag in self.notes.values()}):
            if keys is None or f"tag:{tag}" in keys:
                yield Target(f"/tag/{tag}/", "en", "list", f"tag:{tag}", 2)

    def render(self, target: Target) -> Rendered | None:
        self.rendered.append(target.path)
        note("title")
        kind, _, name = target.subject.partition(":")
        if kind == "front":
            note("list")
            for number in self.notes:
                note(f"note:{number}")
            return self._page("; ".join(f"{n}={text}" for n, (text, _tag) in sorted(self.notes.items())))
        return self._note(int(name)) if kind == "note" else self._tag(name)

    def _note(self, number: int) -> Rendered | None:
        note(f"note:{number}")
        if number in self.gone:
            return Rendered(b"gone", "text/html; charset=utf-8", 410)
        if number not in self.notes:
            return None
        return self._page(" ".join(self.notes[number]))

    def _tag(self, tag: str) -> Rendered | None:
        note(f"tag:{tag}")
        members = [n for n, (_text, its) in sorted(self.notes.items()) if its == tag]
        return self._page(f"{tag}: {members}") if members else None

    def _page(self, text: str) -> Rendered:
        return Rendered(f"<h1>{self.title}</h1>{text * 20}".encode(), "text/html; charset=utf-8")


@dataclass
class TableHouse:
    """Serves what a table says; each path reads the key of its own name."""

    table: dict[str, Rendered] = field(default_factory=dict)

    def targets(self, keys: frozenset[str] | None) -> Iterable[Target]:
        for path in self.table:
            if keys is None or path in keys:
                first = path[1:].partition("/")[0]
                yield Target(path, first if len(first) == 2 else "", "page", path, 3)

    def render(self, target: Target) -> Rendered | None:
        note(target.path)
        return self.table.get(target.path)
