"""Texts of the publication itself, and what they are in other languages."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('translation', '0006_assignments_with_letters_and_orders_by_day'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('language', models.CharField(max_length=15)),
                ('document', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OwnTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=15)),
                ('packed', models.BinaryField(default=bytes)),
                ('state', models.CharField(default='machine', max_length=20)),
                ('by', models.CharField(blank=True, default='', max_length=200)),
                ('via', models.CharField(blank=True, default='', max_length=15)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('is_whole', models.BooleanField(default=False)),
                ('outdated', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
                ('fence', models.PositiveBigIntegerField(default=0)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='translation.owntext')),
            ],
            options={
                'indexes': [models.Index(fields=['due_at'], name='own_translations_by_due')],
                'constraints': [models.UniqueConstraint(fields=('text', 'language'), name='one_translation_per_own_text_and_language')],
            },
        ),
    ]
