"""The addresses under ``/calendars``, and the JSON Schemas of what they take and give."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import (
    FLAG,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    closed,
    items_of,
    listed,
    open_object,
)
from odos.kernel.texts import text

CALENDAR_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/calendars": {
        "get": Operation(text("Working calendars", "工作日历"), "calendars", "Calendars", refusals=(403,)),
        "post": Operation(
            text("Make a calendar, also as a copy", "新建（或复制）工作日历"),
            "calendars",
            "Calendar",
            "CalendarSent",
            status=201,
            refusals=(403, 422),
        ),
    },
    "/calendars/days": {
        "post": Operation(
            text("Read pasted holidays; stores nothing", "识别粘贴的节假日，不保存"),
            "calendars",
            "PastedDays",
            "DaysSent",
            refusals=(403, 422),
            reads=True,
        ),
    },
    "/calendars/{calendar_id}": {
        "get": Operation(text("One calendar", "单个工作日历"), "calendars", "Calendar", refusals=(403,)),
        "patch": Operation(
            text(
                "Change what is sent; days stand for all of them", "修改所提交的部分；days 表示全部特殊日期"
            ),
            "calendars",
            "Calendar",
            "CalendarSent",
            parameters=("If-Match",),
            refusals=(403, 412, 422),
        ),
        "delete": Operation(
            text("Delete a calendar that nobody works by", "删除未被使用的日历"),
            "calendars",
            "Nothing",
            parameters=("If-Match",),
            refusals=(403, 409, 412),
        ),
    },
}

_SHIFT = closed(
    {
        "weekday": {"type": "integer", "minimum": 1, "maximum": 7, "description": "1 is Monday."},
        "start": {"type": "string", "description": "09:00"},
        "end": {"type": "string", "description": "17:30; a day ends at 24:00."},
    },
    "weekday",
    "start",
    "end",
)
_DAY = closed(
    {"day": {"type": "string", "format": "date"}, "label": TEXT, "is_worked": FLAG},
    "day",
)

CALENDAR_SCHEMAS: Mapping[str, JsonSchema] = {
    "Calendar": open_object(
        {
            "id": TEXT,
            "version": WHOLE,
            "name": TEXT,
            "code": TEXT_OR_NULL,
            "is_default": FLAG,
            "hours": listed(_SHIFT),
            "days": listed(_DAY),
            "units": {**WHOLE, "description": "How many units chose it themselves."},
        },
        "id",
        "version",
        "name",
        "is_default",
        "hours",
        "days",
    ),
    "Calendars": items_of(reference_to("Calendar")),
    "CalendarSent": closed(
        {
            "name": TEXT,
            "code": TEXT_OR_NULL,
            "is_default": FLAG,
            "hours": listed(_SHIFT),
            "days": listed(_DAY),
            "copy_of": {"type": ["string", "integer", "null"], "description": "Of a new one alone."},
        }
    ),
    "DaysSent": closed({"text": TEXT, "year": WHOLE}, "text"),
    "PastedDays": open_object(
        {"days": listed(_DAY), "issues": listed(reference_to("Issue"))}, "days", "issues"
    ),
}
