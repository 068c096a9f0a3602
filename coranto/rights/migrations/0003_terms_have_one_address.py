"""Every terms have an address of their own. Apart from the filling, for PostgreSQL alters no table that has just been written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_terms_become_a_record")]

    operations = [
        migrations.AlterField(
            "terms", "slug", models.SlugField(max_length=80, unique=True, help_text="Part of the address of the page that states them; never changed later.", verbose_name="address")
        ),
    ]
