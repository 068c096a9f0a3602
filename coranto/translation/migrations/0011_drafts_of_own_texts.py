"""Drafts of texts of the publication itself, beside those of articles."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('translation', '0010_sums_of_work_done'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sentencedraft',
            name='article',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='sentencedraft',
            name='own',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddConstraint(
            model_name='sentencedraft',
            constraint=models.UniqueConstraint(
                condition=models.Q(('article', None)), fields=('own', 'language', 'person', 'key', 'digest'), name='one_draft_per_own_sentence_and_person'
            ),
        ),
        migrations.AddConstraint(
            model_name='sentencedraft',
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(('article', None), ('own__gt', '')), models.Q(('article__isnull', False), ('own', '')), _connector='OR'),
                name='a_draft_is_of_one_text',
            ),
        ),
    ]
