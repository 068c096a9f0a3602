"""What `coranto models list | add | verify | serve | remove` do and say, one line at a time, without a terminal.

Each function takes `say`, which is given whole lines, and gives the exit code: 0 when all is well, 1 when not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from coranto.translation.model_store.adding import Added, Shown, add
from coranto.translation.model_store.errors import StoreError
from coranto.translation.model_store.fetching import Source
from coranto.translation.model_store.records import best
from coranto.translation.model_store.serving import Mirror
from coranto.translation.model_store.store import Store

Say = Callable[[str], None]


def list_models(store: Store, say: Say, *, source: Source | None = None) -> int:
    """Say which models are stored; with a source also which it offers that are not."""
    models = store.models()
    for model in models:
        say(f"{model.label}  {_megabytes(model.size)}  {model.licence}  from {model.fetched_from}  added {model.added[:10]}")
    if source is not None:
        try:
            offers = best(source.offers())
        except StoreError as error:
            say(str(error))
            return 1
        for pair in sorted(offers.keys() - {(model.source, model.target) for model in models}):
            offer = offers[pair]
            say(f"{offer.source}-{offer.target} {offer.version} {offer.variant}  {_megabytes(offer.packed_size)} to fetch")
    say(f"Models: {len(models)}, {_megabytes(sum(model.size for model in models))}, in {store.folder}.")
    if not models:
        say("Add the models of a language with: coranto models add es. What there is to add is said by: coranto models list --offered")
    return 0


def add_models(store: Store, languages: Sequence[str], *, source: Source, now: datetime, show: Shown, say: Say) -> int:
    """Add the models of languages (both directions with English) or pairs, and say what became of each."""
    try:
        added = add(store, languages, source=source, now=now, show=show)
    except StoreError as error:
        say(str(error))
        return 1
    for one in added:
        say(f"{one.pair}: {_said(one)}")
    failed = sum(one.problem is not None for one in added)
    new = sum(one.model is not None and not one.already for one in added)
    say(f"Added: {new}. There already: {len(added) - new - failed}. Failed: {failed}.")
    return 1 if failed else 0


def verify_models(store: Store, say: Say) -> int:
    """Read every byte of every model and say which files are not as they must be."""
    damaged = whole = 0
    try:
        for model, damage in store.verify():
            whole += not damage
            damaged += bool(damage)
            for one in damage:
                say(f"{model.label}: {one.file}: {one.what}. Run: coranto models add {model.name}")
    except StoreError as error:
        say(str(error))
        return 1
    say(f"Whole: {whole}. Damaged: {damaged}.")
    return 1 if damaged else 0


def remove_models(store: Store, names: Sequence[str], say: Say) -> int:
    """Remove models by pair, and say what was not there."""
    by_name = {model.name: model for model in store.models()}
    for name in names:
        if name in by_name:
            store.remove(by_name[name])
        say(f"Removed {name}." if name in by_name else f"There is no model {name}.")
    return 0 if set(names) <= set(by_name) else 1


def serve_models(store: Store, address: tuple[str, int], say: Say) -> int:
    """Serve the store as a mirror until interrupted."""
    try:
        mirror = Mirror(store, address)
    except OSError as error:
        say(f"{address[0]}:{address[1]} cannot be listened on ({error.strerror}).")
        return 1
    say(f"Models served: {len(store.models())}. On the other machine: FXTRANSLATE_RECORDS_URL={mirror.records_url}")
    try:
        mirror.serve_forever()
    finally:
        mirror.server_close()
    return 0


def models_folder(instance: Path) -> Path:
    """Where an instance keeps its models."""
    return instance / "models"


def _said(one: Added) -> str:
    if one.problem is not None:
        return str(one.problem)
    assert one.model is not None
    return "is there already" if one.already else f"added, {_megabytes(one.model.size)}, proven by SHA-256"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
