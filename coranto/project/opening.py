"""Opening a publication: tables, roles, front page and, if asked, the demonstration; the first editor's way in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from coranto.articles.models import Article, Front
from coranto.newsroom.demonstrating import load_demonstration
from coranto.newsroom.founding import found_publication
from coranto.newsroom.roles import ensure_roles
from coranto.newsroom.setting_up import set_up_path, somebody_can_sign_in
from coranto.project.starting import migrate_if_needed
from coranto.signing.keys import Keyring


@dataclass(frozen=True, slots=True)
class Opened:
    """What was done just now: migrations run, whether the demonstration was loaded."""

    migrations: int
    demonstration: bool


def open_publication(*, demonstration: bool) -> Opened:
    """Bring tables up to date and found the publication if it is new; doing it twice changes nothing."""
    migrations = migrate_if_needed()
    front = Front.objects.first()
    if migrations or front is None:  # none where founding was cut short
        found_publication()
        _make_signing_key()
    else:
        ensure_roles(front)  # a right that is new needs no new table
    loaded = demonstration and not Article.objects.exists()
    if loaded:
        load_demonstration(now=timezone.now())
    return Opened(migrations, loaded)


def _make_signing_key() -> None:
    ring = Keyring(settings.INSTANCE.keys / "signing")
    if ring.current(now=timezone.now()) is None:
        ring.create(now=timezone.now())


def first_editor_path() -> str | None:
    """The path of a one-time link for the first editor, or None when somebody can sign in already."""
    return None if somebody_can_sign_in() else set_up_path(now=timezone.now())
