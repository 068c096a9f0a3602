"""Mail kept in a folder as .eml files, for an instance that has no mail server yet and for tests."""

from __future__ import annotations

import os
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

from coranto.outbound.errors import Unreachable


class FolderMailer:
    """Writes every message as one file, named so that they sort by time; any mail program opens them."""

    leaves_the_machine = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage, *, sender: str, recipients: list[str]) -> None:
        """Write the message, its envelope's recipients as X-Envelope-To. Raises Unreachable."""
        data = b"X-Envelope-To: " + ", ".join(recipients).encode("ascii", "replace") + b"\r\n"
        data += message.as_bytes()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Letters carry links that let someone in; mkstemp makes the file readable by its owner alone.
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=f"{time.time_ns()}-", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, name.removesuffix(".part") + ".eml")
        except OSError as error:
            raise Unreachable(str(self._folder), f"mail could not be written there ({error.strerror})") from error
