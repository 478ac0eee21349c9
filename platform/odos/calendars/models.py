"""Tables of working time: calendars are a system entity, their hours and special days no fields of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q, Value

from odos.accounts.models import SystemColumns
from odos.dsl.calendar import STANDARD

STANDARD_HOURS: list[dict[str, Any]] = [
    {"weekday": shift.weekday, "start": shift.start, "end": shift.end} for shift in STANDARD.shifts
]


class WorkingCalendar(SystemColumns):
    """Weekly hours: ``[{weekday, start, end}]``, weekdays from 1 (Monday), minutes of the day."""

    name = models.TextField(db_collation="C")
    code = models.TextField(db_collation="C", null=True)
    hours = models.JSONField(db_default=Value(STANDARD_HOURS, models.JSONField()))
    is_default = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "working_calendar"
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True, deleted_at__isnull=True),
                name="working_calendar_default",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(deleted_at__isnull=True), name="working_calendar_code_unique"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class SpecialDay(models.Model):
    """A day unlike others of its weekday: a holiday, or a make-up day that is worked."""

    id = models.BigAutoField(primary_key=True)
    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, db_column="calendar")
    day = models.DateField()
    label = models.TextField(default="")
    is_worked = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "special_day"
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="special_day_unique")]

    def __str__(self) -> str:
        return f"{self.day} {self.label}"
