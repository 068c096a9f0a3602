"""Fill the coverage of articles and languages, and the sums of people's work, from the rows that they are counted of."""

from collections import defaultdict

from django.db import migrations
from django.db.models import F, Q

BATCH = 200
CODES = (
    "en", "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fa", "fi", "fr", "gl", "gu", "he", "hi", "hr", "hu", "id",
    "it", "ja", "kn", "ko", "lt", "lv", "ml", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tr", "uk",
    "vi", "zh-Hans", "zh-Hant",
)  # fmt: skip
BITS = {code: 1 << place for place, code in enumerate(CODES)}
FACTS = ("written", "edition", "linked", "translated", "whole", "reviewed", "late")
REVIEWED = {"machine-checked", "edited", "translated"}
UNSPACED = {"zh-Hans", "zh-Hant", "ja", "th"}


def count_coverage(apps, schema_editor):
    coverage = apps.get_model("translation", "ArticleCoverage")
    sums = defaultdict(lambda: dict.fromkeys(FACTS, 0))
    public = apps.get_model("articles", "PublicState").objects.filter(status=200).order_by("article_id").values_list("article_id", "language", "version_id")
    links, editions = _links(apps)
    last = 0
    while states := {number: rest for number, *rest in public.filter(article_id__gt=last)[:BATCH]}:
        last = max(states)
        facts = _facts(apps, states, links, editions)
        coverage.objects.bulk_create([coverage(article_id=number, **facts[number]) for number in sorted(states)], batch_size=BATCH)
        for found in facts.values():
            for fact, bits in found.items():
                for code, bit in BITS.items():
                    if bits & bit:
                        sums[code][fact] += 1
    model = apps.get_model("translation", "LanguageCoverage")
    model.objects.bulk_create([model(language=code, **found) for code, found in sums.items()])


def _links(apps):
    rows = apps.get_model("translation", "LinkedEdition").objects.filter(article__public__status=200, edition__public__status=200)
    links = defaultdict(set)
    editions = set()
    for number, language, edition in rows.values_list("article_id", "language", "edition_id"):
        links[number].add(language)
        editions.add(edition)
    return links, editions


def _facts(apps, states, links, editions):
    found = {number: dict.fromkeys(FACTS, 0) for number in states}
    for number, (language, _version) in states.items():
        found[number]["edition" if number in editions else "written"] |= BITS[language]
        for code in links.get(number, ()):
            found[number]["linked"] |= BITS[code]
    rows = apps.get_model("translation", "Translation").objects.filter(article_id__in=states.keys() - editions, has_head=True)
    for number, language, version, state, is_whole, outdated in rows.values_list("article_id", "language", "version_id", "state", "is_whole", "outdated"):
        if language in links.get(number, ()) or language == states[number][0]:
            continue
        held = {"translated": True, "whole": is_whole, "reviewed": state in REVIEWED, "late": outdated > 0 or version != states[number][1]}
        for fact, holds in held.items():
            found[number][fact] |= BITS[language] * holds
    return found


def count_people(apps, schema_editor):
    mine = apps.get_model("translation", "HumanText").objects.filter(Q(previous=None) | Q(previous__person=None) | ~Q(previous__person=F("person"))).exclude(person=None)
    sums = defaultdict(lambda: [0, 0])
    for made_at, language, by, state, source, written_in in mine.values_list("made_at", "target_language", "by", "state", "source", "source_language").iterator(chunk_size=2000):
        counts = sums[made_at.date().replace(day=1), language, by, state]
        counts[0] += 1
        counts[1] += len(source.replace(" ", "")) // 2 if written_in in UNSPACED else len(source.split())
    model = apps.get_model("translation", "PeoplesWork")
    model.objects.bulk_create(
        [model(month=month, language=language, by=by, state=state, sentences=sentences, words=words) for (month, language, by, state), (sentences, words) in sums.items()], batch_size=500
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("translation", "0014_coverage_and_sums_of_people")]

    operations = [
        migrations.RunPython(count_coverage, migrations.RunPython.noop),
        migrations.RunPython(count_people, migrations.RunPython.noop),
    ]
