"""The demonstration's translations: its memory is taken in, and the articles are translated from it as the worker would do it.

No engine is asked, so that every language can be read at once: the flagship whole, of the others headline and standfirst. What
the memory lacks goes on waiting for a worker with engines.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from coranto.demonstration import segmenting
from coranto.newsroom import flow
from coranto.translation.choosing import Order
from coranto.translation.exchanging import import_memory
from coranto.translation.models import Kind, RequestState, TranslationRequest
from coranto.translation.own_working import translate_own
from coranto.translation.working import translate_batch


def load_translations(*, now: datetime) -> int:
    """Take the memory in and translate what was asked for; the number of (article, language) rows that were kept."""
    for memory in (segmenting.MEMORY, segmenting.WORDS):
        import_memory(memory.read_bytes())
    with _quietly():
        while translate_own({}, Order(), told=flow.own_text_kept, now=timezone.now()) is not None:
            pass  # what stands round every page, before the pages themselves
        return _translate(now)


def _translate(now: datetime) -> int:
    heads = TranslationRequest.objects.filter(kind=Kind.HEAD, state=RequestState.WAITING, due_at__lte=now)
    kept = 0
    while heads.exists() and (report := translate_batch({}, Order(), told=flow.translations_kept, now=now)) is not None:
        kept += report.kept
    return kept


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the worker's log, a line a batch, from somebody who waits for a first start; problems are still told."""
    logger = logging.getLogger("coranto.translation")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)
