"""Records of terms for tests: presets by their short names, and any record at all."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as some

from coranto import languages
from coranto.rights.licences import ALL_RIGHTS_RESERVED, CUSTOM, LICENCES
from coranto.rights.presets import PRESETS
from coranto.rights.terms import (
    ALLOWED_CONDITIONS,
    ASK,
    MOST_HOURS,
    NO,
    YES,
    Condition,
    Images,
    Indexing,
    LinkTo,
    Party,
    Place,
    Rule,
    TermsRecord,
    Use,
    bound,
    others_text,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def preset(slug: str) -> TermsRecord:
    """The record of a preset."""
    return PRESETS[slug].record


def rules(use: Use) -> some.SearchStrategy[Rule]:
    """Any rule that makes sense for a use."""
    words = some.integers(0, 3_000) if use is Use.EXCERPT else some.just(0)
    allowed = [one for one in Condition if one in ALLOWED_CONDITIONS[use]]
    conditions = some.sets(some.sampled_from(allowed)) if allowed else some.just(set[Condition]())
    with_conditions = some.builds(lambda found, most: bound(*found, most_words=most) if found or most else YES, conditions, words)
    return some.one_of(some.sampled_from([YES, ASK, NO]), with_conditions)


ATTRIBUTIONS = ("", "{author}, {outlet}: {link}", "First in {outlet}, {date}", "<b>&amp; \"{author}\"' ]]>", "كتبه {author} في {outlet}", "{{braces}} {link}")


@some.composite
def records(draw: some.DrawFn) -> TermsRecord:
    """Any record of terms."""
    licence = draw(some.sampled_from([ALL_RIGHTS_RESERVED, CUSTOM, *LICENCES]))
    record = TermsRecord(
        licence=licence, licence_url="https://terms.example/ours?a=1&b=2" if licence == CUSTOM else "", licence_name="Ours" if licence == CUSTOM else "",
        who=draw(some.frozensets(some.sampled_from(Party), min_size=1)), rules={use: draw(rules(use)) for use in Use}, images=draw(some.sampled_from(Images)),
        delay_hours=draw(some.one_of(some.just(0), some.integers(0, MOST_HOURS))),
        expires=draw(some.none() | some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=some.just(UTC)).map(lambda at: at.replace(microsecond=0))),
        reserved_languages=tuple(draw(some.sets(some.sampled_from(languages.CODES), max_size=4))), attribution=draw(some.sampled_from(ATTRIBUTIONS)),
        place=draw(some.sampled_from(Place)), link=draw(some.sampled_from(LinkTo)), indexing=draw(some.sampled_from(Indexing)), ads=draw(some.booleans()),
        paywall=draw(some.booleans()), tell_us=draw(some.booleans()), report_reach=draw(some.booleans()), keep_counter=draw(some.booleans()),
    )  # fmt: skip
    return others_text(record) if draw(some.integers(0, 9)) == 0 else record
