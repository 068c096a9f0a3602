import json
import zlib

from django.db import migrations, models

OLD_TABLE = """CREATE VIRTUAL TABLE search_words USING fts5(words_headline, words_standfirst, words_text, content='search_searchentry', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='3 4')"""
NEW_TABLE = """CREATE VIRTUAL TABLE search_words USING fts5(headline, standfirst, body, content='',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")"""
TRIGGERS = ("search_words_added", "search_words_taken", "search_words_changed")
BATCH = 500


def pack(apps, schema_editor):
    """What readers see of each entry, compressed; its words are cut anew after the migration."""
    entries = apps.get_model("search", "SearchEntry")
    batch = []
    for entry in entries.objects.iterator(chunk_size=BATCH):
        entry.packed = zlib.compress(json.dumps([entry.headline, entry.standfirst, entry.text], ensure_ascii=False).encode(), 9)
        batch.append(entry)
        if len(batch) == BATCH:
            entries.objects.bulk_update(batch, ["packed"])
            batch = []
    if batch:
        entries.objects.bulk_update(batch, ["packed"])


def unpack(apps, schema_editor):
    entries = apps.get_model("search", "SearchEntry")
    for entry in entries.objects.iterator(chunk_size=BATCH):
        entry.headline, entry.standfirst, entry.text = json.loads(zlib.decompress(entry.packed))
        entry.save(update_fields=["headline", "standfirst", "text"])


def without_copies(apps, schema_editor):
    """An index that keeps no second copy of the words."""
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute("DROP TABLE search_words")
        schema_editor.connection.connection.execute(NEW_TABLE)


def with_copies(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_words")
        schema_editor.connection.connection.execute(OLD_TABLE)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index_of_words")]
    operations = [
        migrations.AddField("searchentry", "packed", models.BinaryField(default=b"")),
        migrations.AddField("searchentry", "words_version", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(pack, unpack),
        migrations.RunPython(without_copies, with_copies),
        migrations.RemoveField("searchentry", "words_headline"),
        migrations.RemoveField("searchentry", "words_standfirst"),
        migrations.RemoveField("searchentry", "words_text"),
        migrations.RemoveField("searchentry", "headline"),
        migrations.RemoveField("searchentry", "standfirst"),
        migrations.RemoveField("searchentry", "text"),
    ]
