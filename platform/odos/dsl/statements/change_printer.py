"""Tree → canonical text of automation, postings, decision tables; `print_statement` is for any statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from odos.dsl import tree
from odos.dsl.printer import item_scope, quote_text
from odos.dsl.scope import Scope
from odos.dsl.statements import tree as st
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.printer import (
    CLAUSES,
    Printer,
    assign_lines,
    comments,
    duration,
    framed,
    recycle_lines,
    remind_lines,
    schedule,
    score_lines,
    title,
    validate_lines,
)
from odos.dsl.statements.scopes import change_scope, points_scope

_INDENT = "  "
_GAP = "  "


def print_statement(node: st.Statement, scope: Scope | None = None) -> str:
    """The canonical text. ``scope`` is needed for a checked tree and is that of the rule's entity."""
    wrap = _SCOPES.get(type(node))
    printer = Printer(wrap(scope) if scope and wrap else scope, _ALL_CLAUSES)
    return framed(node, _STATEMENTS[type(node)](printer, node))


def print_actions(node: st.Statement, scope: Scope | None = None) -> list[str]:
    """The actions of a rule, each as it is written."""
    wrap = _SCOPES.get(type(node))
    printer = Printer(wrap(scope) if scope and wrap else scope, _ALL_CLAUSES)
    actions = node.actions if isinstance(node, ch.On | ch.Every) else ()
    return [printer.clause(action) for action in actions]


_SCOPES: Mapping[type[st.Statement], Callable[[Scope], Scope]] = {
    ch.On: change_scope,
    st.Validate: change_scope,
    st.Score: points_scope,
}


# ------------------------------------------------------------------ actions


def _assignments(fields: Printer, values: Printer, items: Sequence[st.Assignment]) -> str:
    return ", ".join(f"{fields.text(item.field)} = {values.text(item.value)}" for item in items)


def _arguments(printer: Printer, items: Sequence[st.Argument]) -> str:
    listed = ", ".join(f"{item.name} = {printer.text(item.value)}" for item in items)
    return f" with {listed}" if items else ""


def _items(printer: Printer, path: tree.Node) -> Printer:
    """A printer for the items of a collection."""
    found = isinstance(path, tree.FieldPath) and printer.scope is not None
    return printer.within(item_scope(path, printer.scope) if found else None)  # type: ignore[arg-type]


def _create_record(printer: Printer, node: ch.CreateRecord) -> str:
    known = printer.scope is not None and node.entity.id
    made = printer.within(printer.scope.entity_scope(node.entity.id) if known and printer.scope else None)
    return f"create {node.entity.name} with {_assignments(made, printer, node.values)}"


def _update_related(printer: Printer, node: ch.UpdateRelated) -> str:
    inner = _items(printer, node.path)
    values = _assignments(inner, inner, node.values)
    return f"update {printer.text(node.path)}{inner.some('where', node.where)} set {values}"


def _wait_until(printer: Printer, node: ch.WaitUntil) -> str:
    longest = f", at most {duration(node.longest)}" if node.longest else ""
    return f"wait until {printer.text(node.condition)}{longest}"


def _entry(printer: Printer, node: ch.Entry) -> str:
    inner = _items(printer, node.over) if node.over is not None else printer
    over = f"for each {printer.text(node.over)}" if node.over is not None else ""
    head = f"{over}{inner.some('where', node.where)}:" if over else "enter"
    measures = ", ".join(
        inner.text(item.value) + (f" as {item.name}" if item.name else "") for item in node.measures
    )
    dated = inner.some("on", node.dated, "concatenation")
    return f"{head} {measures} at {inner.listed(node.places)}{dated}"


_ALL_CLAUSES: Mapping[type[tree.Node], Callable[[Printer, Any], str]] = {
    **CLAUSES,
    ch.SetValues: lambda printer, node: f"set {_assignments(printer, printer, node.values)}",
    ch.CreateFromMapping: lambda _, node: (
        f"create {node.entity.name} from mapping {quote_text(node.mapping)}"
    ),
    ch.CreateRecord: _create_record,
    ch.UpdateRelated: _update_related,
    ch.SendMail: lambda printer, node: (
        f"send mail to {printer.people(node.to)} using {quote_text(node.template)}"
    ),
    ch.CallWebhook: lambda printer, node: (
        f"call webhook {quote_text(node.name)}{_arguments(printer, node.arguments)}"
    ),
    ch.StartApproval: lambda _, node: f"start approval {quote_text(node.name)}",
    ch.RunAction: lambda printer, node: (
        f"run plugin action {quote_text(node.name)}{_arguments(printer, node.arguments)}"
    ),
    ch.WaitFor: lambda _, node: f"wait for {duration(node.duration)}",
    ch.WaitUntil: _wait_until,
    ch.Entry: _entry,
}


# ------------------------------------------------------------------ statements


def _on_lines(printer: Printer, node: ch.On) -> Iterator[str]:
    events = f" {', '.join(node.events)}" if node.events else ""
    yield f"on {node.entity.name}{title(node)}{events}{printer.some('when', node.when)}"
    yield from printer.lines(node.actions)


def _every_lines(printer: Printer, node: ch.Every) -> Iterator[str]:
    when = printer.some("when", node.when)
    yield f"every {schedule(node.schedule)} on {node.entity.name}{title(node)}{when}"
    yield from printer.lines(node.actions)


def _post_lines(printer: Printer, node: ch.Post) -> Iterator[str]:
    when = printer.some("when", node.when)
    yield f"post {node.entity.name}{title(node)}{when} into ledger {quote_text(node.ledger)}"
    yield from printer.lines(node.entries)


def _decide_lines(printer: Printer, node: ch.Decide) -> Iterator[str]:
    yield f"decide {node.name} on {node.entity.name}{title(node)}  {node.mode}"
    columns = [_column(printer, column) for column in node.columns]
    rows = [[_cell(printer, cell) for cell in row.cells] for row in node.rows]
    widths = [max(map(len, column)) for column in zip(columns, *filter(None, rows), strict=True)]
    yield _INDENT + _line(columns, widths, "->", ", ".join(node.results))
    for row, cells in zip(node.rows, rows, strict=True):
        results = _GAP.join(_result(printer, item) for item in row.results)
        yield from (_INDENT + comment for comment in comments(row.notes))
        yield _INDENT + (_line(cells, widths, "", results) if cells else _otherwise(widths, results))


def _line(cells: Sequence[str], widths: Sequence[int], arrow: str, results: str) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return _GAP.join([*padded, arrow.ljust(2), results])


def _otherwise(widths: Sequence[int], results: str) -> str:
    space = sum(widths) + len(_GAP) * len(widths) + len("->")
    return f"{'otherwise'.ljust(space)}{_GAP}{results}"


def _column(printer: Printer, node: tree.Node) -> str:
    shown = printer.text(node, "operand")
    is_name = isinstance(node, tree.Path | tree.FieldPath | tree.Context)
    return shown if is_name or shown.startswith("(") else f"({shown})"


def _cell(printer: Printer, node: tree.Node) -> str:
    match node:
        case ch.TestCell(operator="="):
            return _operand(printer, node.value)
        case ch.TestCell():
            return f"{node.operator} {_operand(printer, node.value)}"
        case ch.RangeCell():
            return f"{_operand(printer, node.low)}..{_operand(printer, node.high)}"
        case ch.ListCell():
            return f"[{printer.listed(node.items)}]"
        case _:
            return "-"


_PLAIN = (tree.Literal, tree.Duration, tree.Call)


def _operand(printer: Printer, node: tree.Node) -> str:
    """A literal or call as it is, all else in brackets, so that no cell runs into the next."""
    if isinstance(node, tree.Negative) and isinstance(node.item, tree.Literal) and _is_number(node.item):
        return printer.text(node, "sign")
    shown = printer.text(node, "operand")
    return shown if isinstance(node, _PLAIN) or shown.startswith("(") else f"({shown})"


def _is_number(node: tree.Literal) -> bool:
    return node.kind in {"number", "percent"}


def _result(printer: Printer, node: tree.Node) -> str:
    if isinstance(node, tree.Items):
        return printer.text(node)
    someone = isinstance(node, st.Named | st.Team | st.Managers | st.Head)
    return printer.person(node, "operand") if someone else _operand(printer, node)


_STATEMENTS: Mapping[type[st.Statement], Callable[[Printer, Any], Iterator[str]]] = {
    st.Score: score_lines,
    st.Validate: validate_lines,
    st.Remind: remind_lines,
    st.Assign: assign_lines,
    st.Recycle: recycle_lines,
    ch.On: _on_lines,
    ch.Every: _every_lines,
    ch.Post: _post_lines,
    ch.Decide: _decide_lines,
}
