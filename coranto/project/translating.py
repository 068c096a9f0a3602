"""The worker's translators: the engines that the settings name, built when the first request is due."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from coranto.newsroom import flow
from coranto.project.instance import Instance
from coranto.translation.choosing import Order
from coranto.translation.engine import Engine, EngineError
from coranto.translation.engines.available import build
from coranto.translation.model_store.reporting import models_folder
from coranto.translation.own_working import translate_own
from coranto.translation.pacing import Pace
from coranto.translation.working import Report, translate_batch, wake

logger = logging.getLogger("coranto.work")

WAKE_SECONDS = 60.0  # how soon a model that was added is found


class Translators:
    """Engines with their order. A setting that cannot be used is logged, and the memory alone is used until it is mended."""

    def __init__(self, instance: Instance | None = None) -> None:
        self._instance: Instance = instance or settings.INSTANCE
        self._built: tuple[Order, Mapping[str, Engine]] | None = None
        self._woken = float("-inf")
        self._is_owns_turn = True  # so that an article's headline is first
        self._pace = Pace()

    def step(self) -> Report | None:
        """Translate one batch of what is due, articles and the publication's own texts in turn; None when nothing is."""
        order, engines = self.engines()
        if time.monotonic() - self._woken >= WAKE_SECONDS:
            self._woken = time.monotonic()
            wake(engines, order, now=timezone.now())
        self._is_owns_turn = not self._is_owns_turn
        for is_own in (self._is_owns_turn, not self._is_owns_turn):
            if is_own:
                report = translate_own(engines, order, told=flow.own_text_kept, now=timezone.now())
            else:
                report = translate_batch(engines, order, told=flow.translations_kept, now=timezone.now(), pace=self._pace)
            if report is not None:
                return report
        return None

    def engines(self) -> tuple[Order, Mapping[str, Engine]]:
        """The order and the engines that it names."""
        if self._built is None:
            given = self._instance.options.get("translation")
            table: Mapping[str, Any] = given if isinstance(given, dict) else {}
            try:
                self._built = build(table, models=models_folder(self._instance.folder), keys=self._instance.keys)
            except EngineError as error:
                logger.error("translation engines cannot be used: %s", error)
                self._built = (Order(), {})
        return self._built

    def close(self) -> None:
        """End the engines' processes."""
        for engine in self._built[1].values() if self._built else ():
            engine.close()
