"""Two workers on one instance, one of them killed in the middle: nothing is lost and nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coranto.translation.engines.apertium_modes import installed

pytestmark = pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")

# Run in processes of their own, on a database in a file, as `coranto work` is.
PREPARE = """
from coranto.project.opening import open_publication
from coranto.newsroom import flow
from coranto.articles.models import Article, Front
from coranto.publication.models import LanguagePolicy
from django.utils import timezone
open_publication(demonstration=False)
LanguagePolicy.objects.exclude(language__in=["en", "es", "ca"]).delete()
rich = Article._meta.get_field("body").stream_block.child_blocks["rich_text"]
for number in range(12):
    article = Article(title=f"The old road {number}", slug=f"road-{number}", standfirst="")
    article.body = [("rich_text", rich.to_python(f"<p data-block-key='a'>{' '.join(f'The house {number} has {one} doors.' for one in range(25))}</p>"))]
    Front.objects.get().add_child(instance=article)
    flow.article_published(article, by=None, now=timezone.now())
"""
# A worker notes what it asks for. In its first question it waits until the file that it is given is there; so each has its part in hand before another ends.
WORK = """
import json, os, sys, time
from coranto.newsroom import flow
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium import Apertium
from coranto.translation.models import TranslationRequest
from coranto.translation.working import translate_due
asked = open(sys.argv[1], "a")
class Noted(Apertium):
    def translate(self, sentences, **more):
        asked.write("".join(json.dumps([more["target"], one.text]) + "\\n" for one in sentences)); asked.flush()
        print("asked", flush=True)
        while not os.path.exists(sys.argv[2]):
            time.sleep(0.005)
        return super().translate(sentences, **more)
engine = Noted()
while TranslationRequest.objects.exists():
    translate_due({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, seconds=120)
    time.sleep(0.02)
engine.close()
"""
LOOK = """
import json
from coranto.translation.models import Translation, TranslationRequest
from django.db.models import Count
rows = Translation.objects.filter(is_whole=True).count(), TranslationRequest.objects.count(), Translation.objects.count()
print(json.dumps(rows))
"""


class Instance:
    """A folder with a database, and programs that run on it."""

    def __init__(self, folder: Path) -> None:
        self.environment = {name: value for name, value in os.environ.items() if name != "CORANTO_DATABASE"}  # a file, whatever the tests run on
        self.environment |= {"CORANTO_INSTANCE": str(folder / "instance"), "DJANGO_SETTINGS_MODULE": "coranto.project.settings"}
        subprocess.run([sys.executable, "-m", "coranto.project.cli", "new", str(folder / "instance")], env=self.environment, check=True, capture_output=True)

    def start(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        lines = f"import django\ndjango.setup()\n{program}"
        return subprocess.Popen([sys.executable, "-c", lines, *arguments], env=self.environment, stdout=subprocess.PIPE, text=True)

    def run(self, program: str, *arguments: str) -> str:
        process = self.start(program, *arguments)
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        return out


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_two_workers_and_one_is_killed(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    instance.run(PREPARE)
    first = instance.start(WORK, str(tmp_path / "first"), str(tmp_path / "never"))
    assert first.stdout is not None
    assert first.stdout.readline() == "asked\n"
    first.send_signal(signal.SIGKILL)  # with requests in hand, in the middle of a question
    first.communicate()
    assert json.loads(instance.run(LOOK)) == [0, 48, 0]
    go = tmp_path / "go"
    workers = [instance.start(WORK, str(tmp_path / name), str(go)) for name in ("second", "third")]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "asked\n", "there is something left for each while the other works"
    finally:
        go.touch()
    for worker in workers:
        worker.communicate(timeout=300)
    assert [worker.returncode for worker in workers] == [0, 0]
    assert json.loads(instance.run(LOOK)) == [24, 0, 24]
    asked = [tuple(one) for name in ("second", "third") for one in lines(tmp_path / name)]
    assert len(asked) == len(set(asked)), "no sentence was asked for by both, or twice"
    assert {tuple(one) for one in lines(tmp_path / "first")} <= set(asked), "what the killed one had in hand was taken up at once"
