"""The engines of an instance, built from its settings.

    [translation.engines]              # which engines make which language, first to last; "memory" stands for none
    default = ["firefox", "apertium"]
    gl = ["apertium"]

    [translation.firefox]              # workers = 2, budget_mb = 600, seconds = 20
    [translation.apertium]             # through = ["es", "ca"]: the languages that directions may be chained by
    [translation.llm]                  # url, model; key_file for its key
    [translation.libretranslate]       # url; key_file
    [translation.deepl]                # key_file; url only for a proxy of one's own
    [translation.google]               # key_file

A key is read from the file that `key_file` names, in the instance's folder of keys, never from the settings themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from coranto.translation.choosing import Order, read_order
from coranto.translation.engine import Engine, NotSetUp
from coranto.translation.engines.apertium import Apertium
from coranto.translation.engines.deepl import DeepL
from coranto.translation.engines.firefox import Firefox
from coranto.translation.engines.google import Google
from coranto.translation.engines.libretranslate import LibreTranslate
from coranto.translation.engines.llm import LLM
from coranto.translation.model_store.store import Store

Options = Mapping[str, Any]

_KNOWN_OPTIONS: dict[str, frozenset[str]] = {
    "firefox": frozenset({"workers", "budget_mb", "seconds"}),
    "apertium": frozenset({"through", "pipelines", "seconds"}),
    "llm": frozenset({"url", "model", "key", "seconds", "languages"}),
    "libretranslate": frozenset({"url", "key", "seconds"}),
    "deepl": frozenset({"url", "key", "seconds"}),
    "google": frozenset({"url", "key", "seconds"}),
}
KNOWN = tuple(_KNOWN_OPTIONS)
_NEEDED = {"llm": ("url", "model"), "libretranslate": ("url",), "deepl": ("key",), "google": ("key",)}


def build(settings: Mapping[str, Any], *, models: Path, keys: Path) -> tuple[Order, dict[str, Engine]]:
    """Give the order and the engines that it names, built but not started.

    `settings` is the `translation` table, `models` the folder of the model store, `keys` the folder of secrets. With
    no settings at all the order is firefox, then apertium, with whatever models and packages this machine has.
    Raises UnknownEngine or NotSetUp.
    """
    order = read_order(settings.get("engines") or {"default": ["firefox", "apertium"]}, KNOWN)
    named = dict.fromkeys([*order.default, *(name for names in order.by_language.values() for name in names)])
    engines = {name: _build(name, settings.get(name) or {}, models, keys) for name in named if name in KNOWN}
    return order, engines


def _build(name: str, options: Options, models: Path, keys: Path) -> Engine:
    given = {**_defaults(name), **options}
    if "key" in given:
        raise NotSetUp(f"The key of {name} must not stand in the settings. Write it into a file of {keys} and name it as key_file.")
    if "key_file" in given:
        given["key"] = _key(name, keys / Path(str(given.pop("key_file"))).name)
    if unknown := sorted(set(given) - _KNOWN_OPTIONS[name]):
        raise NotSetUp(f"Unknown setting '{unknown[0]}' of {name}. Use: {', '.join(sorted(_KNOWN_OPTIONS[name]))}.")
    if missing := [one for one in _NEEDED.get(name, ()) if not given.get(one)]:
        said = "key_file" if missing[0] == "key" else missing[0]
        raise NotSetUp(f"The engine {name} needs the setting '{said}', or must be taken out of the order.")
    makers: dict[str, Callable[..., Engine]] = {
        "firefox": lambda **more: Firefox(Store(models), **more),
        "apertium": Apertium,
        "llm": LLM,
        "libretranslate": LibreTranslate,
        "deepl": DeepL,
        "google": Google,
    }
    try:
        return makers[name](**given)
    except (TypeError, ValueError) as error:
        raise NotSetUp(f"A setting of {name} has a value that cannot be used ({error}).") from error


def _defaults(name: str) -> dict[str, Any]:
    # Chained by default where one step is enough for most of what Debian's packages reach from English.
    return {"through": ["es", "ca"]} if name == "apertium" else {}


def _key(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NotSetUp(f"The key of {name} cannot be read from {path} ({error.strerror}).") from error
