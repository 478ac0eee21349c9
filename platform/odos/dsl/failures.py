"""Errors as values: what makes a rule fail for one record, and how each back end carries it.

In Python a failure is raised and caught at the latest where the rule ends. In SQL it travels in the value
itself, as a value that no record holds (`SQL_FAILURES`), so that a plain filter pays nothing: only nodes that
the checker marks with ``fails`` look for it. A condition that may fail is a code: 0 false, 1 failed, 2 true,
which makes ``and`` the least and ``or`` the greatest of codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from odos.dsl.types import Kind


class Failure(Exception):
    """A value that does not exist: a division by zero, a text that is no date, a number too large."""


FALSE, FAILED, TRUE = 0, 1, 2

_NUMBER = "'NaN'::numeric"
_TEXT = "E'\\uFFFF!'"  # a noncharacter of Unicode: not for interchange, so no text of people
SQL_FAILURES: dict[Kind, str] = {
    "text": _TEXT,
    "option": _TEXT,
    "number": _NUMBER,
    "percent": _NUMBER,
    "money": _NUMBER,
    "date": "'-infinity'::date",
    "datetime": "'-infinity'::timestamptz",
    "time": "TIME '24:00'",
    "record": "(-1)::bigint",
    "boolean": str(FAILED),
    "blank": _TEXT,
    "any": _TEXT,
}


def failing(form: Callable[..., Any]) -> Callable[..., Any]:
    """No result is a failure."""

    def required(*arguments: Any) -> Any:
        result = form(*arguments)
        if result is None:
            raise Failure
        return result

    return required


def either(tests: Iterable[Callable[[], bool]]) -> bool:
    """Whether one holds; fails when none does and one of them failed. The order says nothing, as in SQL."""
    failed: Failure | None = None
    for test in tests:
        try:
            if test():
                return True
        except Failure as failure:
            failed = failure
    if failed:
        raise failed
    return False
