"""What terms answer to programs that take everything: they are nobody in particular, and read in every language."""

from __future__ import annotations

from coranto.rights.terms import Condition, Leave, Party, TermsRecord, Use, Verdict, serves


def crawler_may(record: TermsRecord, use: Use) -> Verdict:
    """The answer that holds for anyone, in all languages, at all times: yes only where nothing could turn it into an ask."""
    rule = record.rules[use]
    if rule.leave is Leave.NO:
        return Verdict.NO
    has_limits = record.expires is not None or bool(record.reserved_languages) or record.delay_hours > 0
    asks = has_limits or not serves(record, Party.ANYONE) or rule.leave is Leave.ASK or Condition.APPROVAL in rule.conditions
    return Verdict.ASK if asks else Verdict.YES
