"""What templates of the desk say of the publication."""

from __future__ import annotations

from django import template

from coranto.pictures.models import Picture
from coranto.publication.models import Publication

register = template.Library()


@register.simple_tag
def publication_name() -> str:
    """The name of the publication."""
    return Publication.load().name


@register.simple_tag
def publication_logo() -> Picture | None:
    """The logo of the publication, where it has one."""
    return Publication.load().logo
