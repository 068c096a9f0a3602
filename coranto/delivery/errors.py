"""What can go wrong in delivery.

DeliveryError
├── BuildBusy        another process is building; what is stale is seen by it or by the next
├── LostLease        this process was thought dead and another has taken over; nothing more is written
├── BadPath          a path that must never become a file name
└── StorageError     the storage did not take or give a file
"""

from __future__ import annotations


class DeliveryError(Exception):
    """Delivery could not do what it was asked."""

    retry = False


class BuildBusy(DeliveryError):
    """Another process is building."""

    retry = True


class LostLease(DeliveryError):
    """This process's turn has ended; another builds now."""

    retry = True


class BadPath(DeliveryError, ValueError):
    """A path that must never become a file name; the text says what in it."""


class StorageError(DeliveryError):
    """The storage did not take or give a file; the text names it."""

    retry = True
