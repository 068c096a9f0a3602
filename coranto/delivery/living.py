"""Whether another process that holds something lives still: each locks a byte of one file as long as it lives, which the system ends with it.

Numbers of processes tell nothing: another process may have the number by now, and in a container every process is number 1. A byte of its
own, drawn by lot, nobody else has. Only who looks at the very same file can judge: a process on another machine, or with another
folder, is never called dead, and its lease has to end.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import threading
import uuid
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

NAME = "living"  # of the file, in the folder of the instance; always empty
_BITS = 48
_PARTS = 6

_guard = threading.Lock()  # threads of one process share its locks
_file: int | None = None  # never closed: the system would let go of every lock of the process with it
_own: tuple[int, str] = (0, "")  # the process that drew its byte, and which; a fork draws another


def new_holder() -> str:
    """A name for this process's next turn at something: host and process for people, machine, file and byte for `is_dead`, and a word that no other turn has. At most 100 characters."""
    return ":".join((_host(), str(os.getpid()), _machine(), *_place(), uuid.uuid4().hex[:8]))


def is_dead(holder: str) -> bool:
    """Whether the process that took this turn is gone for sure. False as well where that cannot be known from here."""
    parts = holder.split(":")
    if len(parts) != _PARTS:
        return False
    host, _number, machine, file, byte, _turn = parts
    own_file, own_byte = _place()
    is_here = host == _host() or (machine != "" and machine == _machine())  # else it is a file of the same number on another machine
    if not own_file or file != own_file or not is_here or not _is_hex(byte):
        return False
    return byte != own_byte and _is_free(int(byte, 16))


def _place() -> tuple[str, str]:
    """The file and this process's byte in it, which is locked from now on; "" for both where the file system knows no locks."""
    global _own
    with _guard:
        try:
            file = _opened()
            if _own[0] != os.getpid():
                byte = secrets.randbits(_BITS)
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
                _own = (os.getpid(), f"{byte:x}")
        except OSError:
            return "", ""
        about = os.fstat(file)
        return _short(f"{about.st_dev}.{about.st_ino}"), _own[1]


def _opened() -> int:
    global _file
    if _file is None:
        _file = os.open(Path(settings.INSTANCE.folder) / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    return _file


def _is_free(byte: int) -> bool:
    """Whether nobody has this byte; two who ask at once do not take each other for its owner."""
    with _guard:
        try:
            file = _opened()
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, byte)
            fcntl.lockf(file, fcntl.LOCK_UN, 1, byte)
        except OSError:
            return False
        return True


def _host() -> str:
    return socket.gethostname().replace(":", "-")[-40:]


@cache
def _machine() -> str:
    """This machine since it was switched on; "" where the system does not say."""
    try:
        return _short(Path("/proc/sys/kernel/random/boot_id").read_text())
    except OSError:
        return ""


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=4).hexdigest()


def _after_fork() -> None:
    """Another thread of the parent may have held the guard, and is not here to let it go."""
    global _guard
    _guard = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)


def _is_hex(text: str) -> bool:
    return bool(text) and len(text) <= _BITS // 4 and all(one in "0123456789abcdef" for one in text)
