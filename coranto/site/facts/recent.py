"""A bounded memory of what was read last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps the `size` values used last; the oldest goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, or None when it was never kept or has gone."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def keep(self, key: K, value: V) -> V:
        """Keep a value and give it back."""
        self._values[key] = value
        if len(self._values) > self._size:
            self._values.popitem(last=False)
        return value

    def of(self, key: K, make: Callable[[], V]) -> V:
        """The value, made when it is not there."""
        value = self.get(key)
        return value if value is not None else self.keep(key, make())

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()

    def __contains__(self, key: K) -> bool:
        return key in self._values
