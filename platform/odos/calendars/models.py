"""Tables of working time. The calendar without a row is Monday to Friday, nine to five."""

from __future__ import annotations

from django.db import models


class WorkingCalendar(models.Model):
    """Weekly hours: ``[{weekday, start, end}]``, weekdays from 1 (Monday), minutes of the day."""

    key = models.TextField(primary_key=True)
    label = models.TextField(default="")
    hours = models.JSONField()
    is_default = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "working_calendar"
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="working_calendar_default"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


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
