"""What was read and waits for an editor's yes or no: kept for a day in a file that nobody else can read, never as a draft."""

from __future__ import annotations

import base64
import gzip
import json
import os
import time
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from coranto.delivery.paths import below
from coranto.intake.origins import Origin
from coranto.intake.sources import Opened
from coranto.reading.opening import decode_json
from coranto.signing.tokens import new_code

LIFE = 24 * 60 * 60  # seconds


class NothingWaiting(LookupError):
    """Nothing waits under this code for this person; it was answered, or a day has passed."""


def keep(opened: Opened, *, user: int | None) -> str:
    """Keep what was read; the code under which it waits. Older ones go."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > LIFE:
            old.unlink(missing_ok=True)
    code = new_code()
    value = {
        "user": user, "data": base64.b64encode(opened.data).decode(), "readings": [asdict(reading) for reading in opened.readings],
        "origins": [asdict(origin) if origin is not None else None for origin in opened.origins],
    }
    handle = os.open(folder / f"{code}.gz", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(gzip.compress(json.dumps(value, ensure_ascii=False).encode(), 4))
    return code


def look(code: str, *, user: int | None) -> Opened:
    """What waits under a code. Raises NothingWaiting."""
    try:
        value = json.loads(gzip.decompress(_place(code).read_bytes()))
    except (OSError, ValueError, EOFError) as error:
        raise NothingWaiting(code) from error
    if value["user"] != user:
        raise NothingWaiting(code)
    origins = [Origin(**origin) if origin is not None else None for origin in value.get("origins", ())]
    return Opened(base64.b64decode(value["data"]), [decode_json(reading) for reading in value["readings"]], origins)


def forget(code: str) -> None:
    """Let go of what was answered."""
    _place(code).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.INSTANCE.folder) / "waiting"


def _place(code: str) -> Path:
    if not code.replace("-", "").replace("_", "").isalnum() or len(code) > 80:
        raise NothingWaiting(code)
    return below(_folder(), f"{code}.gz")
