"""The index keeps terms without their places, and no text; the worker fills it anew."""

from django.db import migrations, models

WORDS_TABLE = """CREATE VIRTUAL TABLE search_words USING fts5(headline, standfirst, body, content='',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")"""
TERMS_TABLE = """CREATE VIRTUAL TABLE search_terms USING fts5(terms, content='', detail=none, columnsize=0, tokenize="ascii")"""
COUNTS_TABLE = "CREATE VIRTUAL TABLE search_term_counts USING fts5vocab('search_terms', 'row')"


def forwards(apps, schema_editor):
    apps.get_model("search", "IndexState").objects.create(pk=1)
    apps.get_model("search", "SearchEntry").objects.update(words_version=0)
    if schema_editor.connection.vendor == "sqlite":
        for statement in ("DROP TABLE search_words", TERMS_TABLE, COUNTS_TABLE):
            schema_editor.connection.connection.execute(statement)


def backwards(apps, schema_editor):
    apps.get_model("search", "SearchEntry").objects.all().delete()
    if schema_editor.connection.vendor == "sqlite":
        for statement in ("DROP TABLE search_term_counts", "DROP TABLE search_terms", WORDS_TABLE):
            schema_editor.connection.connection.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words_in_half_the_room")]
    operations = [
        migrations.CreateModel(
            name="IndexState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told", models.PositiveBigIntegerField(default=0)),
                ("renewed_to", models.PositiveBigIntegerField(default=None, null=True)),
                ("renewed", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.AddField("searchentry", "digest", models.CharField(default="", max_length=16)),
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField("searchentry", "packed"),
    ]
