"""Translators, a machine and an editor at the same sentences at the same moment, each a process of its own, on a file and on a server."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from coranto.translation.engines.apertium_modes import installed
from tests.translation.test_two_workers import Instance

pytestmark = pytest.mark.skipif(("en", "es") not in installed(), reason="apertium-eng-spa is not installed")

SERVER = os.environ.get("CORANTO_TEST_POSTGRES", "")
PREPARE = """
from coranto.project.opening import open_publication
from coranto.newsroom import flow
from coranto.articles.models import Article, Front
from coranto.publication.models import LanguagePolicy
from coranto.members.models import User
from django.utils import timezone
open_publication(demonstration=False)
LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
for name in ("ada", "bea"):
    User.objects.create_superuser(f"{name}@example.org", "a long enough password", first_name=name.title(), last_name="T")
article = Article(title="The old road", slug="road", standfirst="")
rich = Article._meta.get_field("body").stream_block.child_blocks["rich_text"]
article.body = [("rich_text", rich.to_python("".join(f"<p data-block-key='k{one}'>The house has {one} doors.</p>" for one in range(10, 34))))]
Front.objects.get().add_child(instance=article)
flow.article_published(article, by=None, now=timezone.now())
"""
# All three begin when the file is there, and end by themselves.
BEGIN = """
import json, os, sys, time, random
from django.utils import timezone
from coranto.articles.models import Article, PublicState
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.translation.accepting import AcceptError
from coranto.translation.choosing import Order
from coranto.translation.engines.apertium import Apertium
from coranto.translation.models import HumanText, Translation, TranslationRequest
from coranto.translation.sources import read_source
from coranto.translation.working import translate_batch
article = Article.objects.get(slug="road")
def source():
    return read_source(PublicState.objects.select_related("version").get(pk=article.pk).version)
def wait():
    print("ready", flush=True)
    while not os.path.exists(sys.argv[1]):
        time.sleep(0.002)
"""
PERSON = """
person, chance = User.objects.get(email=f"{sys.argv[2]}@example.org"), random.Random(sys.argv[2])
wait()
accepted, refused = {}, 0
for turn in range(30):
    segment = chance.choice([one for one in source().segments if one.path.startswith("body.")])
    text = f"La casa tiene {segment.plain.split()[3]} puertas, dice {person.first_name} {turn}."
    try:
        flow.sentence_accepted(article, "es", segment.key, text=text, by=person, now=timezone.now(), digest=segment.digest)
        accepted[segment.key] = text
    except AcceptError as error:
        refused += 1
print(json.dumps([accepted, refused]))
"""
MACHINE = """
engine = Apertium()
wait()
until = time.monotonic() + 60
while time.monotonic() < until and (TranslationRequest.objects.exists() or not os.path.exists(sys.argv[2])):
    translate_batch({"apertium": engine}, Order(default=("apertium",)), told=flow.translations_kept, now=timezone.now())
engine.close()
print(json.dumps(TranslationRequest.objects.count()))
"""
EDITOR = """
rich = Article._meta.get_field("body").stream_block.child_blocks["rich_text"]
block = article.body[0].id
wait()
for turn in range(8):
    words = ["doors", "old doors"][turn % 2]
    paragraphs = "".join(f"<p data-block-key='k{one}'>The house has {one} {words if one % 3 == 0 else 'doors'}.</p>" for one in range(10, 34))
    article.body = json.dumps([{"type": "rich_text", "value": paragraphs, "id": block}])
    article.save()
    flow.article_published(article, by=None, now=timezone.now())
print(json.dumps(turn))
"""
LOOK = """
row = Translation.objects.select_related("outline").get(article=article, language="es")
held = {key: [one.text, one.by, one.is_outdated] for key, one in row.targets.items()}
rows = [[one.key, one.target, one.by, one.is_current] for one in HumanText.objects.order_by("pk")]
print(json.dumps([held, rows, row.is_whole, row.version_id == PublicState.objects.get(pk=article.pk).version_id]))
"""


@pytest.fixture(params=["file", *(["server"] if SERVER else [])])
def instance(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    """A publication of its own, in a file or on a server of databases."""
    monkeypatch.delenv("CORANTO_DATABASE", raising=False)
    if request.param == "file":
        yield Instance(tmp_path)
        return
    name = f"coranto_race_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            monkeypatch.setenv("CORANTO_DATABASE", f"{SERVER.rpartition('/')[0]}/{name}")
            yield Instance(tmp_path)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_nobodys_word_is_lost_where_two_people_a_machine_and_an_editor_race(instance: Instance, tmp_path: Path) -> None:
    instance.run(PREPARE)
    go, over = tmp_path / "go", tmp_path / "over"
    people = [instance.start(BEGIN + PERSON, str(go), name) for name in ("ada", "bea")]
    machine, editor = instance.start(BEGIN + MACHINE, str(go), str(over)), instance.start(BEGIN + EDITOR, str(go))
    everybody = [*people, machine, editor]
    for one in everybody:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    go.touch()
    told = [one.communicate(timeout=200)[0] for one in (*people, editor)]
    over.touch()
    told.append(machine.communicate(timeout=200)[0])
    assert [one.returncode for one in everybody] == [0] * 4, "nobody was stopped by another"
    *said, waiting = [json.loads(text) for text in told]
    held, rows, is_whole, is_newest = json.loads(instance.run(BEGIN + LOOK))
    accepted = [(key, text) for told, _refused in said[:2] for key, text in told.items()]
    assert len(accepted) > 20, "both did their part"
    assert (waiting, is_whole, is_newest) == (0, True, True)
    written = {(key, text) for key, text, _by, _current in rows}
    assert set(accepted) <= written, "every word that was accepted is kept for good"
    newest = {key: text for key, text, _by, _current in rows}
    for key, text in newest.items():
        standing, by, _is_outdated = held[key]
        assert by in ("Ada T", "Bea T"), "no machine stands where a person has spoken"
        assert (key, standing) in written
        assert standing == text or any(standing == other and key == place for place, other, _by, is_current in rows if is_current)
    assert {by for _text, by, _outdated in held.values()} > {""}, "the rest is the machine's"
