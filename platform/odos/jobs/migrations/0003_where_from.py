from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_put_in_again"),
    ]

    operations = [
        migrations.AddField(model_name="job", name="address", field=models.TextField(null=True)),
        migrations.AddField(model_name="job", name="agent", field=models.TextField(null=True)),
    ]
