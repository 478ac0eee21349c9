"""What is left of the rules of an application for somebody who may not see all that they read.

A list that is narrowed by a condition over something hidden is not there for them (`is_told`): narrowed, it
would say which records meet the condition; without the condition it would show others than it promises.
"""

from __future__ import annotations

from odos.dsl.checker import check
from odos.dsl.library.index import functions as built_in
from odos.dsl.parser import parse
from odos.kernel.issues import has_errors
from odos.kernel.problems import Invalid
from odos.records.context import Context
from odos.records.lists.filters import FILTER_FUNCTIONS
from odos.records.lists.ordering import parse_sort
from odos.records.rules.compiled import rule_scope
from odos.records.values.selecting import resolve_path
from odos.schema.model import Document, Entity


def may_read(context: Context, entity: Entity, text: str) -> bool:
    """Whether the actor may see all that a rule over the entity reads."""
    try:
        parsed = parse(text)
    except Invalid:
        return False
    scope = rule_scope(context, entity, as_user=True)
    return not has_errors(check(parsed, scope, functions={**built_in, **FILTER_FUNCTIONS}).issues)


def is_told(context: Context, entity: Entity, listing: Document) -> bool:
    """Whether the actor may see all that a view or a related list of the entity is narrowed by."""
    condition = listing.get("filter")
    return not condition or may_read(context, entity, str(condition))


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
