"""Who holds something and lives still: seen at once where it can be known, and never guessed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from coranto.delivery.living import NAME, is_dead, new_holder

TURN = """
import os, sys
import django
django.setup()
from coranto.delivery.living import new_holder
child = os.fork() if sys.argv[1:] == ["with a child"] else None
if child != 0:
    print(new_holder(), child or 0, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def instance() -> dict[str, str]:
    return {**os.environ, "CORANTO_INSTANCE": str(settings.INSTANCE.folder), "DJANGO_SETTINGS_MODULE": "coranto.project.settings"}


@pytest.fixture
def worker(instance: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process with a turn at something and a child of its own, as workers with engines have; both end with their input."""
    with subprocess.Popen([sys.executable, "-c", TURN, "with a child"], env=instance, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()
        process.stdin.close()


def test_a_killed_worker_is_dead_at_once_though_its_child_lives(worker: subprocess.Popen[str]) -> None:
    holder, child = worker.stdout.readline().split()
    assert not is_dead(holder)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    os.kill(int(child), 0)  # it lives, and has inherited everything that can be
    assert is_dead(holder)
    assert is_dead(holder), "and stays so"


def test_its_number_at_another_process_is_not_taken_for_it(worker: subprocess.Popen[str]) -> None:
    """In containers every process is number 1, and on a busy machine numbers come round."""
    holder, _child = worker.stdout.readline().split()
    host, number, *rest = holder.split(":")
    again = ":".join((host, str(os.getpid()), *rest))
    assert not is_dead(again)
    worker.kill()
    worker.wait()
    assert is_dead(again), "the number is this very process's, but the worker is gone"
    mine = new_holder()
    assert not is_dead(mine)
    assert not is_dead(mine.replace(f":{os.getpid()}:", f":{number}:", 1)), "the number is of nobody, but the holder lives"


def test_nobody_of_another_machine_or_folder_is_called_dead(worker: subprocess.Popen[str], instance: dict[str, str], tmp_path: Path) -> None:
    holder, _child = worker.stdout.readline().split()
    worker.kill()
    worker.wait()
    host, number, machine, file, byte, turn = holder.split(":")
    assert not is_dead(":".join(("elsewhere", number, "ffffffff", file, byte, turn))), "a file of the same number on another machine"
    assert not is_dead(":".join((host, number, machine, "ffffffff", byte, turn))), "another folder"
    assert is_dead(":".join((host, number, "ffffffff", file, byte, turn))), "this machine before it was switched off"
    assert is_dead(":".join(("a-new-container", number, machine, file, byte, turn))), "this machine by another name, in the same folder"
    for odd in ("", "paper:12:abcdef12", f"{host}:{number}:{machine}:{file}:ff ff:{turn}", f"{host}:{number}:{machine}:{file}:{'f' * 17}:{turn}", f"{host}:{number}:{machine}:::{turn}"):
        assert not is_dead(odd)
    assert (settings.INSTANCE.folder / NAME).stat().st_size == 0


def test_names_fit_and_are_never_the_same() -> None:
    names = {new_holder() for _ in range(100)}
    assert len(names) == 100
    assert max(map(len, names)) <= 100
