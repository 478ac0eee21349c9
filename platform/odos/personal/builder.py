"""A filter between its two views: the text, and the clauses that a builder draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from odos.dsl import tree
from odos.dsl.editing.clauses import Clause, clauses_of, read_clauses
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.personal.conditions import check_node
from odos.records.context import Context
from odos.records.rules.compiled import rule_scope
from odos.schema.model import Entity

_EMPTY: Clause = {"type": "group", "join": "and", "negated": False, "items": []}


@dataclass(frozen=True)
class BothViews:
    """``text`` is canonical where there are no errors; ``clauses`` None: the text cannot be read at all."""

    text: str
    clauses: Clause | None
    issues: tuple[Issue, ...] = ()

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        issues = [issue.as_json(language) for issue in self.issues]
        return {"text": self.text, "clauses": self.clauses, "issues": issues}


def clauses_of_text(context: Context, entity: Entity, text: str) -> BothViews:
    """The clauses of a filter, and what is wrong with it."""
    if not text.strip():
        return BothViews("", _EMPTY)
    try:
        return _both(context, entity, text, parse(text))
    except Invalid as refusal:
        return BothViews(text, None, refusal.issues)


def text_of_clauses(context: Context, entity: Entity, clauses: Mapping[str, Any]) -> BothViews:
    """The filter of clauses; raises `Invalid` for what is no clause."""
    try:
        node = read_clauses(clauses)
    except Invalid as refusal:
        raise Invalid(None, [issue.under("clauses") for issue in refusal.issues]) from None
    return BothViews("", _EMPTY) if node is None else _both(context, entity, print_rule(node), node)


def _both(context: Context, entity: Entity, text: str, node: tree.Node) -> BothViews:
    checked = check_node(context, entity, node)
    if has_errors(checked.issues):
        return BothViews(text, clauses_of(node), checked.issues)
    scope = rule_scope(context, entity, as_user=True)
    return BothViews(print_rule(checked.tree, scope), clauses_of(checked.tree, scope), checked.issues)
