from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0005_delegation_includes_open"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversionresult",
            name="added",
            field=models.JSONField(default=dict),
        ),
    ]
