"""Comparing the instance's public folder with the record, and mending it."""

from __future__ import annotations

from django.utils import timezone

from coranto.delivery.building import build
from coranto.delivery.verifying import VerifyReport, repair, verify
from coranto.project.delivering import storage_of_instance
from coranto.site.house import SiteHouse


def verify_site(*, mend: bool) -> VerifyReport:
    """What differs; with `mend`, what differs after it was put right."""
    storage = storage_of_instance()
    report = verify(storage)
    if mend and not report.is_clean:
        repair(storage, report)
        build(SiteHouse(), storage, now=timezone.now())
        report = verify(storage)
    return report
