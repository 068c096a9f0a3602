"""Terms become a record that machines read, and have an address. What stood there in words keeps its words.

Of an earlier version only the licence is known for certain: a Creative Commons licence says what it allows; everything
else is on request until an editor says more.
"""

import re

from django.db import migrations, models
from django.utils.text import slugify

import coranto.rights.models

USES = ("repost", "excerpt", "translate", "headline", "house-style", "shorten", "print", "commercial", "broadcast", "sell", "bulk", "ai-training", "ai-search")
ADAPTING = {"translate", "headline", "house-style", "shorten"}
SELLING = {"commercial", "sell"}
CREATIVE_COMMONS = re.compile(r"https?://(?:www\.)?creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/(4\.0|3\.0|2\.5|2\.0)(?:/|$)", re.IGNORECASE)


def _rule(use, parts):
    if use in {"ai-training", "ai-search"} or (use in SELLING and "nc" in parts) or (use in ADAPTING and "nd" in parts):
        return {"leave": "on request"}
    if use in ADAPTING:
        return {"leave": "with conditions", "conditions": ["say-changes", *(["same-licence"] if "sa" in parts else [])]}
    return {"leave": "yes"}


def _record(url, name):
    found = CREATIVE_COMMONS.match(url)
    parts = found[1].lower().split("-") if found else []
    is_custom = not found and url.startswith(("https://", "http://"))
    return {
        "coranto_terms": 1,
        "licence": f"CC-{found[1].upper()}-{found[2]}" if found else "custom" if is_custom else "all rights reserved",
        "licence_url": url if is_custom else "", "licence_name": name if is_custom else "", "who": ["anyone"],
        "rules": {use: _rule(use, parts) if found else {"leave": "on request"} for use in USES},
        "images": "none", "delay_hours": 0, "expires": None, "reserved_languages": [], "attribution": "", "place": "top", "link": "article",
        "indexing": "free" if found else "canonical", "ads": True, "paywall": bool(found), "tell_us": False, "report_reach": False, "keep_counter": False,
        "is_others_text": False,
    }  # fmt: skip


def fill(apps, schema_editor):
    taken = set()
    for terms in apps.get_model("rights", "Terms").objects.order_by("pk"):
        begin = slugify(terms.name)[:70].strip("-") or "terms"
        number = 1
        while (slug := begin if number == 1 else f"{begin}-{number}") in taken:
            number += 1
        taken.add(slug)
        terms.slug = slug
        terms.save(update_fields=["slug"])
    for version in apps.get_model("rights", "TermsVersion").objects.iterator(chunk_size=500):
        version.record = _record(version.licence_url, version.licence_name)
        version.save(update_fields=["record"])


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_rights_begin")]

    operations = [
        migrations.AddField("terms", "slug", models.SlugField(max_length=80, default="", db_index=False, verbose_name="address"), preserve_default=False),
        migrations.AddField("termsversion", "record", models.JSONField(default=coranto.rights.models.reserved_document)),
        migrations.AlterField("termsversion", "notice", models.TextField(blank=True, help_text="What stands under the article, in the publication's language.", verbose_name="notice")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
