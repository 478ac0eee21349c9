"""Which types go together, and what a literal becomes beside another type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from odos.dsl import findings, moments, tree
from odos.dsl.types import (
    ANY,
    BLANK,
    BOOLEAN,
    DATE,
    DATETIME,
    MONEY,
    NUMBER,
    OPTION,
    PERCENT,
    TEXT,
    TIME,
    Type,
)
from odos.kernel.issues import Issue
from odos.kernel.texts import text

_LARGEST_ID = 2**63 - 1
LONGEST_DURATION: dict[str, int] = {
    "minute": 500_000_000,
    "hour": 8_000_000,
    "day": 366_000,
    "working day": 5_000,
    "week": 52_000,
    "month": 12_000,
    "year": 1_000,
}


def meet(left: Type, right: Type) -> Type | None:
    """The type as which both can be read; None when there is none. `ANY` is a part at fault."""
    if left == right or right.kind in {"blank", "any"}:
        return left
    if left.kind in {"blank", "any"}:
        return right
    if left.is_numeric and right.is_numeric:
        return MONEY if MONEY in (left, right) else NUMBER
    if left.is_textual and right.is_textual:
        return TEXT
    if left.is_temporal and right.is_temporal:
        return DATETIME
    return None


def common_type(nodes: Sequence[tree.Node]) -> Type:
    """The type as which all can be read; they were found to go together."""
    kind = nodes[0].type
    for node in nodes:
        kind = meet(kind, node.type) or kind
    return kind


def accepts(parameter: Type, argument: Type) -> bool:
    """Whether an argument may stand for a parameter."""
    if argument.kind in {"blank", "any"}:
        return True
    if parameter.is_numeric:
        return argument.is_numeric
    if parameter == TEXT:
        return argument.is_textual
    return argument == parameter or (parameter == DATETIME and argument == DATE)


def is_scalar(kind: Type) -> bool:
    """Whether a type variable may stand for it."""
    return kind.kind not in {"list", "optionset", "duration"}


def is_ordered(kind: Type) -> bool:
    """Whether < and > mean something."""
    return kind.is_numeric or kind.is_textual or kind.is_temporal or kind.kind in {"time", "blank", "any"}


def fit(node: tree.Node, beside: tree.Node) -> tree.Node | Issue:
    """A literal as the type of what stands beside it: a key of an option, an id of a record, a date."""
    if not isinstance(node, tree.Literal) or node.type.kind in {"blank", "any"}:
        return node
    kind = beside.type.kind
    if kind in {"option", "optionset"} and isinstance(node.value, str):
        return _option(node, beside)
    if kind == "record" and node.kind in {"text", "number"}:
        return _identity(node, beside.type)
    if _is_id(beside) and node.kind == "text":
        return _identity(node, NUMBER)
    if kind in {"date", "datetime"} and isinstance(node.value, str):
        return _moment(node, node.value, beside.type)
    if kind == "time" and isinstance(node.value, str):
        return _time(node, node.value)
    return node


def _is_id(node: tree.Node) -> bool:
    """Whether it is the system field ``id``, which JSON shows as text."""
    return isinstance(node, tree.FieldPath) and node.steps[-1].field.system and node.steps[-1].key == "id"


def _option(node: tree.Literal, beside: tree.Node) -> tree.Node | Issue:
    if not isinstance(beside, tree.FieldPath):
        return node
    field = beside.steps[-1].field
    options = field.options.get("options") or {}
    if node.value in options or not options:
        return replace(node, type=OPTION)
    written = str(node.value)
    named = {
        str(label).lower(): key for key, item in options.items() for label in item.get("label", {}).values()
    }
    word = named.get(written.lower()) or findings.proposal(written, options)
    message = text(
        '"{field}" has no option "{key}"',
        "“{field}”没有选项“{key}”",
        field=field.key,
        key=findings.shorten(written),
    )
    listed = ", ".join(list(options)[:20])
    hint = findings.did_you_mean(word) or text("Options: {keys}", "可选项：{keys}", keys=listed)
    return findings.finding("rule_option", node.at, message, hint)


def _identity(node: tree.Literal, kind: Type) -> tree.Node | Issue:
    written = str(node.value)
    if written.isascii() and written.isdigit() and 0 < int(written[:20]) <= _LARGEST_ID:
        return replace(node, type=kind)
    message = text(
        '"{written}" is no id of a record', "“{written}”不是记录编号", written=findings.shorten(written)
    )
    hint = text(
        "Compare with the id, or compare a field of it, as in account.name",
        "请与编号比较，或比较其字段，例如 account.name",
    )
    return findings.finding("rule_record_id", node.at, message, hint)


def _moment(node: tree.Literal, written: str, beside: Type) -> tree.Node | Issue:
    if moments.parse_date(written):
        return replace(node, type=DATE)
    moment = moments.parse_moment(written)
    if beside == DATETIME and moment and moments.is_real(moment):
        return replace(node, type=DATETIME)
    message = text('"{written}" is no date', "“{written}”不是日期", written=findings.shorten(written))
    hint = text('Write "2026-01-31" or DATE(2026, 1, 31)', '请写作 "2026-01-31" 或 DATE(2026, 1, 31)')
    return findings.finding("rule_type", node.at, message, hint)


def _time(node: tree.Literal, written: str) -> tree.Node | Issue:
    if moments.parse_time(written):
        return replace(node, type=TIME)
    message = text('"{written}" is no time', "“{written}”不是时间", written=findings.shorten(written))
    hint = text('Write "10:30" or "10:30:15"', '请写作 "10:30" 或 "10:30:15"')
    return findings.finding("rule_type", node.at, message, hint)


def literal_type(node: tree.Literal) -> Type:
    """The type of a literal by itself; an empty text is a blank."""
    if node.value is None or node.value == "":
        return BLANK
    return {"text": TEXT, "number": NUMBER, "percent": PERCENT, "boolean": BOOLEAN, "blank": BLANK}[node.kind]


_FIXED_UNITS = frozenset({"minute", "hour"})


def arithmetic_type(operator: str, left: tree.Node, right: tree.Node) -> Type | None:
    """The type of an operation on two typed nodes; None when they do not go together."""
    kinds = left.type, right.type
    if ANY in kinds:
        return ANY
    if all(kind.is_numeric or kind.kind == "blank" for kind in kinds):
        return MONEY if _is_money(operator, *kinds) else NUMBER
    if operator == "-" and (_both_temporal(left, right) or kinds == (TIME, TIME)):
        return NUMBER
    if operator == "+" and all(kind.is_textual or kind.kind == "blank" for kind in kinds):
        return TEXT
    if operator == "+" and (right.type.is_temporal or right.type == TIME):
        left, right = right, left
    return _shifted(left.type, right) if operator in {"+", "-"} else None


def _both_temporal(left: tree.Node, right: tree.Node) -> bool:
    return left.type.is_temporal and right.type.is_temporal


def _is_money(operator: str, left: Type, right: Type) -> bool:
    if operator == "/":
        return left == MONEY and right != MONEY
    return (MONEY in (left, right)) and operator != "^"


def _shifted(moment: Type, by: tree.Node) -> Type | None:
    """A date or moment, so much later: a duration as written, or a number of days; a time, by a number of
    milliseconds or a duration of less than a day."""
    if moment == TIME:
        fixed = isinstance(by, tree.Duration) and by.unit in _FIXED_UNITS
        return TIME if fixed or by.type.is_numeric or by.type.kind == "blank" else None
    if not moment.is_temporal:
        return None
    if isinstance(by, tree.Duration):
        return DATETIME if by.unit in _FIXED_UNITS else moment
    return moment if by.type.is_numeric or by.type.kind == "blank" else None
