"""A cell of a file → the value that the records engine takes for a field. One small reader for each kind.

Readers undo how people write (thousands separators, currency signs, labels instead of keys, dates in
their own order); whatever stays odd is passed on, so that the field itself refuses it with its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from odos.exchange.mapping import Target
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.schema.model import Field

_LETTERS = re.compile("[YymdHMSbBp]")
_GROUPING = re.compile(r"(?<=\d)[, '\u2019\u00a0\u202f](?=\d{3}(?!\d))")
_MONEY = re.compile(
    r"^(?P<before>[A-Za-z]{3})?\s*[^\w\s.,+()-]?\s*(?P<number>[^A-Za-z]*?)\s*(?P<after>[A-Za-z]{3})?$"
)
_SEPARATORS = re.compile(r"[;,|/、，；]")

Reader = Callable[[Field, Target, str, tzinfo], Any]


def read_cell(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    """The value for ``item``; raises `Invalid` with an empty path. Moments are read as of ``zone``."""
    return _READERS.get(item.kind, _as_written)(item, target, cell, zone)


def split_cell(target: Target, cell: str) -> list[str]:
    """The several values of one cell."""
    parts = cell.split(target.separator) if target.separator else _SEPARATORS.split(cell)
    return [part.strip() for part in parts if part.strip()]


def _as_written(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    return cell


def _number(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    return _multiplied(_plain_number(cell), target)


def _percent(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    return _multiplied(_plain_number(cell.rstrip("%％ ")), target)


def _money(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    matched = _MONEY.match(cell)
    if matched is None:
        return cell
    currency = matched["before"] or matched["after"] or target.currency
    amount = _multiplied(_plain_number(matched["number"]), target)
    return {"amount": amount, "currency": currency.upper()} if currency else {"amount": amount}


def _plain_number(cell: str) -> str:
    """``1,234.50`` → ``1234.50``; an accountant's ``(12)`` → ``-12``."""
    plain = _GROUPING.sub("", cell.strip())
    return f"-{plain[1:-1]}" if plain.startswith("(") and plain.endswith(")") else plain


def _multiplied(number: str, target: Target) -> str:
    if target.multiply is None:
        return number
    try:
        return format((Decimal(number) * target.multiply).normalize(), "f")
    except InvalidOperation:
        return number


def _option(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    return _option_names(item).get(cell.casefold(), cell)


def _options(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    return [_option(item, target, part, zone) for part in split_cell(target, cell)]


def _option_names(item: Field) -> Mapping[str, str]:
    """Keys by key and label in every language, case-blind; a key wins over a label."""
    offered: Mapping[str, Mapping[str, Any]] = item.options["options"]
    names = {
        label.casefold(): key for key, option in offered.items() for label in option.get("label", {}).values()
    }
    return {**names, **{key.casefold(): key for key in offered}}


def _date(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    found = _moment(target, cell)
    return cell if found is None else found.date().isoformat()


def _datetime(item: Field, target: Target, cell: str, zone: tzinfo) -> Any:
    found = _moment(target, cell)
    return cell if found is None else found.replace(tzinfo=zone).isoformat()


def _moment(target: Target, cell: str) -> datetime | None:
    """Read by the formats of the mapping; None leaves the cell to the field (ISO 8601)."""
    for pattern in target.dates:
        try:
            return datetime.strptime(cell, _LETTERS.sub(r"%\g<0>", pattern))  # noqa: DTZ007
        except ValueError:
            continue
    if target.dates and not re.match(r"\d{4}-\d\d-\d\d", cell):
        message = text('"{cell}" is not a date', "“{cell}”不是日期", cell=cell[:40])
        hint = text("Expected: {formats}", "应为：{formats}", formats=", ".join(target.dates))
        raise Invalid(None, [Issue("bad_date", message, (), hint)])
    return None


_READERS: Mapping[str, Reader] = {
    "integer": _number,
    "decimal": _number,
    "percent": _percent,
    "money": _money,
    "option": _option,
    "options": _options,
    "date": _date,
    "datetime": _datetime,
}
