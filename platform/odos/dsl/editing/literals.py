"""Constants as a builder holds them: ``{type, text}``; what is relative to who asks and when by its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from odos.dsl import tree
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.kernel.problems import Invalid

Literal = Mapping[str, Any]
_NUMBER = re.compile(r"-?\d{1,38}(\.\d{1,38})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_literal(node: tree.Node) -> Literal | None:
    """The constant; None for what is none, or could not come back as it was."""
    write = _WRITERS.get(type(node))
    found = write(node) if write else None
    return found if found is not None and read_literal(found) == node else None


def read_literal(value: object) -> tree.Node | None:
    """The node of a constant; None for what is none."""
    if not isinstance(value, Mapping):
        return None
    read = _READERS.get(str(value.get("type")))
    return read(value) if read else None


# ------------------------------------------------------------------ node → constant


def _literal(node: tree.Literal) -> Literal | None:
    if node.kind == "boolean":
        return {"type": "boolean", "value": node.value}
    if isinstance(node.value, str):
        return {"type": "text", "text": node.value}
    if isinstance(node.value, Decimal):
        shown = node.value.scaleb(2) if node.kind == "percent" else node.value
        return {"type": node.kind, "text": f"{shown:f}"}
    return None


def _negative(node: tree.Negative) -> Literal | None:
    inner = _literal(node.item) if isinstance(node.item, tree.Literal) else None
    if inner is None or inner["type"] not in {"number", "percent"}:
        return None
    return {**inner, "text": "-" + inner["text"]}


def _context(node: tree.Context) -> Literal:
    return {"type": "relative", "text": node.name}


def _shifted(node: tree.Arithmetic) -> Literal | None:
    is_shift = isinstance(node.left, tree.Context) and isinstance(node.right, tree.Duration)
    return {"type": "relative", "text": print_rule(node)} if is_shift else None


def _call(node: tree.Call) -> Literal | None:
    values = [item.value for item in node.arguments if isinstance(item, tree.Literal)]
    if node.name == "DATE" and len(values) == len(node.arguments) == 3:
        return {"type": "date", "text": "-".join(str(part).zfill(2) for part in values).zfill(10)}
    if node.name == "DATETIMEVALUE" and len(values) == len(node.arguments) == 1:
        return {"type": "datetime", "text": str(values[0])}
    return None


_WRITERS: dict[type[tree.Node], Callable[[Any], Literal | None]] = {
    tree.Literal: _literal,
    tree.Negative: _negative,
    tree.Context: _context,
    tree.Arithmetic: _shifted,
    tree.Call: _call,
}


# ------------------------------------------------------------------ constant → node


def _read_text(value: Literal) -> tree.Node | None:
    written = value.get("text")
    return tree.Literal(written, "text") if isinstance(written, str) and "\x00" not in written else None


def _read_number(value: Literal) -> tree.Node | None:
    written, kind = value.get("text"), value["type"]
    if not isinstance(written, str) or not _NUMBER.fullmatch(written):
        return None
    amount = Decimal(written.removeprefix("-"))
    plain = tree.Literal(amount.scaleb(-2) if kind == "percent" else amount, kind)
    return tree.Negative(plain) if written.startswith("-") else plain


def _read_boolean(value: Literal) -> tree.Node | None:
    given = value.get("value")
    return tree.Literal(given, "boolean") if isinstance(given, bool) else None


def _read_date(value: Literal) -> tree.Node | None:
    written = value.get("text")
    if not isinstance(written, str) or not _DAY.fullmatch(written):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    parts = (day.year, day.month, day.day)
    return tree.Call("DATE", tuple(tree.Literal(Decimal(part), "number") for part in parts))


def _read_moment(value: Literal) -> tree.Node | None:
    written = _read_text(value)
    return tree.Call("DATETIMEVALUE", (written,)) if written else None


def _read_relative(value: Literal) -> tree.Node | None:
    try:
        node = parse(str(value.get("text")))
    except Invalid:
        return None
    is_shift = isinstance(node, tree.Arithmetic) and isinstance(node.left, tree.Context)
    fits = isinstance(node, tree.Context) or (is_shift and isinstance(node.right, tree.Duration))  # type: ignore[attr-defined]
    return node if fits else None


_READERS: dict[str, Callable[[Literal], tree.Node | None]] = {
    "text": _read_text,
    "number": _read_number,
    "percent": _read_number,
    "boolean": _read_boolean,
    "date": _read_date,
    "datetime": _read_moment,
    "relative": _read_relative,
}
