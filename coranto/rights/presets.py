"""Terms to begin with, as publishers ask for them, named by what they say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from coranto.rights.terms import ASK, NO, YES, Condition, Images, Indexing, LinkTo, Party, Place, TermsRecord, Use, bound, others_text

ORDER = "community", "community-unchanged", "by-nd-counter", "by-nc-nd", "by-changes", "after-48-hours", "reserved", "others-text"


@dataclass(frozen=True, slots=True)
class Preset:
    """A record with its short name, for addresses, and the name that editors see."""

    slug: str
    name: str
    record: TermsRecord


FIRST_NAME = "All rights reserved, ask"  # of the terms that every publication begins with; readers get it in their language
RESERVED = TermsRecord(who=frozenset({Party.ANYONE})).with_rules(ai_training=NO, sell=NO)
_COMMUNITY = TermsRecord(
    who=frozenset({Party.COMMUNITY}), images=Images.MARKED, indexing=Indexing.CANONICAL, ads=True, paywall=False,
    rules={
        **dict.fromkeys(Use, ASK), Use.REPOST: YES, Use.EXCERPT: YES, Use.TRANSLATE: bound(Condition.TRANSLATOR_CREDIT),
        Use.HEADLINE: bound(Condition.SAY_CHANGES), Use.HOUSE_STYLE: YES, Use.SHORTEN: bound(Condition.SAY_CHANGES), Use.SELL: NO, Use.AI_TRAINING: NO,
    },
)  # fmt: skip
_BY = TermsRecord(
    licence="CC-BY-4.0", images=Images.MARKED, indexing=Indexing.FREE, paywall=True,
    rules={
        **dict.fromkeys(Use, YES), Use.TRANSLATE: bound(Condition.SAY_CHANGES, Condition.TRANSLATOR_CREDIT), Use.HEADLINE: bound(Condition.SAY_CHANGES),
        Use.HOUSE_STYLE: bound(Condition.SAY_CHANGES), Use.SHORTEN: bound(Condition.SAY_CHANGES),
    },
)  # fmt: skip
_UNCHANGED = {"headline": NO, "house_style": NO, "shorten": NO}

PRESETS = MappingProxyType({
    one.slug: one
    for one in (
        Preset("community", "Community sites: source, copyright and link; print and commercial on request", _COMMUNITY),
        Preset("community-unchanged", "The same, unchanged", _COMMUNITY.with_rules(**_UNCHANGED)),
        Preset(
            "by-nd-counter", "CC BY-ND with counter",
            replace(_BY, licence="CC-BY-ND-4.0", indexing=Indexing.CANONICAL, keep_counter=True).with_rules(
                translate=bound(Condition.TRANSLATOR_CREDIT, Condition.APPROVAL), headline=ASK, house_style=NO, shorten=ASK, sell=NO, bulk=ASK, ai_training=ASK,
            ),
        ),
        Preset(
            "by-nc-nd", "CC BY-NC-ND, no images, no bulk",
            replace(_BY, licence="CC-BY-NC-ND-4.0", images=Images.NONE, indexing=Indexing.CANONICAL, paywall=False).with_rules(
                translate=ASK, headline=NO, house_style=NO, shorten=NO, commercial=ASK, sell=NO, broadcast=ASK, bulk=NO, ai_training=NO,
            ),
        ),
        Preset("by-changes", "CC BY, say what changed", _BY),
        Preset(
            "after-48-hours", "48 hours later, report reach",
            replace(
                _COMMUNITY, who=frozenset({Party.COMMUNITY, Party.OUTLET}), delay_hours=48, tell_us=True, report_reach=True, place=Place.TOP, link=LinkTo.ARTICLE,
            ).with_rules(print=YES, broadcast=YES),
        ),
        Preset("reserved", FIRST_NAME, RESERVED),
        Preset("others-text", "Text of others (fair use, permission): not to be passed on", others_text(TermsRecord())),
    )
})  # fmt: skip
