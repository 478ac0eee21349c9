# Statements of the rule language as components

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meta", "0002_approvals"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleComponent",
            fields=[
                (
                    "component_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="meta.component",
                    ),
                ),
            ],
            options={
                "db_table": "component_rule",
            },
            bases=("meta.component",),
        ),
    ]
