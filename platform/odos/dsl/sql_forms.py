"""Building blocks of SQL forms: templates that evaluate each argument once, guards that never raise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from odos.dsl.context import TIME_ZONE
from odos.dsl.functions import SqlForm
from odos.kernel.sql import Sql, join

_HOLE = re.compile(r"\{(\d+|zone)\}")
# A column, a parameter or a constant, possibly cast: cheap enough to stand twice.
_SIMPLE = re.compile(r'^(?:"\w+"\.)?"\w+"$|^(?:%s|NULL)(?:::\w+)?$|^\(?(?:%s|(?:"\w+"\.)?"\w+")::\w+\)?$')


def template(form: str) -> SqlForm:
    """A form with ``{0}``, ``{1}`` … for its arguments and ``{zone}`` for the time zone; ``%`` is doubled.

    An argument that is used twice and is more than a column or a parameter is computed once in a derived
    table, so that nesting does not multiply the text. ``OFFSET 0`` keeps the planner from undoing that.
    """
    pieces = _HOLE.split(form)
    holes = pieces[1::2]
    twice = {int(hole) for hole in holes if hole != "zone" and holes.count(hole) > 1}

    def build(arguments: Sequence[Sql]) -> Sql:
        fenced = [index for index in sorted(twice) if not is_simple(arguments[index])]
        placed = list(arguments)
        for index in fenced:
            placed[index] = Sql(f'_v."a{index}"')
        filled = _fill(pieces, placed)
        return once(filled, [(f"a{index}", arguments[index]) for index in fenced]) if fenced else filled

    return build


def is_simple(value: Sql) -> bool:
    """Whether it is cheap enough to stand twice."""
    return _SIMPLE.match(value.text) is not None


def _fill(pieces: Sequence[str], arguments: Sequence[Sql]) -> Sql:
    parts = []
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            parts.append(Sql(piece))
        else:
            parts.append(Sql("%s", (TIME_ZONE,)) if piece == "zone" else arguments[int(piece)])
    return join("", parts)


def once(body: Sql, named: Sequence[tuple[str, Sql]]) -> Sql:
    """``body`` over ``_v."name"`` columns that are computed once."""
    columns = join(", ", (value + f' AS "{name}"' for name, value in named))
    return "(SELECT " + body + " FROM (SELECT " + columns + " OFFSET 0) AS _v)"


def guarded(value: str, below: str, above: str) -> str:
    """``value``, or NULL when it is not strictly between the two; it stands once, and NULL stays NULL.

    LEAST and GREATEST skip a NULL and give the bound, which NULLIF turns back into NULL.
    """
    return f"NULLIF(GREATEST(NULLIF(LEAST({value}, {above}), {above}), {below}), {below})"


def whole(value: str, limit: int) -> str:
    """A number cut to an integer, NULL when beyond ``limit``."""
    return f"{guarded(f'trunc({value})', str(-limit - 1), str(limit + 1))}::int"


FIFTEEN = "trim_scale(round(to_char({value}, '9.99999999999999EEEE')::numeric, 60))"
MANY_DIGITS = "0e-80::numeric"  # added to an operand, makes PostgreSQL compute so many decimal places


def fifteen(value: str) -> str:
    """A number rounded to 15 significant digits, half away from zero, and to 60 places."""
    return FIFTEEN.replace("{value}", value)


DATE_BELOW, DATE_ABOVE = "DATE '0001-12-31 BC'", "DATE '10000-01-01'"
MOMENT_BELOW = "TIMESTAMPTZ '0001-12-31 23:59:59.999999+00 BC'"
MOMENT_ABOVE = "TIMESTAMPTZ '10000-01-01 00:00:00+00'"


LOCAL_BELOW = "TIMESTAMP '0001-12-31 23:59:59.999999 BC'"
LOCAL_ABOVE = "TIMESTAMP '10000-01-01'"


def local(moment: str) -> str:
    """A moment as local time of the years 1 to 9999, else NULL."""
    return guarded(f"({moment} AT TIME ZONE {{zone}})", LOCAL_BELOW, LOCAL_ABOVE)


def months_later(moment: str, operator: str, interval: str) -> str:
    """The same local time, some months away, as a moment."""
    shifted = guarded(f"({local(moment)} {operator} {interval})", LOCAL_BELOW, LOCAL_ABOVE)
    return f"({shifted} AT TIME ZONE {{zone}})"


def real_date(value: str) -> str:
    """A date of the years 1 to 9999, else NULL."""
    return guarded(value, DATE_BELOW, DATE_ABOVE)


def real_moment(value: str) -> str:
    """A moment of the years 1 to 9999 (UTC), else NULL."""
    return guarded(value, MOMENT_BELOW, MOMENT_ABOVE)


divide: SqlForm = template(fifteen(f"(({{0}} + {MANY_DIGITS}) / NULLIF({{1}}, 0))"))
power: SqlForm = template(
    "CASE WHEN {0} IS NULL OR {1} <> trunc({1}) THEN NULL"
    " WHEN {1} = 0 THEN 1"
    " WHEN {0} = 0 THEN CASE WHEN {1} > 0 THEN 0 END"
    " WHEN abs({1}) * abs(log(abs({0}))) > 60 THEN NULL"
    f" ELSE {fifteen(f'power({{0}} + {MANY_DIGITS}, {{1}})')} END"
)
