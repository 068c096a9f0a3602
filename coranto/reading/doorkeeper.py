"""The child behind the door (`python -m coranto.reading.doorkeeper MEMORY SECONDS`): reads sources from stdin, answers in JSON.

It gives up the network, other programs and writing files before the first byte of a source comes in.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from coranto.reading import docx, feeds, ninjs, pages, pdf, printout, wxr
from coranto.reading.detecting import detect
from coranto.reading.errors import ReadingError
from coranto.reading.opening import open_here

_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "shutil.", "ctypes.dlopen", "urllib.Request")
LOADED = (docx, feeds, ninjs, pages, pdf, printout, wxr)  # before the doors shut


def main(memory: int, seconds: int) -> None:
    """Serve until stdin ends. `memory` is in bytes over what is in use now, `seconds` of processor time for one source."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    detect("The reader warms itself before its first page. Le lecteur se prépare.")
    in_use = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + memory, in_use + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_refuse)
    _say(answers, {"ready": True})
    while header := sys.stdin.buffer.read(16):
        question = json.loads(sys.stdin.buffer.read(int.from_bytes(header[:8], "big")))
        data = sys.stdin.buffer.read(int.from_bytes(header[8:], "big"))
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY))
        _say(answers, _read(data, question))


def _read(data: bytes, question: dict[str, Any]) -> dict[str, Any]:
    source = question["source"]
    try:
        return {"readings": [dataclasses.asdict(reading) for reading in open_here(data, **question)]}
    except ReadingError as error:
        return {"error": type(error).__name__, "text": str(error)}
    except MemoryError:
        return {"full": True, "error": "TooLarge", "text": f"'{source}' needs more memory than an article does and was given up. Save the article alone and read that."}
    except RecursionError:
        return {"error": "Unreadable", "text": f"'{source}' is nested deeper than an article is. Save the article alone and read that."}
    except Exception as error:  # whatever a parser throws at broken bytes, the reader of it gets one sentence
        return {"error": "Unreadable", "text": f"'{source}' could not be read: its reader met {type(error).__name__}. It may be broken; save it again."}


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"A reader may not do this: {event}.")
    if event == "open" and isinstance(arguments[1], str) and any(mark in arguments[1] for mark in "wax+"):
        raise PermissionError("A reader may not write files.")


def _say(answers: BinaryIO, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    answers.write(len(text).to_bytes(8, "big") + text)
    answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
