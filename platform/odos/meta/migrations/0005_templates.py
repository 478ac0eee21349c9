import django.db.models.deletion
from django.db import migrations, models


def _subclass(name: str, table: str) -> migrations.CreateModel:
    pointer = models.OneToOneField(
        auto_created=True,
        on_delete=django.db.models.deletion.CASCADE,
        parent_link=True,
        primary_key=True,
        serialize=False,
        to="meta.component",
    )
    return migrations.CreateModel(
        name=name, fields=[("component_ptr", pointer)], options={"db_table": table}, bases=("meta.component",)
    )


class Migration(migrations.Migration):
    dependencies = [("meta", "0004_stages")]

    operations = [
        _subclass("TemplateComponent", "component_template"),
    ]
