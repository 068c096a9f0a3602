"""An instance: one folder that holds everything a publication owns, and the settings file read once from it.

`instance/coranto.toml` holds settings, `instance/keys/` secrets (mode 0600), `instance/media/` originals,
`instance/public/` the rendered site, `instance/coranto.sqlite3` the database unless `database` names another.
The environment wins over the file: `CORANTO_DATABASE`, `CORANTO_PUBLIC_URL` and so on.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_FOLDER = "instance"


class InstanceError(Exception):
    """The instance folder or its settings cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Instance:
    """The settings of one instance. Addresses are absolute URLs without a trailing slash."""

    folder: Path
    database: str
    public_url: str
    secret: str
    debug: bool = False
    allowed_hosts: tuple[str, ...] = ()
    mail_url: str = ""  # smtp://user:password@host:port, or empty: messages are kept in instance/mail/
    mail_from: str = ""
    storage: str = "folder"
    trusted_peers: tuple[str, ...] = ()  # exact host:port that content may be fetched from although not global
    options: dict[str, object] = field(default_factory=dict)

    @property
    def media(self) -> Path:
        """Originals of pictures and documents."""
        return self.folder / "media"

    @property
    def public(self) -> Path:
        """The rendered site."""
        return self.folder / "public"

    @property
    def keys(self) -> Path:
        """Secrets and signing keys, readable by the owner alone."""
        return self.folder / "keys"


KNOWN = {
    "database", "public_url", "debug", "allowed_hosts", "mail_url", "mail_from", "storage", "trusted_peers", "translation", "storage_options",
}  # fmt: skip


def folder_from_environment() -> Path:
    """The instance folder: `CORANTO_INSTANCE`, or `instance` below the working folder."""
    return Path(os.environ.get("CORANTO_INSTANCE", DEFAULT_FOLDER)).resolve()


def read_instance(folder: Path | None = None) -> Instance:
    """Read the settings of an instance; a folder that does not exist yet gives working defaults and no secret.

    Raises InstanceError for an unreadable file or an unknown setting.
    """
    folder = folder or folder_from_environment()
    values = _read_file(folder / "coranto.toml")
    unknown = sorted(set(values) - KNOWN)
    if unknown:
        raise InstanceError(f"Unknown setting {unknown[0]!r} in {folder / 'coranto.toml'}. Use one of: {', '.join(sorted(KNOWN))}.")
    for name in KNOWN - {"translation", "storage_options"}:
        if (given := os.environ.get(f"CORANTO_{name.upper()}")) is not None:
            values[name] = _from_text(name, given)
    public_url = str(values.get("public_url", "http://127.0.0.1:8000")).rstrip("/")
    return Instance(
        folder=folder,
        database=str(values.get("database") or f"sqlite:///{folder / 'coranto.sqlite3'}"),
        public_url=public_url,
        secret=_secret(folder),
        debug=bool(values.get("debug", False)),
        allowed_hosts=_texts(values.get("allowed_hosts", ())),
        mail_url=str(values.get("mail_url", "")),
        mail_from=str(values.get("mail_from", "")),
        storage=str(values.get("storage", "folder")),
        trusted_peers=_texts(values.get("trusted_peers", ())),
        options={name: values[name] for name in ("translation", "storage_options") if name in values},
    )


def make_instance(folder: Path, *, public_url: str | None = None) -> Instance:
    """Make the folder with its secret and a commented settings file; what stands already is left alone.

    Others on the machine cannot enter it, for the database lies in it; its group can, so that a server in front may read the public files.
    """
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    keys = folder / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    secret = keys / "secret"
    if not secret.exists():
        write_private(secret, secrets.token_urlsafe(48))
    settings_file = folder / "coranto.toml"
    if not settings_file.exists():
        settings_file.write_text(_settings_text(public_url or "http://127.0.0.1:8000"), encoding="utf-8")
    for name in ("media", "public", "mail"):
        (folder / name).mkdir(exist_ok=True)
    return read_instance(folder)


def write_private(path: Path, text: str) -> None:
    """Write a secret so that nobody but the owner can ever read it, from its first byte on (mode 0600)."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InstanceError(f"{path} is not a TOML file that can be read ({error}). Mend the line named or restore the file from a backup.") from error


def _secret(folder: Path) -> str:
    path = folder / "keys" / "secret"
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()


def _from_text(name: str, text: str) -> object:
    if name in {"allowed_hosts", "trusted_peers"}:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text.lower() in {"1", "true", "yes"} if name == "debug" else text


def _settings_text(public_url: str) -> str:
    return f"""# The settings of this instance. Each can also be given in the environment, e.g. CORANTO_PUBLIC_URL.

# The address that readers use, without a slash at the end. It stands in feeds, mails and print editions.
public_url = "{public_url}"

# Host names that this server answers to besides that of public_url and the loopback addresses.
# allowed_hosts = ["www.example.org"]

# database = "postgres://user:password@localhost/coranto"   (default: coranto.sqlite3 in this folder)
# mail_url = "smtp+starttls://user:password@mail.example.org:587"   (default: messages are kept in mail/ in this folder)
# mail_from = "The Example <desk@example.org>"
"""
