"""Help for whoever writes a rule, with their own eyes: what may come next, and what stands at a place."""

from __future__ import annotations

from odos.dsl.editing.completion import complete
from odos.dsl.editing.hovering import Hover, explain_at
from odos.dsl.editing.proposals import Completion
from odos.dsl.parser import MAX_LENGTH
from odos.dsl.scope import SchemaScope
from odos.kernel.texts import DEFAULT_LANGUAGE
from odos.records.context import Context
from odos.records.rules.compiled import rule_scope
from odos.schema.model import Entity


def author_scope(context: Context, entity: Entity) -> SchemaScope:
    """The names that the actor knows: neither hidden fields nor anything of entities out of reach."""
    return rule_scope(context, entity, as_user=True)


def complete_rule(
    *,
    context: Context,
    entity: Entity,
    text: str,
    position: int,
    language: str = DEFAULT_LANGUAGE,
    is_statement: bool = False,
) -> Completion:
    """The proposals at ``position`` (in letters) of an unfinished rule over ``entity``."""
    at = min(max(position, 0), len(text))
    if len(text) > MAX_LENGTH:
        return Completion(at, at, ())
    scope = author_scope(context, entity)
    return complete(text, at, scope, language=language, is_statement=is_statement)


def explain_rule_at(
    *,
    context: Context,
    entity: Entity,
    text: str,
    position: int,
    language: str = DEFAULT_LANGUAGE,
    is_statement: bool = False,
) -> Hover | None:
    """What stands at ``position`` of a rule over ``entity``; None where nothing is to be said."""
    if len(text) > MAX_LENGTH:
        return None
    scope = author_scope(context, entity)
    return explain_at(text, position, scope, language=language, is_statement=is_statement)
