"""The `llm` engine: any language model behind an endpoint that speaks the chat completions protocol.

A server on this machine keeps the text here. Sentences go as numbered JSON; what is missing or wrong in an answer is
asked for once more, in smaller parts.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from coranto.languages import CODES
from coranto.translation.engine import NotMade, NotSetUp, Pair, Reason
from coranto.translation.engines.llm_words import INSTRUCTIONS, Wrong, question, read, repeated, why_not
from coranto.translation.engines.remote import Asked, NotAnswered, Remote

_AGAIN_AT_ONCE = 5
_SPOILT = "The model gave the same text for sentences that have nothing in common."


class LLM(Remote):
    """Asks one model. `url` ends where `/chat/completions` begins, as in "http://127.0.0.1:11434/v1"."""

    name: ClassVar[str] = "llm"
    takes_glossaries = True
    max_characters = 4000
    batch_sentences = 20
    batch_characters = 6000

    def __init__(self, url: str, *, model: str, key: str = "", seconds: float = 120.0, languages: Sequence[str] = CODES) -> None:
        if not model:
            raise NotSetUp("The engine llm needs the name of a model. Write it into the settings as `model`.")
        super().__init__(url, key=key, seconds=seconds)
        self._model = model
        self._languages = tuple(languages)
        self._asks_for_json = True

    @property
    def version(self) -> str:
        """The model's name as configured."""
        return self._model

    def pairs(self) -> Iterable[Pair]:
        """Every direction between the configured languages."""
        return [Pair(one, other) for one in self._languages for other in self._languages if one != other]

    def pair(self, source: str, target: str) -> Pair | None:
        """Give the direction when both languages are configured; regional forms count as their language."""
        known = {*self._languages, *(language.partition("-")[0] for language in self._languages)}
        both = all(language in known or language.partition("-")[0] in known for language in (source, target))
        return Pair(source, target) if both and source != target else None

    def ask(self, texts: Sequence[str], how: Asked) -> list[str | NotMade]:
        """Ask for one batch, then once more for what was not answered well, a few at a time."""
        answers = self._once(texts, how)
        spoilt = repeated(texts, answers)
        answers = [Wrong(Reason.GARBAGE, _SPOILT) if answer in spoilt else answer for answer in answers]
        again = [n for n, answer in enumerate(answers) if isinstance(answer, Wrong)]
        for start in range(0, len(again), _AGAIN_AT_ONCE):
            part = again[start : start + _AGAIN_AT_ONCE]
            try:
                second = self._once([texts[n] for n in part], how)
            except NotAnswered as error:
                if len(again) == len(texts):
                    raise
                second = [Wrong(error.outcome.reason, error.outcome.why)] * len(part)
            for n, answer in zip(part, second, strict=True):
                answers[n] = answer
        spoilt |= repeated(texts, answers)
        return [self._told(one, spoilt) for one in answers]

    def _told(self, answer: str | Wrong, spoilt: set[str]) -> str | NotMade:
        if isinstance(answer, Wrong):
            return self.not_made(answer.reason, answer.why)
        return self.not_made(Reason.GARBAGE, _SPOILT) if answer in spoilt else answer

    def _once(self, texts: Sequence[str], how: Asked) -> list[str | Wrong]:
        task = secrets.token_hex(8)
        asked = question(texts, task=task, source=how.source, target=how.target, context=how.context, glossary=how.glossary)
        content = self._content(self._complete(asked, how))
        found = content if isinstance(content, Wrong) else read(content, task=task, count=len(texts))
        if isinstance(found, Wrong):
            return [found] * len(texts)
        return [_judged(text, found.get(n), task) for n, text in enumerate(texts, 1)]

    def _complete(self, asked: str, how: Asked) -> Any:
        """Make one request. A server that does not know `response_format` is asked without it, from then on."""
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": asked}],
            "temperature": 0,
            "stream": False,
        }
        headers = {"authorization": f"Bearer {self._key.secret}"} if self._key else {}
        if self._asks_for_json:
            with_format = {**body, "response_format": {"type": "json_object"}}
            try:
                return self.request("POST", "/chat/completions", deadline=how.deadline, headers=headers, json=with_format)
            except NotAnswered as error:
                if error.status not in (400, 422):
                    raise
        answer = self.request("POST", "/chat/completions", deadline=how.deadline, headers=headers, json=body)
        self._asks_for_json = False
        return answer

    def _content(self, answer: Any) -> str | Wrong:
        """Take the text out of a completion; a declined or cut-off one is Wrong."""
        try:
            choice = answer["choices"][0]
            message = choice["message"]
            content, declined = message.get("content"), message.get("refusal")
            finish = choice.get("finish_reason")
        except (KeyError, IndexError, TypeError, AttributeError):
            return Wrong(Reason.GARBAGE, "The endpoint's answer is not a chat completion.")
        if declined or finish == "content_filter":
            return Wrong(Reason.REFUSED, "The model declined to translate.")
        if finish == "length":
            return Wrong(Reason.GARBAGE, "The model's answer was cut off at its longest.")
        return content if isinstance(content, str) else Wrong(Reason.GARBAGE, "The model answered without text.")


def _judged(source: str, text: str | None, task: str) -> str | Wrong:
    """Give a text that may be taken as the translation of a sentence, or why there is none."""
    if text is None:
        return Wrong(Reason.GARBAGE, "The model left this sentence out.")
    return why_not(source, text, task=task) or text
