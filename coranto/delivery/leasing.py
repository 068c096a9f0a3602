"""One builder at a time: a lease with a fence number, so that one thought dead can write nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from coranto.delivery.errors import BuildBusy, LostLease
from coranto.delivery.living import is_dead, new_holder
from coranto.delivery.models import Counter, Output

LEASE = timedelta(seconds=60)
FAR = 2 * LEASE  # no lease ends so late, unless the clock was put back since
BEAT_SECONDS = 15.0  # how often a builder says that it lives while a batch takes long


@dataclass(frozen=True, slots=True)
class Lease:
    """A turn at building. `fence` grows with every turn; `is_after_crash` when the turn before it did not end well."""

    holder: str
    fence: int
    is_after_crash: bool = False


def take_lease(*, now: datetime) -> Lease:
    """Take the turn. Raises BuildBusy while another process on any machine has it and is alive.

    A holder whose process is gone for sure loses its turn at once; elsewhere it loses it after 60 seconds. After
    a turn that did not end well, files of outputs that are due may or may not have taken their places: they become
    doubtful, so that they are written anew whatever the record says of them.
    """
    holder = new_holder()
    with transaction.atomic():
        Counter.objects.get_or_create(pk=1)
        row = Counter.objects.select_for_update().get(pk=1)
        if row.holder and row.until is not None and now < row.until < now + FAR and not is_dead(row.holder):
            raise BuildBusy(f"Another process builds the site ({row.holder}). Wait until it has finished.")
        Counter.objects.filter(pk=1).update(holder=holder, until=now + LEASE, fence=F("fence") + 1)
        if row.holder:
            doubt()
        return Lease(holder, row.fence + 1, bool(row.holder))


def doubt() -> None:
    """Say that the files of whatever is due may hold something else than recorded."""
    Output.objects.filter(due__gt=0).update(is_doubtful=True)


def hold(lease: Lease, *, now: datetime) -> None:
    """Renew the lease inside the transaction that records a batch; the counter's row stays locked until its end.

    Raises LostLease when another has taken over.
    """
    held = Counter.objects.filter(pk=1, fence=lease.fence).filter(Q(holder=lease.holder)).update(until=now + LEASE)
    if not held:
        raise LostLease("This process was thought dead and another builds the site now. Nothing of this batch was written.")


@transaction.atomic
def give_up(lease: Lease, *, went_well: bool = True) -> None:
    """End the turn; one that did not go well leaves doubt about what was due."""
    ended = Counter.objects.filter(pk=1, fence=lease.fence, holder=lease.holder).update(holder="", until=None)
    if ended and not went_well:
        doubt()
