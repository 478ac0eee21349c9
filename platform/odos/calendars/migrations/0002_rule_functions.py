from django.db import migrations

from odos.dsl.database import statements


def install(apps, schema_editor):
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The functions that rules call in the database; made again whenever their text changes."""

    dependencies = [("calendars", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
