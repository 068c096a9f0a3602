"""Asking for texts of the publication itself in every language that it offers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from coranto.publication.offered import languages_offered
from coranto.translation.locking import locked, pieces
from coranto.translation.own_texts import OwnText, OwnTranslation
from coranto.translation.segments import cut


def document_of(language: str, parts: Iterable[tuple[str, str, bool]]) -> dict[str, Any]:
    """A text as the document that is cut and composed. `parts` are (name, text, is_html); each is translated whole or not at all."""
    body = [{"id": name, "type": "note", "html": text} if is_html else {"id": name, "type": "heading", "level": 2, "text": text} for name, text, is_html in parts if text]
    return {"language": language, "headline": "", "standfirst": "", "note": "", "image": None, "credits": [], "body": body}


@transaction.atomic
def own_text_changed(name: str, document: dict[str, Any], *, now: datetime) -> bool:
    """Keep a text as it stands now and ask for it; one without a word is forgotten. Whether it differs from before."""
    digest = hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    held = OwnText.objects.select_for_update().filter(name=name).first()
    if held is not None and held.digest == digest:
        return False
    if not cut(document):
        return own_text_gone(name)
    fields = {"language": document["language"], "document": document, "digest": digest, "changed_at": now}
    text, _made = OwnText.objects.update_or_create(name=name, defaults=fields)
    locked(text.translations.all())
    text.translations.filter(language=text.language).delete()
    _ask([text], languages_offered(), now)
    text.translations.update(due_at=now, tries=0, problem="", fits=False)
    return True


@transaction.atomic
def own_text_gone(name: str) -> bool:
    """Forget a text that no longer stands anywhere; what people wrote stays in the memory."""
    text = OwnText.objects.select_for_update().filter(name=name).first()
    if text is None:
        return False
    locked(text.translations.all())
    text.delete()
    return True


def own_language_offered(language: str, *, now: datetime) -> None:
    """Ask for every text of the publication in a language that was added."""
    _ask(list(OwnText.objects.exclude(language=language)), [language], now)


@transaction.atomic
def own_ask_again(*, languages: Collection[str] = (), now: datetime) -> int:
    """Let a worker look at once at texts that lack sentences, for the memory knows more than before; how many. No languages given means all."""
    rows = OwnTranslation.objects.filter(is_whole=False).filter(Q(due_at=None) | Q(due_at__gt=now))
    return sum(some.update(due_at=now, tries=0) for some in pieces(rows.filter(language__in=languages) if languages else rows))


def _ask(texts: list[OwnText], languages: Iterable[str], now: datetime) -> None:
    rows = [OwnTranslation(text=text, language=code, due_at=now) for text in texts for code in languages if code != text.language]
    OwnTranslation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
