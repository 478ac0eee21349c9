"""Values of the rule language in words for people: dates and numbers as their language writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from django.utils import dateformat, translation

from odos.dsl import tree
from odos.dsl.printer import number_text
from odos.kernel.texts import BETWEEN_NAMES, spoken, text
from odos.records.why.values import option_label

NOTHING = "–"  # where a field has no value, or none that the reader may see
_YES, _NO = text("yes", "是"), text("no", "否")
_DATES = {"en": "j M Y", "zh-hans": "Y年n月j日"}
_HUNDRED = Decimal(100)


def in_words(node: tree.Node, value: Any, label: str | None, language: str, zone: tzinfo) -> str:
    """The value of a node; ``label`` is the title of a record, or an amount with its currency."""
    words = spoken(language)
    if value is None:
        return NOTHING if isinstance(node, tree.FieldPath) else ""
    if node.type.kind == "money" and label:
        amount, _, currency = label.partition(" ")
        return f"{_amount(Decimal(amount), words, zone)} {currency}"
    named = label or option_label(node, value, words)
    if named is not None:
        return named
    say = _SAYINGS.get(node.type.kind, _plain)
    return say(value, words, zone)


def _plain(value: Any, language: str, zone: tzinfo) -> str:
    if isinstance(value, list):
        return BETWEEN_NAMES[spoken(language)].join(_plain(item, language, zone) for item in value)
    return str(value)


def _number(value: Any, _language: str, _zone: tzinfo) -> str:
    whole, _, rest = number_text(Decimal(value)).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


def _amount(value: Decimal, language: str, zone: tzinfo) -> str:
    """Tenths of a currency are written as hundredths: 0.50."""
    whole, _, rest = _number(value, language, zone).partition(".")
    return f"{whole}.{rest:0<2}" if rest else whole


def _percent(value: Any, _language: str, _zone: tzinfo) -> str:
    return f"{number_text(Decimal(value) * _HUNDRED)}%"


def _boolean(value: Any, language: str, _zone: tzinfo) -> str:
    return (_YES if value else _NO).render(language)


def _date(value: date, language: str, _zone: tzinfo) -> str:
    with translation.override(language):
        return dateformat.format(value, _DATES[language])


def _moment(value: datetime, language: str, zone: tzinfo) -> str:
    local = value.astimezone(zone)
    return f"{_date(local, language, zone)} {local:%H:%M}"


def _time(value: time, _language: str, _zone: tzinfo) -> str:
    return f"{value:%H:%M}"


_SAYINGS: Mapping[str, Callable[[Any, str, tzinfo], str]] = {
    "number": _number,
    "money": _number,
    "percent": _percent,
    "boolean": _boolean,
    "date": _date,
    "datetime": _moment,
    "time": _time,
}
