"""What the engines behind HTTP share: one endpoint, its key, its limits, and the meaning of its refusals.

An endpoint on this machine's loopback keeps the text here; any other takes it away, a private network's too. A key is
sent as a header or a field and appears in no message and no log.
"""

from __future__ import annotations

import email.utils
import json
import logging
import time
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from coranto.outbound.http import (
    BadAnswer,
    Fetched,
    Limits,
    OperatorEndpoint,
    OperatorFetcher,
    OutboundError,
    Refused,
    TooLarge,
    TooSlow,
)
from coranto.translation.engine import Engine, Made, NotMade, NotSetUp, Outcome, Reason, Sentence, Term, seconds_left
from coranto.translation.engines.answers import tidy, why_garbage

logger = logging.getLogger(__name__)

MOST_ANSWER_BYTES = 4 * 1024 * 1024
_GIVE_UP_AFTER = 3
_LONGEST_WAIT = 24 * 3600.0
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_QUOTA = frozenset({429, 456})
_KEY_REFUSED = frozenset({401, 403})
_TOO_LONG = frozenset({413, 414})


@dataclass(frozen=True, slots=True)
class Key:
    """A secret that prints as nothing."""

    secret: str

    def __repr__(self) -> str:
        return "Key(…)"

    def __bool__(self) -> bool:
        return bool(self.secret)


class NotAnswered(Exception):
    """A request brought no translations; `outcome` says why, for each of its sentences; `status` is HTTP's, if any."""

    def __init__(self, outcome: NotMade, status: int | None = None) -> None:
        super().__init__(outcome.why)
        self.outcome = outcome
        self.status = status


class Remote(Engine):
    """An engine behind one HTTP endpoint. Subclasses say how to ask for one batch and what an answer means."""

    batches = True
    batch_sentences: int = 40
    batch_characters: int = 12_000

    def __init__(self, url: str, *, key: str = "", seconds: float = 60.0, max_answer_bytes: int = MOST_ANSWER_BYTES) -> None:
        try:
            endpoint = OperatorEndpoint.parse(url)
        except ValueError as error:
            raise NotSetUp(f"The address of {self.name} cannot be used: {error}") from error
        if endpoint.scheme not in ("http", "https"):
            raise NotSetUp(f"The address of {self.name} must begin with https:// or http://.")
        self.text_leaves_machine = endpoint.host not in _HERE
        if self.text_leaves_machine and endpoint.scheme == "http" and key:
            raise NotSetUp(f"The key of {self.name} would be sent unencrypted to {endpoint.host}. Use https://.")
        self._url = url.rstrip("/")
        self._key = Key(key)
        self._seconds = seconds
        self._fetcher = OperatorFetcher([endpoint], Limits(max_bytes=max_answer_bytes, seconds=seconds))

    @property
    def version(self) -> str:
        """Services do not say their versions; the host stands for it."""
        return urlsplit(self._url).netloc

    @abstractmethod
    def ask(self, texts: Sequence[str], how: Asked) -> list[str | NotMade]:
        """Ask for one batch; gives one answer for each text. Raises NotAnswered."""

    def translate(
        self,
        sentences: Sequence[Sentence],
        *,
        source: str,
        target: str,
        context: str = "",
        glossary: Sequence[Term] = (),
        deadline: float | None = None,
    ) -> list[Outcome]:
        """Translate sentences in batches; a batch that fails fails alone, a spent quota ends them all."""
        outcomes: list[Outcome | None] = [self._at_once(sentence) for sentence in sentences]
        waiting = [n for n, outcome in enumerate(outcomes) if outcome is None]
        how = Asked(source, target, context, tuple(glossary), deadline)
        over: NotMade | None = None
        for batch in self._batches(waiting, sentences):
            made = [over] * len(batch) if over else self._batch([sentences[n] for n in batch], how)
            for n, one in zip(batch, made, strict=True):
                outcomes[n] = one
            quotas = [one for one in made if isinstance(one, NotMade) and one.reason is Reason.QUOTA]
            over = over or (quotas[0] if quotas else None)
        return [outcome for outcome in outcomes if outcome is not None]

    def request(
        self,
        method: str,
        path: str,
        *,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
        **body: Any,
    ) -> Any:
        """Make one request and read its JSON. Raises NotAnswered with the reason in the port's words."""
        left = seconds_left(deadline, self._seconds)
        if left <= 0:
            raise self.unanswered(Reason.TIMED_OUT, "The time for all sentences was up.")
        try:
            got = self._fetcher.request(
                method,
                self._url + path,
                accept="application/json",
                headers=headers,
                seconds=left,
                any_status=True,
                **body,
            )
        except OutboundError as error:
            raise self._in_our_words(error) from error
        if not 200 <= got.status < 300:
            raise self._refusal(got)
        try:
            return json.loads(got.body)
        except (ValueError, RecursionError) as error:
            raise self.unanswered(Reason.GARBAGE, f"{self.name} answered with something that is not JSON.") from error

    def unanswered(self, reason: Reason, why: str, *, retry_after: float | None = None, status: int | None = None) -> NotAnswered:
        """Give the error for a request without an answer; it is logged by its reason alone."""
        logger.info("engine did not answer", extra={"engine": self.name, "reason": str(reason)})
        return NotAnswered(self.not_made(reason, why, retry_after=retry_after), status)

    def status_reason(self, got: Fetched) -> Reason:
        """Say what an HTTP status means; a service with codes of its own says more."""
        if got.status in _QUOTA or (got.status == 503 and "retry-after" in got.headers):
            return Reason.QUOTA
        if got.status in _KEY_REFUSED:
            return Reason.REFUSED
        if got.status == 408 or got.status == 504:
            return Reason.TIMED_OUT
        return Reason.TOO_LONG if got.status in _TOO_LONG else Reason.FAILED

    def _at_once(self, sentence: Sentence) -> Outcome | None:
        """Answer what need not be asked, or must not be."""
        if self.text_leaves_machine and not sentence.may_leave:
            return self.not_made(Reason.MAY_NOT_LEAVE, f"The text may not leave this machine, and {self.name} is on another.")
        if not sentence.text.strip():
            return Made(sentence.text, self.name, self.model)
        if len(sentence.text) > self.max_characters:
            why = f"The sentence has {len(sentence.text)} characters; {self.name} takes {self.max_characters}."
            return self.not_made(Reason.TOO_LONG, why)
        return None

    @property
    def model(self) -> str:
        """What stands for the model in each sentence's record."""
        return self.version

    def _batches(self, numbers: Sequence[int], sentences: Sequence[Sentence]) -> Iterator[list[int]]:
        batch: list[int] = []
        size = 0
        for n in numbers:
            length = len(sentences[n].text)
            if batch and (len(batch) >= self.batch_sentences or size + length > self.batch_characters):
                yield batch
                batch, size = [], 0
            batch.append(n)
            size += length
        if batch:
            yield batch

    def _batch(self, sentences: Sequence[Sentence], how: Asked) -> list[Outcome]:
        started = time.monotonic()
        try:
            answers = self.ask([sentence.text.strip() for sentence in sentences], how)
        except NotAnswered as error:
            return [error.outcome] * len(sentences)
        each = round((time.monotonic() - started) * 1000 / len(sentences), 3)
        if len(answers) != len(sentences):
            return self._one_by_one(sentences, how)
        return [self._outcome(one, answer, each) for one, answer in zip(sentences, answers, strict=True)]

    def _one_by_one(self, sentences: Sequence[Sentence], how: Asked) -> list[Outcome]:
        """Ask again for each sentence alone: of a half answer nobody knows which half it is. Gives up after three."""
        outcomes: list[Outcome] = []
        for sentence in sentences if len(sentences) > 1 else ():
            if outcomes[-_GIVE_UP_AFTER:].count(self._missing()) == _GIVE_UP_AFTER:
                break
            outcomes += self._batch([sentence], how)
        return outcomes + [self._missing()] * (len(sentences) - len(outcomes))

    def _outcome(self, sentence: Sentence, answer: str | NotMade, ms: float) -> Outcome:
        if isinstance(answer, NotMade):
            return answer
        if (why := why_garbage(sentence.text, answer)) is not None:
            return self.not_made(Reason.GARBAGE, f"{why[0].upper()}{why[1:]}.")
        return Made(tidy(sentence.text, answer), self.name, self.model, (), ms)

    def _missing(self) -> NotMade:
        return self.not_made(Reason.GARBAGE, f"{self.name} answered for another number of sentences than were asked.")

    def _in_our_words(self, error: OutboundError) -> NotAnswered:
        if isinstance(error, TooSlow):
            return self.unanswered(Reason.TIMED_OUT, f"{self.name} did not answer in time.")
        if isinstance(error, TooLarge):
            return self.unanswered(Reason.GARBAGE, f"{self.name} answered with far more than a translation.")
        if isinstance(error, BadAnswer):
            return self.unanswered(Reason.FAILED, f"{self.name} broke off its answer.")
        if isinstance(error, Refused):
            return self.unanswered(Reason.FAILED, f"{self.name} cannot be asked: {error.reason}.")
        return self.unanswered(Reason.FAILED, f"{self.name} cannot be reached.")

    def _refusal(self, got: Fetched) -> NotAnswered:
        reason = self.status_reason(got)
        why = {
            Reason.QUOTA: f"{self.name} has no quota left now (status {got.status}).",
            Reason.REFUSED: f"{self.name} refused the key (status {got.status}). Look at its key in the settings.",
            Reason.TOO_LONG: f"{self.name} found the sentences too long (status {got.status}).",
        }.get(reason, f"{self.name} answered with status {got.status}.")
        return self.unanswered(reason, why, retry_after=retry_after(got.headers), status=got.status)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a batch is to become."""

    source: str
    target: str
    context: str
    glossary: tuple[Term, ...]
    deadline: float | None


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Read Retry-After, seconds or a date (RFC 9110, 10.2.3), into seconds; None when absent; at most a day."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), _LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - (now or datetime.now(UTC))).total_seconds()), _LONGEST_WAIT)


def strings_at(answer: Any, *path: str) -> list[str] | None:
    """Give the list of strings at a path such as ("data", "translations", "*", "text"); None when it is not there."""
    found: list[Any] = [answer]
    for step in path:
        if step == "*":
            if not all(isinstance(one, list) for one in found):
                return None
            found = [inner for one in found for inner in one]
        else:
            if not all(isinstance(one, dict) and step in one for one in found):
                return None
            found = [one[step] for one in found]
    return found if all(isinstance(one, str) for one in found) else None
