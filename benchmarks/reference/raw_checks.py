"""Checking bodies by hand: one function for each column, from JSON to what psycopg2 takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from benchmarks.documents import CATEGORIES, STATUSES
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

Check = Callable[[Any], Any]
REQUIRED = ("name", "status", "account_id", "amount")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_WEBSITE = re.compile(r"https?://[^\s]+")


def _text(longest: int) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or "\x00" in value:
            raise ValueError
        return value

    return check


def _matching(pattern: re.Pattern[str], longest: int) -> Check:
    length = _text(longest)

    def check(value: Any) -> Any:
        if not pattern.fullmatch(length(value)):
            raise ValueError
        return value

    return check


def _one_of(*choices: str) -> Check:
    def check(value: Any) -> Any:
        if value not in choices:
            raise ValueError
        return value

    return check


def _whole(least: int, most: int) -> Check:
    def check(value: Any) -> Any:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return check


def _decimal(digits: int, scale: int, least: int | None = None, most: int | None = None) -> Check:
    bound, step = Decimal(10) ** (digits - scale), Decimal(1).scaleb(-scale)

    def check(value: Any) -> Decimal:
        number = Decimal(value)
        if abs(number) >= bound or number != number.quantize(step):
            raise ValueError
        if (least is not None and number < least) or (most is not None and number > most):
            raise ValueError
        return number

    return check


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


CHECKS: Mapping[str, Check] = {
    "name": _text(200),
    "code": _text(40),
    "status": _one_of(*STATUSES),
    "category": _one_of(*CATEGORIES),
    "account_id": int,
    "priority": _whole(0, 1000),
    "quantity": _whole(0, 2**31 - 1),
    "amount": _decimal(14, 2),
    "discount": _decimal(6, 3),
    "probability": _decimal(5, 2, 0, 100),
    "starts_on": date.fromisoformat,
    "closes_on": date.fromisoformat,
    "contacted_at": datetime.fromisoformat,
    "is_active": _boolean,
    "email": _matching(_EMAIL, 254),
    "phone": _text(50),
    "website": _matching(_WEBSITE, 2000),
    "city": _text(100),
    "country": _text(100),
    "remark": _text(500),
    "owner_id": int,
}
_COLUMNS = {"account": "account_id", "owner": "owner_id"}


def read_columns(body: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
    """The columns to write; raises `Invalid` with every finding."""
    columns: dict[str, Any] = {}
    issues = []
    for key, value in body.items():
        name = _COLUMNS.get(key, key)
        try:
            columns[name] = None if value is None else CHECKS[name](value)
        except (KeyError, ValueError, TypeError, InvalidOperation):
            issues.append(Issue("invalid", text("This value does not fit", "值不正确"), (key,)))
    issues += [
        Issue("required", text("This is required", "此项必填"), (name,))
        for name in REQUIRED
        if columns.get(name) is None and (complete or name in columns)
    ]
    if issues:
        raise Invalid(None, issues)
    return columns
