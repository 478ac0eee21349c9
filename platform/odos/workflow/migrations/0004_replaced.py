from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0003_mailed_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="approvalcase",
            name="replaced",
            field=models.JSONField(null=True),
        ),
    ]
