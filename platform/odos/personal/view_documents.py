"""What a saved view holds: read from what a client sends, kept by identity, shown with present keys.

A part that leads nowhere any more, or to what the viewer may not see, is left out and reported; the view
still opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from odos.dsl import tree
from odos.dsl.printer import print_rule
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.personal.conditions import check_filter, check_node
from odos.personal.pinning import find_path, pin_path, pin_rule, read_pinned
from odos.records.context import Context
from odos.records.lists.aggregates import check_groupable
from odos.records.lists.ordering import parse_sort
from odos.records.rules.compiled import rule_scope
from odos.records.values.selecting import resolve_path
from odos.schema.model import Entity, Field

MOST_COLUMNS = 100
MOST_QUICK_FILTERS = 20
WIDTHS = (20, 2000)
TYPES = ("list", "tree")
TOTALS = ("sum", "avg", "min", "max")


@dataclass
class Reading:
    """Where a document is read, and the findings so far."""

    context: Context
    entity: Entity
    issues: list[Issue] = field(default_factory=list)

    def wrong(self, name: str, en: str, zh: str, **values: object) -> None:
        """Note what is no form of that part."""
        self.issues.append(Issue("bad_view", text(en, zh, **values), (name,)))

    def path(self, name: str, given: object) -> tuple[Field, ...] | None:
        """The fields along a path that a client sent."""
        try:
            return resolve_path(self.context, self.entity, str(given), at=(name,))
        except Invalid as refusal:
            self.issues += refusal.issues
            return None

    def shown(self, name: str, pinned: str) -> str | None:
        """The present keys along a pinned path."""
        found = find_path(self.context.schema, self.entity, pinned)
        if found is None or self._is_hidden(found):
            message = text(
                "A field of this view is no longer there for you", "此视图中的某个字段已不存在或您无权查看"
            )
            issue = Issue("field_gone", message, (name,), severity="warning")
            self.issues += [issue] if issue not in self.issues else []
            return None
        return ".".join(item.key for item in found)

    def _is_hidden(self, path: tuple[Field, ...]) -> bool:
        here = self.entity
        for item in path:
            if item.id in self.context.access(here).hidden_fields:
                return True
            here = self.context.schema.by_id.get(item.target or "", here)
        return False


@dataclass(frozen=True)
class _Part:
    """``read`` gives the stored form of what was sent, ``show`` the reverse; None: nothing is left of it."""

    read: Callable[[Reading, Any], Any]
    show: Callable[[Reading, Any], Any]


def read_document(context: Context, entity: Entity, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that were sent, in stored form; None removes one. Raises `Invalid` with every finding."""
    reading = Reading(context, entity)
    read = {
        name: None if given[name] in (None, "", [], {}) else part.read(reading, given[name])
        for name, part in _PARTS.items()
        if name in given
    }
    if has_errors(reading.issues):
        raise Invalid(None, reading.issues)
    return read


def show_document(
    context: Context, entity: Entity, stored: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Issue]]:
    """The document as the viewer may see it, and warnings about what is left out."""
    reading = Reading(context, entity)
    shown = {name: part.show(reading, stored[name]) for name, part in _PARTS.items() if name in stored}
    return {name: value for name, value in shown.items() if value is not None}, reading.issues


# ------------------------------------------------------------------ columns and other paths


def _read_columns(reading: Reading, given: Any) -> dict[str, Any] | None:
    if not isinstance(given, dict) or len(given) > MOST_COLUMNS:
        reading.wrong(
            "columns", "Columns are at most {n}, by path", "列应按路径给出，最多 {n} 列", n=MOST_COLUMNS
        )
        return None
    columns = {}
    for name, column in given.items():
        path = reading.path("columns", name)
        if path is not None:
            columns[pin_path(path)] = _column(reading, column if isinstance(column, dict) else {})
    return columns


def _column(reading: Reading, given: Mapping[str, Any]) -> dict[str, Any]:
    width, order = given.get("width"), given.get("order", 0)
    if not _is_number(order) or not (
        width is None or (_is_number(width) and WIDTHS[0] <= width <= WIDTHS[1])
    ):
        reading.wrong("columns", "A column has an order and a width from {a} to {b}",
                      "列应有 order 以及 {a} 到 {b} 之间的 width", a=WIDTHS[0], b=WIDTHS[1])  # fmt: skip
    column = {"order": order, "width": width, "frozen": given.get("frozen") is True or None}
    return {name: value for name, value in column.items() if value is not None}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _show_columns(reading: Reading, stored: Mapping[str, Any]) -> dict[str, Any] | None:
    shown = {reading.shown("columns", pinned): column for pinned, column in stored.items()}
    return {path: column for path, column in shown.items() if path is not None} or None


def _read_sort(reading: Reading, given: Any) -> list[list[Any]] | None:
    try:
        sorts = parse_sort(reading.context, reading.entity, str(given))
    except Invalid as refusal:
        reading.issues += refusal.issues
        return None
    return [[pin_path(sort.path), sort.descending] for sort in sorts]


def _show_sort(reading: Reading, stored: Iterable[tuple[str, bool]]) -> str | None:
    keys = [(reading.shown("sort", pinned), descending) for pinned, descending in stored]
    return ",".join(f"{'-' if descending else ''}{key}" for key, descending in keys if key) or None


def _read_group(reading: Reading, given: Any) -> str | None:
    path = reading.path("group_by", given)
    if path is None:
        return None
    try:
        check_groupable(path[-1])
    except Invalid as refusal:
        reading.issues += refusal.issues
    return pin_path(path)


def _show_group(reading: Reading, stored: str) -> str | None:
    return reading.shown("group_by", stored)


def _read_quick(reading: Reading, given: Any) -> list[str] | None:
    if not isinstance(given, list) or len(given) > MOST_QUICK_FILTERS:
        reading.wrong("quick_filters", "Quick filters are a list of at most {n} fields",
                      "快速筛选应为最多 {n} 个字段的列表", n=MOST_QUICK_FILTERS)  # fmt: skip
        return None
    paths = [reading.path("quick_filters", name) for name in given]
    return [pin_path(path) for path in paths if path]


def _show_quick(reading: Reading, stored: Iterable[str]) -> list[str] | None:
    return [path for pinned in stored if (path := reading.shown("quick_filters", pinned))] or None


def _read_totals(reading: Reading, given: Any) -> dict[str, str] | None:
    if not isinstance(given, dict) or not set(given.values()) <= set(TOTALS):
        reading.wrong("totals", "A total is one of {names}", "合计应为 {names} 之一", names=", ".join(TOTALS))
        return None
    paths = [(reading.path("totals", name), function) for name, function in given.items()]
    return {pin_path(path): function for path, function in paths if path}


def _show_totals(reading: Reading, stored: Mapping[str, str]) -> dict[str, str] | None:
    shown = {reading.shown("totals", pinned): function for pinned, function in stored.items()}
    return {path: function for path, function in shown.items() if path is not None} or None


# ------------------------------------------------------------------ filter and the rest


def _read_filter(reading: Reading, given: Any) -> dict[str, Any] | None:
    if not isinstance(given, str):
        reading.wrong("filter", "A filter is a text", "筛选条件应为文本")
        return None
    try:
        return pin_rule(given, check_filter(reading.context, reading.entity, given))
    except Invalid as refusal:
        reading.issues += refusal.issues
        return None


def _show_filter(reading: Reading, stored: Mapping[str, Any]) -> str | None:
    """Conditions at the top that cannot be read any more are left out, with a warning."""
    node = read_pinned(stored)
    parts = node.items if isinstance(node, tree.And) else (node,)
    good = [part for part in parts if not has_errors(_check(reading, part))]
    if len(good) < len(parts):
        message = text(
            "A condition of this view asks for something that is no longer there for you, so it is left out",
            "此视图的某个条件引用了已不存在或您无权查看的内容，因此已忽略该条件",
        )
        reading.issues.append(Issue("condition_gone", message, ("filter",), severity="warning"))
    if not good:
        return None
    return print_rule(tree.And(tuple(good)) if len(good) > 1 else good[0], _scope(reading))


def _check(reading: Reading, node: tree.Node) -> tuple[Issue, ...]:
    return check_node(reading.context, reading.entity, node).issues


def _scope(reading: Reading) -> Any:
    return rule_scope(reading.context, reading.entity)


def _read_type(reading: Reading, given: Any) -> str | None:
    if given not in TYPES:
        reading.wrong("type", "A view is one of {names}", "视图类型应为 {names} 之一", names=", ".join(TYPES))
    return str(given)


def _read_page_size(reading: Reading, given: Any) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= 1000:
        reading.wrong("page_size", "A page has from 1 to 1000 rows", "每页行数应为 1 到 1000")
        return None
    return given


def _as_it_is(_reading: Reading, stored: Any) -> Any:
    return stored


_PARTS: Mapping[str, _Part] = {
    "type": _Part(_read_type, _as_it_is),
    "columns": _Part(_read_columns, _show_columns),
    "filter": _Part(_read_filter, _show_filter),
    "sort": _Part(_read_sort, _show_sort),
    "group_by": _Part(_read_group, _show_group),
    "quick_filters": _Part(_read_quick, _show_quick),
    "totals": _Part(_read_totals, _show_totals),
    "page_size": _Part(_read_page_size, _as_it_is),
}
PARTS = frozenset(_PARTS)
