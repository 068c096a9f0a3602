"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LicensingConfig(AppConfig):
    """Requests, letters and grants."""

    name = "coranto.licensing"
    label = "licensing"
    verbose_name = "Licensing"
    default_auto_field = "django.db.models.BigAutoField"
