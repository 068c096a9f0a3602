"""Making the index anew, piece by piece, while the old one answers.

SQLite's full text cannot let go of an entry without being told its words again, and those are gone. What was written
anew or withdrawn lies in the index, where it finds nothing, until there is a third of it; then, or when the rules of
cutting have changed, a second table is filled in the order of entries' numbers and takes the place of the first.
Entries that come meanwhile have higher numbers: they are put into the first at once, and reached in the second.
Where entries are in no index at all, as after an upgrade that emptied it, the first is filled itself, so that what is done
can be found at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db import connection, transaction

from coranto.search.indexing import STATE, Texts, tell, tell_table
from coranto.search.models import IndexState, SearchEntry
from coranto.search.words import WORDS_VERSION

NOT_TOLD = 0  # the version of the rules by which an entry was cut that no index knows
LEFTOVERS_FROM = 1_000  # entries that are no longer ours, from which on it is worth while
Wanted = Sequence[tuple[int, str]]
Reads = Callable[[Wanted], Mapping[tuple[int, str], Texts]]
NEW_TABLE = """CREATE VIRTUAL TABLE search_terms_new USING fts5(terms, content='', detail=none, columnsize=0, tokenize="ascii")"""


@transaction.atomic
def renew(reads: Reads, *, limit: int = 200) -> bool:
    """Take the next step: `limit` entries at most, whose texts `reads` gives by article and language. False where nothing is to be done.

    An entry for which there is no text any more is taken out.
    """
    if connection.vendor == "postgresql":
        return _renew_rows(reads, limit)
    state = IndexState.objects.filter(pk=STATE).first() or IndexState.objects.create(pk=STATE, told=SearchEntry.objects.count())
    if state.renewed_to is None:
        lacks, is_due = _lacks_entries(), _is_due(state)
        if not lacks and not is_due:
            return False
        state.renewed_to, state.renewed = 0, 0
        _run("DROP TABLE IF EXISTS search_terms_new", *([] if lacks else [NEW_TABLE]))
    rows = list(SearchEntry.objects.filter(pk__gt=state.renewed_to).order_by("pk")[:limit])
    if "search_terms_new" in connection.introspection.table_names():
        _fill_beside(state, rows, reads)
    else:
        _fill(state, rows, reads)
    state.save()
    return True


def _fill_beside(state: IndexState, rows: Sequence[SearchEntry], reads: Reads) -> None:
    """Put entries into the second table; where none is left, it takes the place of the first."""
    if rows:
        held = _with_texts(rows, reads)
        tell_table("search_terms_new", held)
        _are_told(held)
        state.renewed_to, state.renewed = rows[-1].pk, state.renewed + len(held)
    else:
        _run("DROP TABLE search_terms", "ALTER TABLE search_terms_new RENAME TO search_terms")
        state.told, state.renewed_to, state.renewed = state.renewed, None, 0


def _fill(state: IndexState, rows: Sequence[SearchEntry], reads: Reads) -> None:
    """Put entries into the first table, those left out that came meanwhile and stand in it."""
    held = _with_texts([row for row in rows if row.words_version != WORDS_VERSION], reads)
    tell_table("search_terms", held)
    _are_told(held)
    state.told, state.renewed_to = state.told + len(held), rows[-1].pk if rows else None


def _lacks_entries() -> bool:
    """Whether entries are in no index at all, and none is in it by older rules."""
    stale = set(SearchEntry.objects.exclude(words_version=WORDS_VERSION).order_by().values_list("words_version", flat=True).distinct())
    return stale == {NOT_TOLD}


def _is_due(state: IndexState) -> bool:
    held = SearchEntry.objects.count()
    leftovers = state.told - held
    return (leftovers >= LEFTOVERS_FROM and leftovers * 2 >= held) or SearchEntry.objects.exclude(words_version=WORDS_VERSION).exists()


def _renew_rows(reads: Reads, limit: int) -> bool:
    rows = list(SearchEntry.objects.exclude(words_version=WORDS_VERSION).order_by("pk")[:limit])
    held = _with_texts(rows, reads)
    tell(held)
    _are_told(held)
    return bool(rows)


def _are_told(held: Sequence[tuple[SearchEntry, Texts]]) -> None:
    """Keep that entries stand in the index, and which texts were read, so that these are not read again."""
    for row, texts in held:
        row.words_version, row.digest = WORDS_VERSION, texts.digest
    SearchEntry.objects.bulk_update([row for row, _texts in held], ["words_version", "digest"])


def _with_texts(rows: Sequence[SearchEntry], reads: Reads) -> list[tuple[SearchEntry, Texts]]:
    """Entries with their texts; those whose article has none in that language are deleted."""
    texts = reads([(row.article, row.language) for row in rows])
    SearchEntry.objects.filter(pk__in=[row.pk for row in rows if (row.article, row.language) not in texts]).delete()
    return [(row, texts[row.article, row.language]) for row in rows if (row.article, row.language) in texts]


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
