"""A form sent by eight hands at once, and eight workers at the letters: one request, every letter once. On a database in a file, as instances have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from coranto.project.instance import make_instance

TOGETHER = """
import json, threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import django
django.setup()
from django.db import connection
from django.utils import timezone
from coranto.articles.models import Article, Front
from coranto.licensing.asking import Wish, ask
from coranto.licensing.models import Letter, Request
from coranto.licensing.sending import send_due
from coranto.newsroom import flow
from coranto.project.opening import open_publication

open_publication(demonstration=False)
article = Article(title="A road is built", slug="road", standfirst="")
Front.objects.get().add_child(instance=article)
flow.article_published(article, by=None, now=timezone.now())
wish = Wish(use="print", by="outlet", name="Mara Quill", email="mara@valley.example")
asked, sent, lock, together, now = set(), [], threading.Lock(), threading.Barrier(8), timezone.now()

def ask_together(_hand):
    together.wait()
    asked.add(ask(article, wish, form="one", language="en", now=now, receipt="Received", notice=("A request", "Look.")).pk)
    connection.close()

def send(letter, to):
    with lock:
        sent.append([letter.pk, *to])

def work(_hand):
    together.wait()
    send_due(send, desk=["rights@post.example"], now=now)
    connection.close()

with ThreadPoolExecutor(8) as hands:
    list(hands.map(ask_together, range(8)))
    list(hands.map(work, range(8)))
print(json.dumps([len(asked), Request.objects.count(), sorted(sent), Letter.objects.filter(due_at__isnull=False).count()]))
"""


def test_eight_hands_make_one_request_and_eight_workers_send_each_letter_once(tmp_path: Path) -> None:
    make_instance(tmp_path / "instance")
    environment = {name: value for name, value in os.environ.items() if name != "CORANTO_DATABASE"}
    environment |= {"CORANTO_INSTANCE": str(tmp_path / "instance"), "DJANGO_SETTINGS_MODULE": "coranto.project.settings"}
    done = subprocess.run([sys.executable, "-c", TOGETHER], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    asked, requests, sent, waiting = json.loads(done.stdout.splitlines()[-1])
    assert (asked, requests, waiting) == (1, 1, 0)
    assert sorted(to for _letter, to in sent) == ["mara@valley.example", "rights@post.example"]
