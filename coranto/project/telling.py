"""How events are written to the console: the event, then its facts."""

from __future__ import annotations

import logging

_OWN = {*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName"}


class FactsFormatter(logging.Formatter):
    """Write a record as one line, `built rendered=153 written=12`; facts are what was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; control characters in facts are escaped, so that no fact begins a line of its own."""
        facts = " ".join(f"{name}={_plain(value)}" for name, value in record.__dict__.items() if name not in _OWN)
        event, *trace = super().format(record).split("\n", 1)
        return "\n".join([f"{event} {facts}".rstrip(), *trace])


def _plain(value: object) -> str:
    """A value on one line, quoted where it holds spaces or anything unprintable."""
    text = str(value)
    return text if text.isprintable() and " " not in text else repr(text)
