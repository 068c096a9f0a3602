"""What templates of the desk say of the publication."""

from __future__ import annotations

from django import template

from coranto.publication.models import Publication

register = template.Library()


@register.simple_tag
def publication_name() -> str:
    """The name of the publication."""
    return Publication.load().name
