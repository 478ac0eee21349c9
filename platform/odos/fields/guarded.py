"""SQL that reads typed values out of texts and gives NULL where PostgreSQL's own casts would abort.

``CASE`` is the only construct that keeps PostgreSQL from evaluating a cast too early.
"""

from __future__ import annotations

from odos.fields.kinds.boolean import FALSE_WORDS, TRUE_WORDS
from odos.fields.literals import text_array

_NUMBER = "'^[+-]?[0-9]{1,30}([.][0-9]{1,20})?$'"
_DAY = "'^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
_OFFSET = "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_MOMENT = f"'^[T ]{_TIME}{_OFFSET}?$'"


def number(column: str) -> str:
    """A ``numeric``."""
    trimmed = f"btrim({column})"
    return f"CASE WHEN {trimmed} ~ {_NUMBER} THEN {trimmed}::numeric END"


def boolean(column: str) -> str:
    """A ``boolean`` from the words that the field kind accepts."""
    word = f"lower(btrim({column}))"
    yes, no = text_array(TRUE_WORDS), text_array(FALSE_WORDS)
    return f"CASE WHEN {word} = ANY({yes}) THEN true WHEN {word} = ANY({no}) THEN false END"


def date(column: str) -> str:
    """A ``date`` from year-month-day, within the length of its month."""
    trimmed = f"btrim({column})"
    return f"CASE WHEN {trimmed} ~ {_DAY} THEN {_existing(trimmed)} END"


def moment(column: str) -> str:
    """A ``timestamptz`` from ISO 8601; midnight without a time, UTC without an offset."""
    trimmed = f"btrim({column})"
    day = f"left({trimmed}, 10)"
    rest = f"substr({trimmed}, 11)"
    zone = f"CASE WHEN {rest} ~ '{_OFFSET}$' THEN '' ELSE 'Z' END"
    whole = f"(({trimmed} || CASE WHEN {rest} = '' THEN 'T00:00' ELSE '' END || {zone})::timestamptz)"
    bounded = (
        f"CASE WHEN {whole} BETWEEN '0001-01-01T00:00Z' AND '9999-12-31T23:59:59.999999Z' THEN {whole} END"
    )
    shaped = f"CASE WHEN {rest} = '' OR {rest} ~ {_MOMENT} THEN {bounded} END"
    return f"CASE WHEN {date(day)} IS NOT NULL THEN {shaped} END"


def _existing(day: str) -> str:
    """The first of the month plus the day, if that is still in the month; the year 0 is none."""
    first = f"make_date(left({day}, 4)::int, substr({day}, 6, 2)::int, 1)"
    wanted = f"({first} + (right({day}, 2)::int - 1))"
    in_month = f"CASE WHEN extract(month FROM {wanted}) = extract(month FROM {first}) THEN {wanted} END"
    return f"CASE WHEN left({day}, 4) <> '0000' THEN {in_month} END"
