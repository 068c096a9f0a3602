"""The models of this machine: a folder with one folder for each model, and a manifest that says what must be there.

`manifest.json` holds for every model: pair, version, variant, licence, source, when it was added, and for every file
its name, kind, size and SHA-256, packed (as fetched) and plain (as stored). A model is added by moving a whole folder
into place and then writing the manifest, so a crash leaves either the old state or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from coranto.translation.model_store.errors import DamagedFile, NotOffered, StoreError
from coranto.translation.model_store.records import LICENCE

MANIFEST = "manifest.json"
_FORMAT = 1
_NOT_WHOLE = "An entry of the manifest is not whole. Move the manifest away and add the models again."


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a stored model; sizes in bytes, SHA-256 in lower-case hexadecimal, packed ones "" when unknown."""

    name: str
    kind: str
    size: int
    sha256: str
    packed_size: int = 0
    packed_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """One stored model. `fetched_from` is a URL or a folder, `added` an ISO 8601 moment in UTC."""

    source: str
    target: str
    version: str
    variant: str
    licence: str
    fetched_from: str
    added: str
    files: tuple[StoredFile, ...]

    @property
    def name(self) -> str:
        """The pair, which names the folder too: "en-es"."""
        return f"{self.source}-{self.target}"

    @property
    def label(self) -> str:
        """What a translated sentence says of its model: "en-es 3.0 base"."""
        return " ".join(filter(None, (self.name, self.version, self.variant)))

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Damage:
    """A stored file that is not as it must be."""

    model: Model
    file: str
    what: str


class Store:
    """A folder of models; it need not exist before the first model is added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: tuple[float, dict[tuple[str, str], Model]] | None = None

    def models(self) -> list[Model]:
        """Every model of the manifest, by pair. Raises StoreError when the manifest cannot be read."""
        return sorted(self._manifest().values(), key=lambda model: (model.source, model.target))

    def model(self, source: str, target: str) -> Model | None:
        """Give the model of a pair, or None."""
        return self._manifest().get((source, target))

    def path(self, model: Model, file: StoredFile) -> Path:
        """Where a file of a model is."""
        return self.folder / model.name / file.name

    def files(self, model: Model) -> dict[str, str | None]:
        """Give the paths that a Translator is built from; raises NotOffered when the manifest lacks one."""
        paths = {file.kind: str(self.path(model, file)) for file in model.files}
        vocabulary = paths.get("vocab")
        source, target = paths.get("srcvocab", vocabulary), paths.get("trgvocab", vocabulary)
        if "model" not in paths or source is None or target is None:
            raise NotOffered(f"The model {model.name} is not whole. Run: coranto models add {model.name}")
        return {
            "model": paths["model"],
            "source_vocab": source,
            "target_vocab": target,
            "shortlist": paths.get("lex"),
        }

    def put(self, model: Model, prepared: Path) -> None:
        """Take a prepared folder of plain files into the store, in place of an older model of the pair.

        Raises DamagedFile when a file is not as the model says; then nothing has changed.
        """
        for file in model.files:
            if (what := wrong(prepared / file.name, file)) is not None:
                raise DamagedFile(f"{model.name}, {file.name}: {what}.")
        place = self.folder / model.name
        self.folder.mkdir(parents=True, exist_ok=True)
        old = self.folder / f".{model.name}.old"
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.replace(old)
        prepared.replace(place)
        self._write({**self._manifest(), (model.source, model.target): model})
        shutil.rmtree(old, ignore_errors=True)

    def remove(self, model: Model) -> None:
        """Take a model out of the manifest and its files off the disk."""
        left = self._manifest()
        left.pop((model.source, model.target), None)
        self._write(left)
        shutil.rmtree(self.folder / model.name, ignore_errors=True)

    def verify(self) -> Iterator[tuple[Model, list[Damage]]]:
        """Read every byte of every model and compare; gives each model and what is wrong with it."""
        for model in self.models():
            found = [(file.name, wrong(self.path(model, file), file)) for file in model.files]
            yield model, [Damage(model, name, what) for name, what in found if what is not None]

    def _manifest(self) -> dict[tuple[str, str], Model]:
        """Read the manifest, again only when it has changed on disk."""
        path = self.folder / MANIFEST
        try:
            changed = path.stat().st_mtime_ns
        except FileNotFoundError:
            return {}
        if self._read is None or self._read[0] != changed:
            models = [_model(entry) for entry in _entries(path)]
            self._read = (changed, {(model.source, model.target): model for model in models})
        return dict(self._read[1])

    def _write(self, models: Mapping[tuple[str, str], Model]) -> None:
        entries = [asdict(models[pair]) for pair in sorted(models)]
        text = json.dumps({"format": _FORMAT, "models": entries}, indent=1, ensure_ascii=False)
        partial = self.folder / f".{MANIFEST}.new"
        with partial.open("w", encoding="utf-8") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(self.folder / MANIFEST)
        self._read = None


def digest(path: Path) -> str:
    """The SHA-256 of a file in lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def wrong(path: Path, file: StoredFile) -> str | None:
    """Say what is wrong with a file on disk, or None."""
    try:
        size = path.stat().st_size
        if size != file.size:
            return f"it has {size} bytes and should have {file.size}"
        found = digest(path)
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    return None if found == file.sha256 else f"its SHA-256 is {found[:12]}… and should be {file.sha256[:12]}…"


def _entries(path: Path) -> list[dict[str, object]]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["models"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreError(f"The manifest {path} cannot be read. Move it away and add the models again.") from error
    return list(entries)


def _texts(model: Model) -> Iterator[object]:
    """Everything of a model that must be a text, to be shown and to name files by."""
    yield from (model.source, model.target, model.version, model.variant, model.licence, model.fetched_from, model.added)
    for file in model.files:
        yield from (file.name, file.kind, file.sha256, file.packed_sha256)


def _model(entry: Mapping[str, object]) -> Model:
    try:
        values = dict(entry)
        files = tuple(StoredFile(**file) for file in values.pop("files"))  # type: ignore[attr-defined]
        values.setdefault("licence", LICENCE)
        model = Model(files=files, **values)  # type: ignore[arg-type]
        is_whole = all(isinstance(text, str) and text.isprintable() for text in _texts(model)) and all(type(file.size) is int for file in files)
    except (TypeError, ValueError, KeyError) as error:
        raise StoreError(_NOT_WHOLE) from error
    if not is_whole:
        raise StoreError(_NOT_WHOLE)
    names = [model.name, *(file.name for file in files)]
    if any("/" in name or "\\" in name or name.startswith(".") for name in names):
        raise StoreError(f"The manifest names a file outside its folder ({names}).")
    return model
