"""Forks that follow a decision table: the table is there, and what it gives are branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.dsl.statements.change_checker import read_statement
from odos.dsl.statements.tree_of_change import Decide
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.meta.checks.workflows import nodes_of
from odos.records.rules.decisions import find_decision, listed_texts
from odos.records.rules.statements import application_of
from odos.schema.model import Entity, Schema
from odos.workflow.approvals.definition import ROUTE

Document = Mapping[str, Any]


def route_issues(schema: Schema, entity: Entity, workflow: Document) -> Iterator[Issue]:
    """Findings of every fork of an approval that takes its branches from a table."""
    for place, node in nodes_of(workflow):
        if node.get("take") == "table":
            yield from (issue.under(*place) for issue in _route(schema, entity, node))


def _route(schema: Schema, entity: Entity, fork: Document) -> Iterator[Issue]:
    name = str(fork.get("decide") or "")
    table = _read(schema, entity, name)
    if table is None:
        message = text('There is no decision table "{name}"', "没有决策表“{name}”", name=name)
        hint = text("Define one: decide … on {key}", "请定义：decide … on {key}", key=entity.key)
        yield Issue("unknown_table", message, ("decide",), hint)
        return
    result = str(fork.get("result") or ROUTE)
    if result not in table.results:
        message = text('The table gives no "{name}"', "决策表没有结果“{name}”", name=result)
        hint = text("It gives: {names}", "其结果有：{names}", names=", ".join(table.results))
        yield Issue("unknown_result", message, ("result",), hint)
        return
    yield from _branches(table, table.results.index(result), fork.get("branches") or {})


def _read(schema: Schema, entity: Entity, name: str) -> Decide | None:
    source = find_decision(schema, entity, name)
    if source is None:
        return None
    try:
        statement = read_statement(source, application_of(schema)).statement
    except Invalid:
        return None  # told where the table stands
    return statement if isinstance(statement, Decide) else None


def _branches(table: Decide, column: int, branches: Document) -> Iterator[Issue]:
    for number, row in enumerate(table.rows, start=1):
        names = listed_texts(row.results[column])
        if names is None:
            message = text("Row {n} must list branches", "第 {n} 行必须列出分支", n=number)
            hint = text('For example: ["manager", "director"]', '例如：["manager", "director"]')
            yield Issue("no_branch_names", message, ("decide",), hint)
            continue
        for unknown in sorted(set(names) - branches.keys()):
            message = text(
                'Row {n} names "{name}", which is no branch',
                "第 {n} 行的“{name}”不是分支",
                n=number,
                name=unknown,
            )
            hint = text("Branches: {names}", "分支有：{names}", names=", ".join(branches))
            yield Issue("unknown_branch", message, ("decide",), hint)
