"""How much makes a batch of a few seconds here. Pure: learnt from how long the last batches took, and from what was asked for in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_SENTENCES = 400  # of whole articles at once, until it is known how fast the engines are
A_REQUEST = 40.0  # sentences that a request for a whole article lacks, until it is known
LAST_BIT = 1.25  # times as many, when nothing is left then
BATCH_SECONDS, LEAST_AT_ONCE, MOST_AT_ONCE = 2.0, 40, 1000  # a headline published meanwhile waits no longer than such a batch


@dataclass
class Pace:
    """How many sentences a batch has, and how many a request for a whole article lacks."""

    sentences: int = MOST_SENTENCES
    a_request: float = A_REQUEST

    def worth_taking(self, due: int) -> int:
        """How many of the requests for whole articles that are due are worth taking at once."""
        most = max(1, round(self.sentences / max(1.0, self.a_request)))
        return due if due <= most * LAST_BIT else most

    def fitting(self, lacking: Sequence[int]) -> int:
        """How many of requests that lack so many sentences each make a batch, one at the least."""
        sums = list(accumulate(lacking))
        self.a_request = (self.a_request + sums[-1] / len(sums)) / 2
        return len(sums) if sums[-1] <= self.sentences * LAST_BIT else max(1, bisect_right(sums, self.sentences))

    def learn(self, asked: int, seconds: float) -> None:
        """Take into account how long a batch took in which engines were asked for so many sentences."""
        if asked >= LEAST_AT_ONCE and seconds > 0:
            self.sentences = min(MOST_AT_ONCE, max(LEAST_AT_ONCE, round(asked / seconds * BATCH_SECONDS)))
