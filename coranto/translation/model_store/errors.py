"""What can go wrong with models.

StoreError
├── NotOffered    the source has no model for that language; trying again changes nothing
├── CannotFetch   the source did not answer as it should; may help later, and what came is kept
├── DamagedFile   the bytes are not those that were promised, also when fetched again
└── NoRoom        the disk is too full
"""

from __future__ import annotations


class StoreError(Exception):
    """The root of the family; `retry` says whether trying later may help."""

    retry = False


class NotOffered(StoreError):
    """Nothing to fetch."""


class CannotFetch(StoreError):
    """The source failed."""

    retry = True


class DamagedFile(StoreError):
    """Size or SHA-256 differ from what was promised."""


class NoRoom(StoreError):
    """Not enough free space."""
