from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_mail_boxes")]

    operations = [
        migrations.AddField(
            "notification", "is_awaited", models.BooleanField(default=False, db_default=False)
        ),
    ]
