from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0002_doubt_and_problems'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='output', name='outputs_due'),
        migrations.AddIndex(model_name='output', index=models.Index(fields=['due', 'priority'], name='outputs_by_due')),
    ]
