"""The one path joiner: from a public URL path to the name of the file that holds it, below the storage's root."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from coranto.delivery.errors import BadPath

MAX_SEGMENT_BYTES = 240  # a file name may have 255 bytes; ".br" and a temporary suffix go behind it
MAX_PATH_BYTES = 1000
RESERVED = (".gz", ".br", ".404", ".410", ".451")  # endings that siblings and notices have
PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")  # a part of a path that needs no closer look
STAGING = ".staging"  # where half-written files may lie; never served


def file_name(path: str) -> str:
    """The relative file name of a URL path (decoded, beginning with "/"): "/en/" → "en/index.html".

    Raises BadPath for anything that could leave the root, hide, or clash: empty or dotted segments, backslashes,
    control or invisible characters, text that is not NFC, and names that are too long.
    """
    if not path.startswith("/"):
        raise BadPath(f"{path[:80]!r} is no path of this site; it must begin with a slash.")
    relative = path[1:] + "index.html" if path.endswith("/") else path[1:]
    if len(relative.encode("utf-8", "surrogatepass")) > MAX_PATH_BYTES:
        raise BadPath(f"The path {path[:60]!r}… is longer than {MAX_PATH_BYTES} bytes.")
    for segment in relative.split("/"):
        _check(segment, path)
    last = path.rpartition("/")[2]
    if last == "index.html" or last.endswith(RESERVED):
        raise BadPath(f"{path[:80]!r} ends like the name of a file that another path has.")
    return relative


def stored_name(path: str, status: int) -> str:
    """The file of an output: the path's own name when it answers 200, else with the status behind it.

    So a server that only knows files can never answer 200 with the notice of a withdrawn page: it finds no file and asks the
    built-in server. Raises BadPath.
    """
    return file_name(path) if status == 200 else f"{file_name(path)}.{status}"


def _check(segment: str, path: str) -> None:
    if PLAIN.fullmatch(segment) and len(segment) <= MAX_SEGMENT_BYTES:
        return
    if not segment:
        raise BadPath(f"{path[:80]!r} has an empty part.")
    if segment.startswith(".") and segment != ".well-known":
        raise BadPath(f"{path[:80]!r} has a part that begins with a dot.")
    if segment.endswith((".", " ")):
        raise BadPath(f"{path[:80]!r} has a part that ends with a dot or space.")
    if "\\" in segment or "%" in segment or any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in "\u200c\u200d" for char in segment):
        raise BadPath(f"{path[:80]!r} has a character that a file name here may not have.")
    if unicodedata.normalize("NFC", segment) != segment:
        raise BadPath(f"{path[:80]!r} is not in Unicode's composed form (NFC).")
    if len(segment.encode()) > MAX_SEGMENT_BYTES:
        raise BadPath(f"{path[:60]!r}… has a part longer than {MAX_SEGMENT_BYTES} bytes.")


def joined(root: Path, path: str) -> Path:
    """The file of a URL path below a root. Raises BadPath; the answer always lies below the root."""
    return below(root, file_name(path))


def below(root: Path, relative: str) -> Path:
    """A relative file name below a root. Raises BadPath when it would leave it."""
    return Path(place_below(str(root), relative))


def place_below(root: str, relative: str) -> str:
    """The same as text, thirty times quicker than with paths as objects. Raises BadPath."""
    if relative.startswith("/") or ".." in relative.split("/"):
        raise BadPath(f"{relative[:80]!r} lies outside the folder of the site.")
    return f"{root}/{relative}"
