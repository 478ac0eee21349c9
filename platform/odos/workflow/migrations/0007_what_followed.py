from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0006_added"),
    ]

    operations = [
        migrations.AddField(
            model_name="recordconversion",
            name=name,
            field=models.UUIDField(null=True),
        )
        for name in ("correlation", "cause")
    ]
