"""Take the head of a letter away: the lines From, To, Subject and Date that a mail program prints over it."""

from __future__ import annotations

import re

_FIELD = re.compile(
    r"^\s*[>*_]*(?P<name>from|to|cc|subject|date|sent|reply-to|von|an|betreff|datum|gesendet|de|à|objet|envoyé|para|asunto|assunto|fecha|data|enviado|da|a|oggetto|inviato"
    r"|от|кому|тема|дата|发件人|收件人|主题|日期|差出人|宛先|件名|日時|من|إلى|الموضوع|التاريخ)[*_]*\s?[:：]\s?(?P<value>\S.*)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SUBJECTS = frozenset(["subject", "betreff", "objet", "asunto", "assunto", "oggetto", "тема", "主题", "件名", "الموضوع"])
_FIRST = 12  # lines in which the head of a letter stands


def unletter(lines: list[str]) -> tuple[list[str], list[str], str | None]:
    """Part the head of a letter from its text: (the other lines, the head's lines, its subject).

    It is one only when two lines or more of it stand together near the top, one with an e-mail address and one with a subject.
    """
    found = [index for index, line in enumerate(lines[:_FIRST]) if len(line) < 400 and _FIELD.match(line)]
    fields = {match["name"].casefold(): match["value"].strip() for index in found if (match := _FIELD.match(lines[index]))}
    subject = next((value for name, value in fields.items() if name in _SUBJECTS), None)
    if subject is None or not any(_ADDRESS.search(value) for value in fields.values()) or found[-1] - found[0] >= len(found) + 1:
        return lines, [], None
    return [line for index, line in enumerate(lines) if index not in found], [lines[index] for index in found], re.sub(r"^(?:(?:re|fwd?|aw|wg|tr)\s?:\s*)+", "", subject, flags=re.IGNORECASE)
