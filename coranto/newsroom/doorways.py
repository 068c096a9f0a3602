"""The only receivers of signals: each hands what happened in the desk to `flow`, in one line."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_published, page_unpublished

from coranto.articles.models import Article, Front, Outlet, Person, StandingPage
from coranto.articles.standing import hide_standing
from coranto.newsroom import flow
from coranto.pictures.models import Picture
from coranto.publication.models import LanguagePolicy, Publication
from coranto.rights.models import Terms, TermsVersion
from coranto.taxonomy.models import Region, Report, Theme


@receiver(page_published, sender=Article)
def article_was_published(instance: Article, **context: Any) -> None:
    revision = context.get("revision")
    if instance.live:  # the signal is sent as well when an article is only scheduled
        flow.article_published(instance, by=revision.user if revision else None, now=timezone.now())


@receiver(page_unpublished, sender=Article)
def article_was_unpublished(instance: Article, **context: Any) -> None:
    flow.article_unpublished(instance, now=timezone.now())


@receiver(page_published, sender=StandingPage)
def standing_page_was_published(instance: StandingPage, **context: Any) -> None:
    if instance.live:
        flow.standing_published(instance, now=timezone.now())


@receiver(page_unpublished, sender=StandingPage)
def standing_page_was_unpublished(instance: StandingPage, **context: Any) -> None:
    if hide_standing(instance.pk):
        flow.standing_gone(instance.pk)


@receiver(page_published, sender=Front)
def front_was_published(instance: Front, **context: Any) -> None:
    if instance.live:
        flow.front_published(instance, now=timezone.now())


@receiver(post_save, sender=Person)
def person_was_saved(instance: Person, **context: Any) -> None:
    flow.person_changed(instance, now=timezone.now())


@receiver(post_save, sender=Outlet)
def outlet_was_saved(instance: Outlet, **context: Any) -> None:
    flow.outlet_changed(instance)


@receiver([post_save, post_delete], sender=Region)
@receiver([post_save, post_delete], sender=Theme)
@receiver([post_save, post_delete], sender=Report)
def term_was_changed(instance: Region | Theme | Report, **context: Any) -> None:
    flow.term_changed(instance, now=timezone.now(), is_gone="created" not in context)


@receiver(post_save, sender=Publication)
@receiver([post_save, post_delete], sender=LanguagePolicy)
def publication_was_saved(**context: Any) -> None:
    flow.publication_changed(now=timezone.now())


@receiver(post_save, sender=LanguagePolicy)
def language_was_chosen(instance: LanguagePolicy, **context: Any) -> None:
    flow.language_chosen(instance.language, now=timezone.now())


@receiver(post_save, sender=Picture)
def picture_was_saved(instance: Picture, **context: Any) -> None:
    flow.picture_changed(instance)


@receiver(post_save, sender=TermsVersion)
def terms_were_stated(instance: TermsVersion, **context: Any) -> None:
    flow.terms_stated(instance.terms, instance, now=timezone.now())


@receiver([post_save, post_delete], sender=Terms)
def terms_were_saved(instance: Terms, **context: Any) -> None:
    flow.terms_stated(instance, now=timezone.now(), is_gone="created" not in context)


@receiver([post_save, post_delete], sender=Redirect)
def redirect_was_changed(**context: Any) -> None:
    flow.redirects_changed()
