"""Building blocks of SQL forms: templates that evaluate each argument once, guards that never raise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from odos.dsl.context import SLOTS
from odos.dsl.numbers import LARGEST, PLACES
from odos.kernel.sql import Sql, join

SqlForm = Callable[[Sequence[Sql]], Sql]
_HOLE = re.compile(rf"\{{(\d+|{'|'.join(SLOTS)})\}}")
# A column, a parameter or a constant, possibly cast: cheap enough to stand twice.
_COLUMN = r'(?:"\w+"\.)?"\w+"'
_SIMPLE = re.compile(
    rf"^{_COLUMN}$|^(?:%s|NULL)(?:::\w+)?$|^\(?(?:%s|{_COLUMN})::\w+\)?$|^COALESCE\({_COLUMN}(?:::\w+)?, 0\)$"
)
_LEVEL = re.compile(r'"_v(\d+)"')


def template(form: str) -> SqlForm:
    """A form with ``{0}``, ``{1}`` … for its arguments, ``{zone}`` and the like for what the context holds
    (`SLOTS`); ``%`` is doubled.

    An argument that is used twice and is more than a column or a parameter is computed once in a derived
    table, so that nesting does not multiply the text. ``OFFSET 0`` keeps the planner from undoing that.
    """
    pieces = _HOLE.split(form)
    holes = pieces[1::2]
    twice = {int(hole) for hole in holes if hole.isdigit() and holes.count(hole) > 1}

    def build(arguments: Sequence[Sql]) -> Sql:
        fenced = [index for index in sorted(twice) if not is_simple(arguments[index])]

        def filled(references: Sequence[Sql]) -> Sql:
            placed = list(arguments)
            for index, reference in zip(fenced, references, strict=True):
                placed[index] = reference
            return _fill(pieces, placed)

        return once([arguments[index] for index in fenced], filled, beside=arguments)

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
            parts.append(arguments[int(piece)] if piece.isdigit() else _slot(piece))
    return join("", parts)


def _slot(hole: str) -> Sql:
    slot, kind = SLOTS[hole]
    return Sql(f"%s::{kind}", (slot,))


def once(values: Sequence[Sql], build: Callable[[Sequence[Sql]], Sql], *, beside: Sequence[Sql] = ()) -> Sql:
    """What ``build`` makes of references to ``values``, each of which is computed once.

    ``beside`` is whatever else stands in it: the name of the derived table differs from all names in there.
    """
    if not values:
        return build(())
    levels = (int(found) for value in (*values, *beside) for found in _LEVEL.findall(value.text))
    table = f'"_v{max(levels, default=0) + 1}"'
    columns = join(", ", (value + f' AS "a{index}"' for index, value in enumerate(values)))
    body = build([Sql(f'{table}."a{index}"') for index in range(len(values))])
    return "(SELECT " + body + " FROM (SELECT " + columns + f" OFFSET 0) AS {table})"


def once_each(
    arguments: Sequence[Sql], build: Callable[[Sequence[Sql]], Sql], *, beside: Sequence[Sql] = ()
) -> Sql:
    """What ``build`` makes of ``arguments``, those that are more than simple computed once."""
    complex_ones = [index for index, argument in enumerate(arguments) if not is_simple(argument)]

    def placed(references: Sequence[Sql]) -> Sql:
        found = list(arguments)
        for index, reference in zip(complex_ones, references, strict=True):
            found[index] = reference
        return build(found)

    return once([arguments[index] for index in complex_ones], placed, beside=(*arguments, *beside))


def guarded(value: str, below: str, above: str) -> str:
    """``value``, or NULL when it is not strictly between the two; it stands once, and NULL stays NULL.

    LEAST and GREATEST skip a NULL and give the bound, which NULLIF turns back into NULL.
    """
    return f"NULLIF(GREATEST(NULLIF(LEAST({value}, {above}), {above}), {below}), {below})"


def whole(value: str, limit: int) -> str:
    """A number cut to an integer, NULL when beyond ``limit``."""
    return f"{guarded(f'trunc({value})', str(-limit - 1), str(limit + 1))}::int"


FIFTEEN = f"trim_scale(round(to_char({{value}}, '9.99999999999999EEEE')::numeric, {PLACES}))"
MANY_DIGITS = "0e-60::numeric"  # added to an operand, makes PostgreSQL compute so many decimal places


def fifteen(value: str) -> str:
    """A number as shown: 15 significant digits, half away from zero, and at most so many places."""
    return FIFTEEN.replace("{value}", value)


def settled(value: str) -> str:
    """A number rounded to the places that a rule carries."""
    return f"trim_scale(round({value}, {PLACES}))"


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


# div() cuts the exact quotient, so that rounding what is left is rounding the quotient.
divide: SqlForm = template(
    settled(f"div({{0}} * 1e{PLACES + 1}, NULLIF({{1}}, 0)) * 1e-{PLACES + 1}"),
)
power: SqlForm = template(
    "CASE WHEN {0} IS NULL OR {1} <> trunc({1}) THEN NULL"
    " WHEN {1} = 0 THEN 1"
    " WHEN {0} = 0 THEN CASE WHEN {1} > 0 THEN 0 END"
    f" WHEN {{1}} * log(abs({{0}})) > {LARGEST} THEN NULL"
    f" WHEN {{1}} * log(abs({{0}})) <= {-PLACES - 1} THEN 0"
    f" ELSE {settled(f'power({{0}} + {MANY_DIGITS}, {{1}})')} END"
)

# Working days and patterns are functions of the database: see `functions.sql`.
WORKING_DAY = "odos_workday({0}, {1}, {weekdays}, {holidays}, {extra_days})"
_LOCAL = local("{0}")
WORKING_DAY_AT = (
    f"((odos_workday({_LOCAL}::date, {{1}}, {{weekdays}}, {{holidays}}, {{extra_days}}) + {_LOCAL}::time)"
    " AT TIME ZONE {zone})"
)
# A pattern as written was looked at before; one that is computed is looked at for each row.
matches: SqlForm = template("(COALESCE({0}, '') ~ ('^(?:' || {1} || ')$' COLLATE \"C\"))")
matches_code: SqlForm = template("odos_matches(COALESCE({0}, ''), COALESCE({1}, ''))")
