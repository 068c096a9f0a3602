"""What cut the sentences of an outline, so that a newer splitter is noticed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("translation", "0004_drafts_of_translators")]

    operations = [
        migrations.AddField(model_name="outline", name="splitter", field=models.CharField(blank=True, default="", max_length=60)),
    ]
