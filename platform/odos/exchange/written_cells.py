"""A value of a record's JSON → a cell: a text for people and, for a spreadsheet, the number or date behind.

The texts are such that `odos.exchange.cells` reads them back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import singledispatch
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from odos.fields.moments import read_moment
from odos.fields.registry import get_kind
from odos.kernel.texts import translate
from odos.schema.model import Field

BETWEEN = "; "  # several values in one cell
Value = Decimal | date | datetime | None


@dataclass(frozen=True)
class Cell:
    """``value`` is None where the text is all there is; ``pattern`` says how a spreadsheet shows it."""

    text: str
    value: Value = None
    pattern: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads the file: the language of options and words, the zone of moments."""

    language: str
    zone: ZoneInfo

    def cell(self, item: Field, value: object) -> Cell:
        """The cell of a value of the field; what does not look like one (a mask) stays as it is."""
        if value is None or value == "":
            return _EMPTY
        write = _WRITERS.get(get_kind(item.kind).rule_type(item).kind, _plain)
        try:
            return write(self, item, value)
        except (InvalidOperation, ValueError, TypeError, KeyError):
            return Cell(as_text(value))


_EMPTY = Cell("")


@singledispatch
def as_text(value: Any) -> str:
    """Any JSON value as one line of text."""
    return str(value)


@as_text.register
def _(value: dict) -> str:  # type: ignore[type-arg]
    named = value.get("label", value.get("name"))
    return str(named) if named is not None else orjson.dumps(value).decode()


@as_text.register
def _(value: list) -> str:  # type: ignore[type-arg]
    return BETWEEN.join(as_text(each) for each in value)


def _plain(reader: Reader, item: Field, value: Any) -> Cell:
    return Cell(as_text(value))


def _number(reader: Reader, item: Field, value: Any) -> Cell:
    return Cell(str(value), Decimal(str(value)))


def _percent(reader: Reader, item: Field, value: Any) -> Cell:
    return Cell(f"{value}%", Decimal(str(value)) / 100, "0.00%")


def _money(reader: Reader, item: Field, value: Any) -> Cell:
    amount, code = str(value["amount"]), str(value["currency"])
    return Cell(f"{code} {amount}", Decimal(amount), f'#,##0.00 "{code}"')


def _boolean(reader: Reader, item: Field, value: Any) -> Cell:
    return Cell(translate(_YES if value is True else _NO, reader.language))


def _date(reader: Reader, item: Field, value: Any) -> Cell:
    return Cell(value, date.fromisoformat(value), "yyyy-mm-dd")


def _datetime(reader: Reader, item: Field, value: Any) -> Cell:
    moment = read_moment(value)
    if moment is None:
        return Cell(value)
    local = moment.astimezone(reader.zone)
    return Cell(local.isoformat(sep=" "), local.replace(tzinfo=None), "yyyy-mm-dd hh:mm:ss")


def _option(reader: Reader, item: Field, value: Any) -> Cell:
    option = item.options["options"][value]
    return Cell(translate(option.get("label") or {"en": value}, reader.language))


def _options(reader: Reader, item: Field, value: Any) -> Cell:
    return Cell(BETWEEN.join(_option(reader, item, each).text for each in value))


_YES, _NO = {"en": "Yes", "zh-hans": "是"}, {"en": "No", "zh-hans": "否"}
_WRITERS: Mapping[str, Callable[[Reader, Field, Any], Cell]] = {
    "number": _number,
    "percent": _percent,
    "money": _money,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "option": _option,
    "optionset": _options,
}
