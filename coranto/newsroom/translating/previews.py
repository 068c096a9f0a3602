"""The page as readers will see it, with the translator's own drafts in their places, marked, for the translator only."""

from __future__ import annotations

import re
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coranto.members.requests import user_of
from coranto.newsroom.previewing import as_preview
from coranto.newsroom.translating.desk_screens import opened_for
from coranto.newsroom.translating.sentences import OpenedArticle, text_of
from coranto.site.editions import Edition
from coranto.site.previews import translation_preview_html
from coranto.translation.accepting import name_of
from coranto.translation.models import State
from coranto.translation.segments import compose
from coranto.translation.segments.composing import JOINED

# Signs for nobody's use go through composing, the sanitiser and the template as text; only then they become markup.
BEGINS, ENDS = "\uf8f0", "\uf8f1"
_PARTS = re.compile(r"<(script|style|title)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_SIGNS = re.compile(f"[{BEGINS}{ENDS}]|\\\\u(?:{ord(BEGINS):04x}|{ord(ENDS):04x})", re.IGNORECASE)


@never_cache
def preview(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """An article in a language with what the person has typed. 403 and 404 as for the desk."""
    opened = opened_for(request, number, language)
    drafts = len(opened.drafts.by_key)
    banner = _("This is a preview for you alone. No draft of yours is in it.")
    if drafts:
        banner = ngettext(
            "This is a preview for you alone. %(number)s draft of yours that is not accepted is marked in it.",
            "This is a preview for you alone. %(number)s drafts of yours that are not accepted are marked in it.",
            drafts,
        ) % {"number": drafts}
    edition = Edition(language=language, document=_document(opened), state=State.TRANSLATED, by=name_of(user_of(request)))
    if opened.row is not None:
        row = opened.row
        edition = replace(edition, state=row.state, by=row.by, made_at=row.made_at.isoformat(), is_outdated=row.outdated > 0, version=row.version_id)
    said = format_html('<bdi lang="{}">{}</bdi>', get_language() or "en", banner)
    return as_preview(marked(translation_preview_html(number, edition, banner=said)))


def marked(html: str) -> str:
    """Turn the signs around drafts into marks in text, and into nothing in tags, titles, scripts and sheets."""
    out, at = [], 0
    for found in _PARTS.finditer(html):
        out += [_in_text(html[at : found.start()]), _SIGNS.sub("", found[0])]
        at = found.end()
    return "".join([*out, _in_text(html[at:])])


def _in_text(text: str) -> str:
    return text.replace(BEGINS, "<mark>").replace(ENDS, "</mark>")


def _document(opened: OpenedArticle) -> dict[str, object]:
    texts = {key: target.text for key, target in opened.held.targets.items()}
    if opened.held.is_whole_document and opened.row is not None:
        return opened.row.document
    for group in opened.groups():
        if group[0].key in opened.drafts.by_key:
            words = _SIGNS.sub("", text_of(opened, group))
            texts[group[0].key] = f"{BEGINS}{words}{ENDS}" if words else words
            texts.update({one.key: JOINED for one in group[1:]})
    return compose(opened.source.document, language=opened.language.code, targets=texts, segments=opened.segments)
