"""What is left of the rules of an application for somebody who may not see all that they read.

Parts of a condition that are joined by ``and`` and read something hidden are left out, the others stay: a
shared view still lists, and neither its text nor its result tells of what is hidden.
"""

from __future__ import annotations

from odos.dsl import tree
from odos.dsl.checker import check
from odos.dsl.library.index import functions as built_in
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.kernel.issues import has_errors
from odos.kernel.problems import Invalid
from odos.records.context import Context
from odos.records.filters import FILTER_FUNCTIONS
from odos.records.ordering import parse_sort
from odos.records.rules import rule_scope
from odos.records.selecting import resolve_path
from odos.schema.model import Entity


def may_read(context: Context, entity: Entity, text: str) -> bool:
    """Whether the actor may see all that a rule over the entity reads."""
    parsed = _parsed(text)
    return parsed is not None and _is_readable(context, entity, parsed)


def visible_condition(context: Context, entity: Entity, text: str | None) -> str | None:
    """The condition, or its parts that the actor may read; None where none are left."""
    parsed = _parsed(text) if text else None
    if parsed is None:
        return None
    if _is_readable(context, entity, parsed):
        return text
    parts = [part for part in _parts(parsed) if _is_readable(context, entity, part)]
    return print_rule(tree.And(tuple(parts)) if len(parts) > 1 else parts[0]) if parts else None


def visible_sort(context: Context, entity: Entity, sort: str | None) -> str | None:
    """The sort without what the actor may not sort by."""
    terms = [term.strip() for term in (sort or "").split(",") if term.strip()]
    return ",".join(term for term in terms if _sorts(context, entity, term)) or None


def may_show(context: Context, entity: Entity, path: str) -> bool:
    """Whether the actor may see the field at the end of a path."""
    try:
        resolve_path(context, entity, path, at=())
    except Invalid:
        return False
    return True


def _sorts(context: Context, entity: Entity, term: str) -> bool:
    try:
        parse_sort(context, entity, term)
    except Invalid:
        return False
    return True


def _parsed(text: str) -> tree.Node | None:
    try:
        return parse(text)
    except Invalid:
        return None


def _parts(node: tree.Node) -> list[tree.Node]:
    return [part for item in node.items for part in _parts(item)] if isinstance(node, tree.And) else [node]


def _is_readable(context: Context, entity: Entity, node: tree.Node) -> bool:
    scope = rule_scope(context, entity, as_user=True)
    return not has_errors(check(node, scope, functions={**built_in, **FILTER_FUNCTIONS}).issues)
