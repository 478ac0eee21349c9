from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Delegations that were made before leave open tasks where they are."""

    dependencies = [("workflow", "0004_replaced")]

    operations = [
        migrations.AddField(
            "delegation", "includes_open", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AlterField(
            "delegation", "includes_open", models.BooleanField(default=True, db_default=True)
        ),
    ]
