"""Find quotations inside sentences together with the speaker, only when the sentence says who speaks."""

from __future__ import annotations

import re

from coranto.reading.shape import Quotation

_PAIRS = {"“": "”", "«": "»", "„": "“”", "「": "」", "『": "』", '"': '"'}
_OPEN = re.compile("[“«„「『\"]")
_SAID = (
    r"(?:said|says|told|added|adds|wrote|writes|argued|argues|noted|notes|explained|explains|warned|warns|replied|asked|stated|insisted|recalled|remarked"
    r"|declared|concluded|continued|observed|"
    r"dit|a déclaré|déclare|a dit|explique|a expliqué|affirme|ajoute|écrit|sagte|sagt|erklärte|schreibt|schrieb|betonte|meinte|"
    r"dijo|afirmó|declaró|explicó|añadió|escribió|señaló|disse|afirmou|declarou|explicou|ha detto|spiega|afferma|scrive|ha dichiarato|"
    r"raconte|répond|assure|estime|confie|souligne|lance|précise|résume|témoigne|insiste|recalls|replies|answers|answered|insists|remarks|points out|asks|"
    r"erzählt|erzählte|antwortet|antwortete|fragt|fragte|erklärt|berichtet|berichtete|betont|meint|dice|responde|cuenta|asegura|sostiene|explica|afirma|señala|recuerda|"
    r"diz|conta|garante|racconta|risponde|ricorda|aggiunge|говорит|рассказал|рассказала|рассказывает|считает|добавил|добавила|ответил|ответила|"
    r"сказал|сказала|заявил|заявила|отметил|отметила|пояснил|пояснила|написал|написала|zei|zegt|powiedział|powiedziała|dedi|säger|sade)"
)
_WORD = r"(?:[^\W\d_a-zа-я](?:[\w’'-]*\w)?(?!\w)|[^\W\d_a-zа-я]\w{0,3}\.)"
_NAME = rf"({_WORD}(?:\s+(?:(?:de|da|di|del|van|von|der|bin|al|el|la|le|of)\s+)?{_WORD}){{0,4}})"
_OFFICE = r"(?:[^\W\d_A-ZА-Я][\w’'-]*\s+){0,4}?"  # "harbour master" before the name
_AFTER = re.compile(rf"^[\s,，–—-]{{0,5}}(?:{_SAID}\s+{_OFFICE}{_NAME}|{_OFFICE}{_NAME}\s+{_SAID}\b)")
_BEFORE = re.compile(rf"{_NAME}(?:,[^,“«\"]{{1,80}},)?\s+{_SAID}(?:\s+\w+){{0,5}}\s*[:,]?\s*(?:that\s|que\s|dass\s)?$")
_DASHED = re.compile(r"^\s*[—–-]{1,2}\s*([^\n]{2,120})$")
_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "you", "the", "this", "that", "who", "il", "elle", "er", "sie", "es", "él", "ella", "ele", "ela", "lui", "lei", "он", "она", "они", "but", "and"])


def find_quotations(paragraph: str) -> list[Quotation]:
    """Find quotations of at least three words whose speaker the sentence names. Time grows with the length alone."""
    found = []
    position = 0
    while opening := _OPEN.search(paragraph, position):
        sign = opening[0]
        end = _closing(paragraph, opening.end(), _PAIRS[sign])
        if end < 0:
            position = opening.end()
            if paragraph.find('"', position, position + 3000) < 0 and sign == '"':
                break
            continue
        words = paragraph[opening.end() : end].strip()
        speaker = _speaker(paragraph[max(0, opening.start() - 200) : opening.start()], paragraph[end + 1 : end + 160])
        if speaker and (len(words.split()) >= 3 or len(words) >= 12):
            found.append(Quotation(words.rstrip(",，").strip(), speaker))
        position = end + 1
    return found


def _closing(text: str, start: int, signs: str) -> int:
    places = [place for sign in signs if (place := text.find(sign, start, start + 3000)) >= 0]
    return min(places) if places else -1


def _speaker(before: str, after: str) -> str | None:
    match = _AFTER.match(after)
    name = (match[1] or match[2]) if match else None
    if not name:
        match = _BEFORE.search(re.split(r"(?<=[.!?])\s", before)[-1])
        name = match[1] if match else None
    if not name or name.split()[0].casefold() in _PRONOUNS:
        return None
    name = name.strip(" ,.")
    return None if name.endswith(("'s", "’s")) else name  # "says Ansel's son" names nobody


def quoted_part(text: str, speaker: str | None) -> Quotation:
    """The quotation in a block of one: its own words and speaker where the block goes on after its closing mark ("…", wrote Ada Winter)."""
    opening, stripped = text[:1], text.strip()
    if opening not in _PAIRS:
        return Quotation(text, speaker)
    end = _closing(text, 1, _PAIRS[opening])
    after = text[end + 1 :].strip() if end > 0 else ""
    if not after or (opening == '"' and text.count('"') > 2) or any(sign in after for sign in _PAIRS[opening]):
        return Quotation(stripped.strip("“”\"«»„ "), speaker)
    return Quotation(text[1:end].strip(" ,，"), speaker or _speaker("", text[end + 1 : end + 160]))


def speaker_line(text: str) -> str | None:
    """The speaker in the last line of a block quotation: "— Jane Doe"."""
    match = _DASHED.match(text.strip())
    if match and not match[1].rstrip().endswith((".", "?", "!", "”", '"')):
        return match[1].strip(" *_")
    return None
