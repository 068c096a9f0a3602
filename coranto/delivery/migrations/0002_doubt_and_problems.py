from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0001_record_of_delivery'),
    ]

    operations = [
        migrations.AddField(model_name='output', name='is_doubtful', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='output', name='tries', field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(model_name='output', name='problem', field=models.CharField(blank=True, default='', max_length=300)),
    ]
