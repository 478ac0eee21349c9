import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

_STANDARD = [{"weekday": day, "start": 540, "end": 1020} for day in range(1, 6)]

_KEEP = """
    CREATE TABLE former_calendar AS SELECT key, label, hours, is_default FROM working_calendar;
    CREATE TABLE former_day AS SELECT calendar, day, label, is_worked FROM special_day;
"""
_PUT_BACK = """
    INSERT INTO working_calendar (name, code, hours, is_default)
        SELECT coalesce(nullif(label, ''), key), key, hours, is_default FROM former_calendar;
    INSERT INTO special_day (calendar, day, label, is_worked)
        SELECT c.id, d.day, d.label, d.is_worked FROM former_day d JOIN working_calendar c ON c.code = d.calendar;
    SET CONSTRAINTS ALL IMMEDIATE;
    DROP TABLE former_day;
    DROP TABLE former_calendar;
"""


class Migration(migrations.Migration):
    """Calendars become a system entity, with the columns that every entity has."""

    dependencies = [("calendars", "0002_rule_functions")]

    operations = [
        migrations.RunSQL(_KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel("SpecialDay"),
        migrations.DeleteModel("WorkingCalendar"),
        migrations.CreateModel(
            name="WorkingCalendar",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("created_by", models.BigIntegerField(null=True)),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_by", models.BigIntegerField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("deletion_id", models.BigIntegerField(null=True)),
                ("name", models.TextField(db_collation="C")),
                ("code", models.TextField(db_collation="C", null=True)),
                ("hours", models.JSONField(db_default=models.Value(_STANDARD, models.JSONField()))),
                ("is_default", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "db_table": "working_calendar",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True), ("is_default", True)),
                        fields=("is_default",),
                        name="working_calendar_default",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=("code",),
                        name="working_calendar_code_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("label", models.TextField(default="")),
                ("is_worked", models.BooleanField(db_default=False, default=False)),
                (
                    "calendar",
                    models.ForeignKey(
                        db_column="calendar",
                        on_delete=django.db.models.deletion.CASCADE,
                        to="calendars.workingcalendar",
                    ),
                ),
            ],
            options={
                "db_table": "special_day",
                "constraints": [
                    models.UniqueConstraint(fields=("calendar", "day"), name="special_day_unique")
                ],
            },
        ),
        migrations.RunSQL(_PUT_BACK, migrations.RunSQL.noop),
    ]
