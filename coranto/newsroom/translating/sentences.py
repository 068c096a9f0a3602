"""An article in one language, sentence by sentence: what the translators' desk shows, read in few queries."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.core.paginator import Page, Paginator

from coranto import languages
from coranto.articles.models import PublicState
from coranto.languages import Language
from coranto.members.models import User
from coranto.newsroom.translating.pieces import Mark, Piece, editable, marks_of, name_of_tag, plain_of, show
from coranto.newsroom.translating.places import named_places, place_of
from coranto.translation.accepting import NEVER, name_of, standing
from coranto.translation.accepting_all import acceptable, mark_of
from coranto.translation.checks import Problem, check
from coranto.translation.checks import Term as CheckTerm
from coranto.translation.differing import Stretch, difference
from coranto.translation.drafting import Drafts, Work, drafts_of, match
from coranto.translation.earlier import earlier_sources
from coranto.translation.glossary import Entry
from coranto.translation.models import SentenceDraft, Translation
from coranto.translation.segments import Segment
from coranto.translation.segments.composing import JOINED
from coranto.translation.segments.editable import to_editable
from coranto.translation.segments.protecting import occurrences
from coranto.translation.settling import Held, label, read_held
from coranto.translation.sources import Source, read_source
from coranto.translation.targets import Target

SHOWN = 40
TODO, ALL, PROBLEMS = "todo", "all", "problems"
FILTERS = (TODO, ALL, PROBLEMS)


class NotPublic(LookupError):
    """There is no such text to translate, or it is written in this language."""


@dataclass(frozen=True)
class Opened(ABC):
    """A text with what is held of it in a language, and the drafts there: what the screens start from."""

    work: Work
    title: str
    source: Source
    held: Held
    drafts: Drafts
    others: dict[str, str]  # key → who else has a draft there
    language: Language

    @abstractmethod
    def again(self, person: User) -> Opened:
        """The same as it is by now. Raises NotPublic."""

    @abstractmethod
    def earlier(self, digests: Collection[str]) -> dict[str, str]:
        """What the original once said, in written form, by digest."""

    @abstractmethod
    def places(self) -> dict[str, str]:
        """The words for each part of the text, as `named_places` gives them."""

    @property
    def can_join(self) -> bool:
        """Whether sentences may be said in one."""
        return self.work.article is not None

    @property
    def segments(self) -> list[Segment]:
        """The sentences that this language needs."""
        return self.source.for_language(self.language.code)

    def groups(self) -> list[list[Segment]]:
        """Sentences that are said in one, or are to be, together; each other alone."""
        found: list[list[Segment]] = []
        left = 0
        for segment in self.segments:
            is_same = bool(found) and found[-1][0].path == segment.path
            if is_same and left > 0:
                found[-1].append(segment)
                left -= 1
            elif is_same and left < 0 and self.is_joined(segment):
                found[-1].append(segment)
            else:
                draft = self.drafts.by_key.get(segment.key)
                left = -1 if draft is None or draft.joins is None else draft.joins
                found.append([segment])
        return found

    def is_joined(self, segment: Segment) -> bool:
        """Whether a sentence is held as said in the one before it."""
        target = self.held.targets.get(segment.key)
        return target is not None and target.text == JOINED


@dataclass(frozen=True)
class OpenedArticle(Opened):
    """The same of an article."""

    state: PublicState
    row: Translation | None

    def again(self, person: User) -> OpenedArticle:
        return open_article(self.state.pk, self.language.code, person)

    def earlier(self, digests: Collection[str]) -> dict[str, str]:
        return earlier_sources(self.state.pk, digests)

    def places(self) -> dict[str, str]:
        return named_places(self.source.document)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the desk, or several said in one: `keys` and `digests` in order. Texts for fields are as people edit them."""

    keys: tuple[str, ...]
    digests: tuple[str, ...]
    number: int  # among all of the article, counted from 1
    place: str
    source: tuple[tuple[Piece, ...], ...]
    text: str
    tags: tuple[tuple[int, str, bool], ...]  # number, what it stands for, whether it stands alone
    seen: str
    target: Target | None
    made_by: str
    made_at: datetime | None
    draft: SentenceDraft | None
    is_overtaken: bool
    is_todo: bool
    is_outdated: bool
    source_changes: tuple[Stretch, ...]
    held_changes: tuple[Stretch, ...]
    proposal: str
    proposal_by: str
    proposal_changes: tuple[Stretch, ...]
    problems: tuple[Problem, ...]
    checked: tuple[Piece, ...]
    asides: tuple[str, ...]
    other: str
    can_join: bool
    is_divided: bool  # a draft gives words of its own to what is held as said in the sentence before
    after: str = ""  # the key of the row that is to be done next

    @property
    def key(self) -> str:
        """The key of the first sentence, by which the row is called."""
        return self.keys[0]

    @property
    def state(self) -> str:
        """"missing" or a state of a translation."""
        return "missing" if self.target is None or not self.target.text else self.target.state


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the article is, in sentences."""

    total: int
    todo: int
    outdated: int
    missing: int
    machine: int
    drafts: int

    @property
    def done(self) -> int:
        """Those that a person answers for and that follow the original."""
        return self.total - self.todo


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of the desk."""

    title: str
    source: Language
    target: Language
    show: str
    counts: Counts
    rows: tuple[Row, ...]
    page: Page[list[Segment]] | None
    stray: tuple[tuple[int, str, str], ...]  # drafts whose sentence is gone: number of the row, source, text
    is_whole_document: bool
    marks: str  # of what would be accepted with all the rest, so that nothing else is


def open_article(number: int, language: str, person: User) -> OpenedArticle:
    """Read an article for a language; at most ten queries. Raises NotPublic."""
    state = PublicState.objects.select_related("version").filter(pk=number, status=200).first()
    if state is None or state.language == language:
        raise NotPublic
    source = read_source(state.version)
    row = Translation.objects.select_related("outline").filter(article_id=number, language=language).first()
    held = read_held(row, source, language, at=state.version.published_at.isoformat(timespec="seconds"))
    work = Work(language, number)
    mine, others = read_drafts(work, source, person)
    return OpenedArticle(work, state.headline, source, held, mine, others, languages.get(language), state, row)


def read_drafts(work: Work, source: Source, person: User) -> tuple[Drafts, dict[str, str]]:
    """A person's drafts of a text, and who else has one by key. One query."""
    drafts = drafts_of(work)
    mine = match([one for one in drafts if one.person_id == person.pk], source.for_language(work.language))
    return mine, {one.key: name_of(one.person) for one in reversed(drafts) if one.person_id != person.pk}


def read_desk(opened: Opened, *, show: str, page: str | int | None, at: str = "") -> Desk:
    """A page of the desk: what is to do (outdated sentences first), everything in reading order, or what has problems.

    With `at`, the page on which the sentence of that key stands.
    """
    groups = opened.groups()
    numbers = {group[0].key: number for number, group in enumerate(groups, 1)}
    wanted = _narrowed(opened, groups, show)
    pages = Paginator(wanted, SHOWN)
    place = next((number for number, group in enumerate(wanted) if at and any(one.key == at for one in group)), None)
    shown = pages.get_page(page if place is None else place // SHOWN + 1)
    todo = [group[0].key if is_todo(opened, group) else "" for group in wanted]
    rows = [
        replace(row, after=next((key for key in todo[shown.start_index() + number :] if key), ""))
        for number, row in enumerate(read_rows(opened, list(shown), groups, numbers))
    ]
    return replace(read_frame(opened, show=show), rows=tuple(rows), page=shown)


def read_frame(opened: Opened, *, show: str) -> Desk:
    """What stands around the sentences, without them."""
    stray = tuple((one.pk, to_editable(one.source), to_editable(one.text)) for one in opened.drafts.stray)
    return Desk(
        opened.title, languages.get(opened.source.language), opened.language, show, _counts(opened, opened.groups()), (), None, stray,
        opened.held.is_whole_document, ".".join(mark_of(one.segment, opened.held) for one in acceptable(opened.held, opened.segments)),
    )  # fmt: skip


def read_row(opened: Opened, key: str) -> Row | None:
    """The row in which the sentence of a key stands; None when there is none."""
    groups = opened.groups()
    found = next((group for group in groups if any(one.key == key for one in group)), None)
    if found is None:
        return None
    return read_rows(opened, [found], groups, {group[0].key: number for number, group in enumerate(groups, 1)})[0]


def read_rows(opened: Opened, shown: Sequence[list[Segment]], groups: Sequence[list[Segment]], numbers: dict[str, int]) -> list[Row]:
    """The rows of some groups."""
    outdated = {target.digest for group in shown for one in group if (target := opened.held.targets.get(one.key)) and target.is_outdated}
    earlier, names = opened.earlier(outdated), opened.places()
    terms = opened.source.glossary.for_checks(opened.language.code)
    entries = [one for one in opened.source.glossary.entries if one.holds(opened.language.code)]
    last = {group[0].key: groups[number + 1][0].path == group[0].path for number, group in enumerate(groups[:-1])}
    return [_Making(opened, group, earlier, terms, entries).row(place_of(group[0].path, names), numbers[group[0].key], last.get(group[0].key, False)) for group in shown]


def text_of(opened: Opened, group: Sequence[Segment]) -> str:
    """The text of a row in written form: what the person typed, else what is held."""
    draft = opened.drafts.by_key.get(group[0].key)
    target = opened.held.targets.get(group[0].key)
    return draft.text if draft is not None else target.text if target is not None else ""


def is_todo(opened: Opened, group: Sequence[Segment]) -> bool:
    """Whether somebody has something to do about a row."""
    if any(one.key in opened.drafts.by_key for one in group):
        return True
    targets = [opened.held.targets.get(one.key) for one in group]
    return any(target is None or target.is_outdated or not target.is_human for target in targets)


def is_outdated(opened: Opened, group: Sequence[Segment]) -> bool:
    """Whether the original of a row has changed since."""
    return any((target := opened.held.targets.get(one.key)) is not None and target.is_outdated for one in group)


def problems_of(opened: Opened, group: Sequence[Segment], text: str, terms: tuple[CheckTerm, ...]) -> tuple[Problem, ...]:
    """What the checks say of a text for a row; nothing of a text that is not there yet."""
    return _found(group[0], text, opened.source.language, opened.language.code, terms, len(group) > 1) if text else ()


@lru_cache(maxsize=8192)
def _found(segment: Segment, text: str, source: str, target: str, terms: tuple[CheckTerm, ...], is_joined: bool) -> tuple[Problem, ...]:
    """Checking takes some 2.5 ms a sentence, and an article of 1,000 is looked at again and again.

    A joined sentence says more than its first original, so only what would break the page is said of it.
    """
    found = check(segment, text, source_language=source, target_language=target, glossary=terms)
    return tuple(one for one in found if not is_joined or (one.code in NEVER and one.code != "links"))


def _narrowed(opened: Opened, groups: list[list[Segment]], show: str) -> list[list[Segment]]:
    if show == ALL or opened.held.is_whole_document:
        return groups
    if show == PROBLEMS:
        terms = opened.source.glossary.for_checks(opened.language.code)
        return [group for group in groups if problems_of(opened, group, text_of(opened, group), terms)]
    todo = [group for group in groups if is_todo(opened, group)]
    return sorted(todo, key=lambda group: not is_outdated(opened, group))


def _counts(opened: Opened, groups: Sequence[list[Segment]]) -> Counts:
    targets = [opened.held.targets.get(group[0].key) for group in groups]
    present = [one for one in targets if one is not None and (one.text or one.is_human)]
    return Counts(
        total=len(groups), todo=sum(is_todo(opened, group) for group in groups), outdated=sum(is_outdated(opened, group) for group in groups),
        missing=len(groups) - len(present), machine=sum(not one.is_human and not one.is_outdated for one in present), drafts=len(opened.drafts.by_key),
    )  # fmt: skip


class _Making:
    """One row, from what all of them share."""

    def __init__(self, opened: Opened, group: Sequence[Segment], earlier: dict[str, str], terms: tuple[CheckTerm, ...], entries: Sequence[Entry]) -> None:
        self.opened, self.group, self.earlier, self.terms, self.entries = opened, group, earlier, terms, entries
        self.first = group[0]
        self.draft = opened.drafts.by_key.get(self.first.key)
        self.target = opened.held.targets.get(self.first.key)
        self.proposal = opened.held.proposals.get(self.first.key)
        self.text = text_of(opened, group)
        self.problems = problems_of(opened, group, self.text, terms)

    def row(self, place: str, number: int, has_next: bool) -> Row:
        target, draft = self.target, self.draft
        is_overtaken = draft is not None and draft.seen != standing(target)
        return Row(
            keys=tuple(one.key for one in self.group), digests=tuple(one.digest for one in self.group), number=number, place=place,
            source=tuple(self._source(one) for one in self.group), text=editable(self.text, is_rtl=self.opened.language.direction == "rtl"),
            tags=tuple((tag.number, name_of_tag(tag), tag.name == "br") for tag in self.first.tags), seen=standing(target), target=target,
            made_by=label(target) if target is not None else "", made_at=datetime.fromisoformat(target.made_at) if target is not None and target.made_at else None,
            draft=draft, is_overtaken=is_overtaken, is_todo=is_todo(self.opened, self.group), is_outdated=is_outdated(self.opened, self.group),
            source_changes=self._source_changes(), held_changes=_changes(target, draft.text) if draft is not None and is_overtaken else (),
            proposal=editable(self.proposal.text, is_rtl=self.opened.language.direction == "rtl") if self.proposal is not None else "",
            proposal_by=label(self.proposal) if self.proposal is not None else "", proposal_changes=_changes(target, self.proposal.text) if self.proposal is not None else (),
            problems=self.problems, checked=self._checked(), asides=tuple(to_editable(one) for one in draft.asides) if draft is not None else (),
            other=next((name for one in self.group if (name := self.opened.others.get(one.key))), ""), can_join=has_next and self.opened.can_join,
            is_divided=len(self.group) == 1 and self.opened.is_joined(self.first),
        )  # fmt: skip

    def _source(self, segment: Segment) -> tuple[Piece, ...]:
        marks = marks_of(self.problems, of_source=True, length=len(segment.plain)) if segment is self.first else []
        marks += [Mark(start, end, "term") for entry in self.entries for start, end in occurrences(entry.source, segment.plain)]
        return show(segment.text, segment.tags, marks)

    def _source_changes(self) -> tuple[Stretch, ...]:
        """What is new in the original since the text was made, or since the person began."""
        old = None
        if self.target is not None and self.target.is_outdated:
            old = self.earlier.get(self.target.digest)
        elif self.draft is not None and self.draft.digest != self.first.digest:
            old = self.draft.source
        return difference(to_editable(old), to_editable(self.first.text)) if old is not None else ()

    def _checked(self) -> tuple[Piece, ...]:
        marks = marks_of(self.problems, of_source=False, length=len(plain_of(self.text)))
        return show(self.text, self.first.tags, marks) if marks else ()


def _changes(target: Target | None, text: str) -> tuple[Stretch, ...]:
    return difference(to_editable(target.text), to_editable(text)) if target is not None and target.text else ()
