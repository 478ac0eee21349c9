from django.db import migrations

from odos.dsl.database import statements


def install(apps, schema_editor):
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The functions that rules call, with replacing that never builds a text beyond its limit."""

    dependencies = [("calendars", "0003_system_entity")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
