"""What `coranto doctor` looks at: each thing gives one finding, and how to mend it where it is not right."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection

from coranto.delivery.caddy import caddy_configuration
from coranto.delivery.models import Output, Stale
from coranto.delivery.nginx import nginx_configuration, write_headers_maps
from coranto.delivery.verifying import verify
from coranto.members.models import User
from coranto.newsroom.mailing import mailer_of_instance
from coranto.project.delivering import storage_of_instance
from coranto.project.starting import migrations_missing

State = Literal["right", "missing", "dangerous"]
SIGNS = {"right": "ok       ", "missing": "missing  ", "dangerous": "DANGEROUS"}
LEAST_FREE = 500 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: its state, what was found, and how to mend it ("" when it is right)."""

    state: State
    text: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{SIGNS[self.state]}  {self.text}{'  → ' + self.mend if self.mend else ''}"

    def as_json(self) -> dict[str, str]:
        """As `--json` prints it."""
        return asdict(self)


def examine() -> list[Finding]:
    """Look at everything, in the order of the list below."""
    return [finding for look in LOOKS for finding in look()]


def _secrets() -> Iterator[Finding]:
    if settings.INSTANCE.folder.exists() and stat.S_IMODE(settings.INSTANCE.folder.stat().st_mode) & 0o007:
        yield Finding("dangerous", f"Everybody on this machine can look into {settings.INSTANCE.folder}, where the database lies.", f"chmod 750 {settings.INSTANCE.folder}")
    for path in sorted(settings.INSTANCE.keys.rglob("*")):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("dangerous", f"{path} can be read by others on this machine.", f"chmod 600 {path}")
            return
    yield Finding("right", "Secrets and keys can be read by their owner alone.")


def _debug() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("dangerous", "Debug pages are on and show secrets to whoever causes an error.", "take `debug` out of coranto.toml")


def _address() -> Iterator[Finding]:
    url = settings.INSTANCE.public_url
    local = "127.0.0.1" in url or "localhost" in url
    if local:
        yield Finding("missing", f"The public address is {url}, which only this machine can open.", "set public_url in coranto.toml")
    elif url.startswith("http://"):
        yield Finding("dangerous", f"The public address {url} is not encrypted; passwords travel in the clear.", "put nginx or Caddy with a certificate in front and set public_url to https://")
    else:
        yield Finding("right", f"The public address is {url}.")


def _database() -> Iterator[Finding]:
    missing = migrations_missing()
    if missing:
        yield Finding("missing", f"{missing} migrations have not run.", "coranto run, or coranto new with this folder")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            answer = cursor.fetchone()[0]
        if answer != "ok":
            yield Finding("dangerous", f"The database is damaged ({answer}).", "stop Coranto and restore the newest backup into a new folder")
            return
    yield Finding("right", f"The database ({connection.vendor}) answers and is whole.")


def _editors() -> Iterator[Finding]:
    if User.objects.filter(is_active=True, is_superuser=True).exists():
        yield Finding("right", "Somebody administers the desk.")
    else:
        yield Finding("missing", "Nobody can sign in to the desk yet.", "coranto run prints a set-up link")


def _mail() -> Iterator[Finding]:
    try:
        leaves = mailer_of_instance().leaves_the_machine
    except ValueError as error:
        yield Finding("dangerous", f"The mail server in coranto.toml cannot be used ({error}).", "mend mail_url, for example smtp+starttls://user:password@mail.example.org:587")
        return
    if leaves:
        yield Finding("right", "Mail goes out through the server in coranto.toml.")
    else:
        yield Finding("missing", "No mail server is set; messages are kept in mail/ of the instance.", "set mail_url and mail_from in coranto.toml")


def _pages() -> Iterator[Finding]:
    report = verify(storage_of_instance())
    waiting = Stale.objects.count() + Output.objects.filter(due__gt=0).count()
    if not report.is_clean:
        yield Finding("missing", f"The public folder differs from its record ({report}).", "coranto verify --mend")
    elif waiting:
        yield Finding("missing", f"{waiting} things wait to be rendered.", "coranto work, or coranto build")
    else:
        yield Finding("right", f"All {Output.objects.count()} outputs stand as recorded.")


def _space() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.INSTANCE.folder).free
    if free < LEAST_FREE:
        yield Finding("dangerous", f"Only {free // 1024 // 1024} MB are free on the disk of the instance.", "free some space before the next build")
    else:
        yield Finding("right", f"{free // 1024 // 1024 // 1024} GB are free on the disk of the instance.")


NEEDED_FONTS = {
    "Noto Serif": "fonts-noto-core", "Noto Naskh Arabic": "fonts-noto-core", "Noto Serif Hebrew": "fonts-noto-core", "Noto Serif Devanagari": "fonts-noto-core",
    "Noto Serif CJK SC": "fonts-noto-cjk", "Noto Serif Thai": "fonts-noto-core",
}  # fmt: skip


def _fonts() -> Iterator[Finding]:
    if shutil.which("fc-list") is None:
        yield Finding("missing", "Fonts cannot be listed, so print editions may lack letters.", "apt-get install fontconfig fonts-noto-core fonts-noto-cjk")
        return
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    missing = sorted({package for family, package in NEEDED_FONTS.items() if family not in listed})
    if missing:
        yield Finding("missing", "Fonts for some scripts are missing, so print editions in them are not offered.", f"apt-get install {' '.join(missing)}")
    else:
        yield Finding("right", "Fonts for print editions in all scripts are there.")


def _owner() -> Iterator[Finding]:
    if os.name == "posix" and os.geteuid() == 0:
        yield Finding("dangerous", "Coranto runs as root; a fault in it would have the whole machine.", "make a user for it and start it as that user")


LOOKS: list[Callable[[], Iterator[Finding]]] = [_owner, _debug, _secrets, _address, _database, _editors, _mail, _pages, _space, _fonts]


def server_configuration(kind: str) -> str:
    """The configuration of nginx or Caddy that serves the same folder with the same answers; nginx's maps of headers are written beside it."""
    make = nginx_configuration if kind == "nginx" else caddy_configuration
    if kind == "nginx":
        write_headers_maps(settings.INSTANCE.public.parent / "nginx")
    return make(root=Path(settings.INSTANCE.public), public_url=settings.INSTANCE.public_url, upstream="127.0.0.1:8000")
