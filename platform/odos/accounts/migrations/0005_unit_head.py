from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_unit_working_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="head",
            field=models.BigIntegerField(null=True),
        ),
    ]
