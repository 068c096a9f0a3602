import django.core.validators
from django.db import migrations, models

SCRIPT_OR_LANGUAGE = django.core.validators.RegexValidator(
    "^([A-Z][a-z]{3}|[a-z]{2,3}(-[A-Z][a-z]{3})?)$", "Give four letters of a script, for example Cyrl, or the code of a language, for example sr."
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_origins_are_kept")]
    operations = [
        migrations.AlterField(
            "personname",
            "script",
            models.CharField(
                "script or language", max_length=15, validators=[SCRIPT_OR_LANGUAGE],
                help_text="ISO 15924 for every language written in it, for example Arab, Cyrl, Hans, Jpan; the code of a language for it alone, for example sr, uk, fa.",
            ),
        ),
    ]  # fmt: skip
