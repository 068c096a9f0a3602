"""Taking in from the command line: one line for each item, and one at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from coranto.articles.models import Article
from coranto.articles.publishing import PublishingError
from coranto.intake.origins import with_origins
from coranto.intake.sources import fetch_bytes, open_source
from coranto.intake.taking import IntakeError, take_in
from coranto.newsroom import flow, history
from coranto.reading.errors import ReadingError


def take_in_sources(sources: Sequence[str], *, limit: int | None, even_if_similar: bool, publish: bool, as_json: bool) -> int:
    """Take every source in; 1 when one could not be read or was not taken, else 0. One failure does not stop the others."""
    new = known = newer = failed = 0
    for source in sources:
        try:
            opened = open_source(source, limit=limit)
            if any(reading.statement_url for reading in opened.readings):
                opened = with_origins(opened, fetch_bytes, now=timezone.now())
        except ReadingError as error:
            failed += 1
            _say({"source": source, "error": str(error)}, as_json)
            continue
        for number, reading in enumerate(opened.readings):
            origin = opened.origin(number)
            try:
                taken = take_in(reading, data=opened.data, by=None, now=timezone.now(), even_if_similar=even_if_similar, origin=origin)
            except IntakeError as error:
                failed += 1
                _say({"source": source, "error": str(error)}, as_json)
                continue
            new, known = new + taken.is_new, known + (not taken.is_new and taken.arrival is None)
            if taken.arrival is not None:
                log(taken.article, history.NEWER_VERSION, data=history.of_arrival(taken.arrival))
                newer += 1
            if publish and taken.is_new and not _goes_out(taken.article, source, as_json):
                failed += 1
            state = "new" if taken.is_new else f"newer version {taken.arrival.version}, {taken.arrival.status}" if taken.arrival else "held already"
            signed = {"signature": origin.verdict, "why": origin.why} if origin is not None else {}
            _say({"source": source, "article": taken.article.pk, "headline": taken.article.title, "state": state, **signed}, as_json)
    if not as_json:
        waiting = f", {newer} newer version{'s' if newer > 1 else ''} waiting in the desk" if newer else ""
        print(f"Took in {new} new, {known} held already, {failed} not taken{waiting}.")
    return 1 if failed else 0


def _goes_out(article: Article, source: str, as_json: bool) -> bool:
    """Publish a draft; what may not go out stays a draft, and one sentence says why."""
    try:
        flow.draft_goes_out(article, by=None, now=timezone.now())
    except PublishingError as error:
        _say({"source": source, "article": article.pk, "error": str(error)}, as_json)
        return False
    return True


def _say(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    elif "error" in facts:
        print(facts["error"], file=sys.stderr)
    else:
        print(f"{facts['article']:>6}  {facts['state']:<12}  {facts['headline']}")
        if facts.get("signature") == "wrong":
            print(f"        WRONG SIGNATURE: {facts['why']}", file=sys.stderr)
