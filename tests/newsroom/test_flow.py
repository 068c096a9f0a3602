"""An article's life from the desk to what the public may see, and out of its sight again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError

from coranto.articles.correcting import CorrectionError
from coranto.articles.models import ArticleAddress, Classified, Correction, PublicState, Version
from coranto.articles.publishing import Embargoed, Withdrawn
from coranto.articles.withdrawing import WithdrawalError
from coranto.delivery.models import Stale
from coranto.members.models import User
from coranto.newsroom import flow, merging
from coranto.newsroom.founding import found_publication
from coranto.search.models import SearchEntry
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()


def stale() -> set[str]:
    return set(Stale.objects.values_list("key", flat=True))


def test_every_publish_makes_the_next_version_and_an_earlier_one_never_changes() -> None:
    article = making.make_article("The first road")
    first = Version.objects.get(article=article)
    before = bytes(first.packed)
    article.title = "The second road"
    article.save()
    flow.article_published(article, by=None, now=NOW)
    assert list(article.versions.values_list("number", flat=True)) == [2, 1]
    first.refresh_from_db()
    assert bytes(first.packed) == before
    assert first.document["headline"] == "The first road"
    assert PublicState.objects.get(article=article).version.document["headline"] == "The second road"


def test_a_draft_edit_is_not_public_until_it_is_published() -> None:
    article = making.make_article("Public words")
    article.title = "Secret words"
    article.save_revision()
    assert PublicState.objects.get(article=article).headline == "Public words"
    assert "Secret" not in str(Version.objects.get(article=article).document)


def test_publishing_marks_the_article_and_its_lists_in_every_language() -> None:
    region = making.make_region()
    Stale.objects.all().delete()
    article = making.make_article("Far away", regions=[region])
    assert {f"article:{article.pk}:en", f"card:{article.pk}:fr", f"list:region:{region.pk}:ar", "list:all:0:ja"} <= stale()
    assert not any(key.startswith("related:") for key in stale())  # it is the newest: no old page shows it


def test_an_embargoed_article_does_not_go_out_and_is_scheduled_instead() -> None:
    article = making.make_article("Under embargo", publish=False)
    article.embargo_until = datetime.now(UTC) + timedelta(days=2)
    with pytest.raises(Embargoed):
        flow.article_published(article, by=None, now=datetime.now(UTC))
    assert not PublicState.objects.filter(article=article).exists()
    article.clean()
    assert article.go_live_at == article.embargo_until


def test_a_correction_is_kept_with_the_old_and_the_new_sentence() -> None:
    article = making.make_article("The pigeon")
    flow.article_corrected(article, kind="correction", text="The year was wrong.", old_text="In 1851.", new_text="In 1850.", by=None, now=NOW)
    correction = Correction.objects.get()
    assert (correction.old_text, correction.new_text, correction.version.number) == ("In 1851.", "In 1850.", 1)
    assert f"article:{article.pk}:he" in stale()


@pytest.mark.parametrize(("kind", "text"), [("correction", "  "), ("scandal", "Something.")])
def test_a_correction_that_says_nothing_is_refused(kind: str, text: str) -> None:
    article = making.make_article("The pigeon")
    with pytest.raises(CorrectionError):
        flow.article_corrected(article, kind=kind, text=text, by=None, now=NOW)
    assert not Correction.objects.exists()


def test_a_draft_has_nothing_to_correct() -> None:
    article = making.make_article("The pigeon", publish=False)
    with pytest.raises(CorrectionError):
        flow.article_corrected(article, kind="correction", text="Wrong.", by=None, now=NOW)


def test_a_withdrawn_article_leaves_lists_and_search_and_does_not_come_back() -> None:
    article = making.make_article("A mistake", regions=[making.make_region()])
    assert SearchEntry.objects.filter(article=article.pk).exists()
    flow.article_withdrawn(article, reason="The source was forged.", by=None, now=NOW)
    assert PublicState.objects.get(article=article).status == 410
    assert not SearchEntry.objects.filter(article=article.pk).exists()
    assert Correction.objects.get().kind == "retraction"
    article.refresh_from_db()
    assert not article.live
    with pytest.raises(Withdrawn):
        flow.article_published(article, by=None, now=NOW)
    with pytest.raises(WithdrawalError):
        flow.article_withdrawn(article, reason="Again.", by=None, now=NOW)


def test_an_address_is_never_used_twice() -> None:
    article = making.make_article("Same words")
    flow.article_withdrawn(article, reason="Wrong.", by=None, now=NOW)
    taken = ArticleAddress.objects.get().slug
    another = making.make_article("Same words", slug="same-words-again")
    another.slug = taken
    with pytest.raises(ValidationError):
        another.clean()


def test_what_was_public_cannot_be_deleted_only_withdrawn() -> None:
    article = making.make_article("Once public")
    with pytest.raises(ProtectedError), transaction.atomic():
        article.delete()
    making.make_article("Never public", publish=False).delete()


def test_an_old_address_stays_with_its_article() -> None:
    article = making.make_article("Old name")
    old = article.slug
    article.slug = "new-name"
    article.save()
    flow.article_published(article, by=None, now=NOW)
    assert ArticleAddress.objects.get(slug=old).article_number == article.pk
    assert not ArticleAddress.objects.get(slug=old).is_current
    assert "redirects" in stale()


def test_merging_two_authors_moves_every_credit_and_keeps_the_other_as_a_signpost() -> None:
    keep, other = making.make_person("Ada Lovelace"), making.make_person("A. Lovelace")
    article = making.make_article("Engines", authors=[other])
    by = User.objects.create_user("ad@example.org", "the first long password")
    assert merging.merge(keep, other, by=by) == 1
    assert Classified.objects.filter(article_id=article.pk, facet="person", value=keep.pk).exists()
    assert not Classified.objects.filter(facet="person", value=other.pk).exists()
    other.refresh_from_db()
    assert other.merged_into == keep
    with pytest.raises(merging.MergeError):
        merging.merge(other, keep, by=by)


def test_an_edited_body_leaves_the_cards_of_lists_alone() -> None:
    article = making.make_article("The road", text="Before.")
    Stale.objects.all().delete()
    article.body = [("rich_text", making.rich("<p>After.</p>"))]
    article.save()
    flow.article_published(article, by=None, now=NOW)
    assert f"article:{article.pk}:en" in stale()
    assert not [key for key in stale() if key.startswith(("card:", "list:"))]
    article.title = "The other road"
    article.save()
    flow.article_published(article, by=None, now=NOW)
    assert f"card:{article.pk}:fr" in stale()  # the control


def test_what_is_scheduled_goes_out_and_what_expires_goes_off() -> None:
    article = making.make_article("Tomorrow's news", publish=False)
    revision = article.save_revision(approved_go_live_at=None)
    article.go_live_at = datetime.now(UTC) + timedelta(seconds=-5)
    article.save_revision().publish()
    assert PublicState.objects.get(article=article).status == 200
    article.refresh_from_db()
    article.expire_at = datetime.now(UTC) - timedelta(seconds=1)
    article.save()
    call_command("publish_scheduled", verbosity=0)
    assert PublicState.objects.get(article=article).status == 410
    assert revision.pk


def test_what_is_scheduled_is_not_public_before_its_time() -> None:
    article = making.make_article("Next week's news", publish=False)
    article.live = False
    article.go_live_at = datetime.now(UTC) + timedelta(days=7)
    article.save_revision().publish()
    assert not PublicState.objects.filter(article=article).exists()
    assert not SearchEntry.objects.exists()
    article.refresh_from_db()
    revision = article.revisions.latest("created_at")
    revision.approved_go_live_at = datetime.now(UTC) - timedelta(seconds=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert PublicState.objects.get(article=article).status == 200  # the control: its time has come


def test_an_embargo_holds_on_every_way_out() -> None:
    article = making.make_article("Held back", publish=False)
    article.embargo_until = datetime.now(UTC) + timedelta(hours=3)
    article.full_clean()
    article.save_revision().publish()  # the desk's own button: Wagtail schedules it
    assert not PublicState.objects.filter(article=article).exists()
    call_command("publish_scheduled", verbosity=0)
    assert not PublicState.objects.filter(article=article).exists()
    with pytest.raises(Embargoed):
        flow.draft_goes_out(article, by=None, now=datetime.now(UTC))


@pytest.mark.parametrize("slug", ["region", "search", "2026", "404.html"])
def test_a_standing_page_cannot_take_the_sites_own_addresses(slug: str) -> None:
    page = making.make_standing("Odd", slug="odd-one")
    page.slug = slug
    with pytest.raises(ValidationError):
        page.clean()
