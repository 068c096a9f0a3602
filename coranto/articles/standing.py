"""Publishing what stands still: standing pages and the arrangement of the front page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from coranto.articles.documents import inline_html
from coranto.articles.models import Front, PublicPage, StandingPage


@transaction.atomic
def publish_standing(page: StandingPage, *, now: datetime) -> PublicPage:
    """Keep what a standing page says as readers shall see it: {title, slug, purpose, language, html}."""
    return _keep(page.pk, standing_content(page), now)


def standing_content(page: StandingPage) -> dict[str, object]:
    """What a standing page says, as its row stands."""
    return {"title": page.title, "slug": page.slug, "purpose": page.purpose, "language": page.language, "html": inline_html(page.body)}


@transaction.atomic
def publish_front(front: Front, *, now: datetime) -> PublicPage:
    """Keep the arrangement as readers shall see it."""
    return _keep(front.pk, front_content(front), now)


def front_content(front: Front) -> dict[str, object]:
    """The arrangement as its row stands: {lead: number | null, picks: [number], strips: [[facet, number]]}."""
    strips: list[list[object]] = []
    for strip in front.strips.all():
        facets = (("report", strip.report_id), ("theme", strip.theme_id), ("region", strip.region_id))
        strips.extend([facet, value] for facet, value in facets if value is not None)
    return {"lead": front.lead_id, "picks": [pick.article_id for pick in front.picks.all()], "strips": strips}


@transaction.atomic
def hide_standing(page_number: int) -> bool:
    """Take a standing page off; true when it was public."""
    return PublicPage.objects.filter(pk=page_number).delete()[0] > 0


def _keep(number: int, content: dict[str, object], now: datetime) -> PublicPage:
    row, _made = PublicPage.objects.update_or_create(page_id=number, defaults={"content": content, "published_at": now})
    return row
