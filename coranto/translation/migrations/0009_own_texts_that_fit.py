"""Whether a text of the publication was looked at since it was changed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('translation', '0008_requests_that_ask_anew'),
    ]

    operations = [
        migrations.AddField(
            model_name='owntranslation',
            name='fits',
            field=models.BooleanField(default=False),
        ),
    ]
