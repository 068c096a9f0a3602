"""Addresses of the running system that Django answers: the desk and the few live views. Public pages are files."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as desk_urls

urlpatterns = [
    path("desk/", include(desk_urls)),
]
