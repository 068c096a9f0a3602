"""What the rights desk's templates say of a use."""

from __future__ import annotations

from django import template

from coranto.newsroom.rights_desk.facts import DESK_LANGUAGE
from coranto.rights.terms import Use
from coranto.site.terms.statement import use_label

register = template.Library()


@register.simple_tag
def use_name(use: str) -> str:
    """What a use is called at the desk."""
    return use_label(Use(use), DESK_LANGUAGE)
