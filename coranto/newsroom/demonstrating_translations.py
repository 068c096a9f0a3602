"""The demonstration's translations: the flagship in every language there is a file for, honestly labelled."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from coranto.articles.models import Article
from coranto.demonstration import segmenting, shapes
from coranto.newsroom import flow
from coranto.translation.keeping import keep_translation
from coranto.translation.models import State

UNSPACED = {"ja", "zh-Hans", "zh-Hant", "th"}
Block = dict[str, Any]


def load_translations(demonstration: shapes.Demonstration, articles: dict[str, Article], *, now: datetime) -> int:
    """Keep the flagship in every language whose file has all of it; the number of languages."""
    flagship = demonstration.flagship
    article = articles[flagship.slug]
    version = article.versions.first()
    assert version is not None
    wanted = [sentence.path for sentence in segmenting.sentences(demonstration) if sentence.path.startswith(f"{flagship.slug}/")]
    kept = 0
    for entry in segmenting.translations():
        if entry.language != flagship.language and all(entry.texts.get(path) for path in wanted):
            document = _translated(version.document, flagship, entry)
            row = keep_translation(version, document, language=entry.language, state=State.MACHINE, by=entry.made_by, now=now)
            flow.translation_changed(article, entry.language, row.document, is_seen_elsewhere=True)
            kept += 1
    return kept


def _translated(document: dict[str, Any], flagship: shapes.Article, entry: segmenting.Translations) -> dict[str, Any]:
    texts = _Texts(flagship.slug, entry)
    image = {**document["image"], "alt": texts.one("picture/alt"), "caption": texts.joined("picture/caption")} if document["image"] else None
    body = [_block(block, number, texts, flagship.language) for number, block in enumerate(document["body"], 1)]
    return {**document, "headline": texts.one("headline"), "standfirst": texts.joined("standfirst"), "image": image, "note": document["note"], "body": body}


class _Texts:
    """The sentences of one language by their place, joined as the language joins them."""

    def __init__(self, slug: str, entry: segmenting.Translations) -> None:
        self._texts, self._slug = entry.texts, slug
        self._space = "" if entry.language in UNSPACED else " "

    def one(self, place: str) -> str:
        return self._texts[f"{self._slug}/{place}"]

    def joined(self, place: str) -> str:
        pattern = re.compile(rf"{re.escape(self._slug)}/{re.escape(place)}/(\d+)")
        found = sorted((int(match[1]), text) for path, text in self._texts.items() if (match := pattern.fullmatch(path)))
        return self._space.join(text for _number, text in found)


def _block(block: Block, number: int, texts: _Texts, written: str) -> Block:
    place = f"body/{number}"
    if block["type"] == "list":
        return {**block, "items": [texts.joined(f"{place}/{item}") for item in range(1, len(block["items"]) + 1)]}
    if block["type"] == "quotation":
        original = block["original"] or {"text": re.sub(r"<[^>]+>", " ", block["html"]).strip(), "language": written}
        return {**block, "html": f"<p>{texts.joined(place)}</p>", "language": None, "original": original}
    if block["type"] in {"paragraph", "note"}:
        return {**block, "html": texts.joined(place)}
    if block["type"] in {"heading", "pullquote"}:
        return {**block, "text": texts.joined(place)}
    return block
