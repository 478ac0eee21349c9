"""The statements of an application, checked once for each version of the schema.

``statements_of(schema, entity, Score)`` is what whoever runs scores asks for.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from odos.dsl import findings
from odos.dsl.statements.change_checker import CheckedStatement, check_statement
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.scopes import Application
from odos.dsl.statements.tree import Statement
from odos.fields.computed import COMPUTED_KINDS
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue, has_errors
from odos.kernel.texts import text
from odos.records.action_kinds import ACTION_KINDS
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Field, Labels, Schema

S = TypeVar("S", bound=Statement)
_NOT_SET = COMPUTED_KINDS | {"auto_number", "score"}
_SETTABLE = frozenset({"owner", "unit"})


@dataclass(frozen=True)
class StatementRule(Generic[S]):
    """A published rule: its document's head and its checked statement. ``id`` is the component's identity."""

    id: str
    key: str
    label: Labels
    text: str
    checked: CheckedStatement

    @property
    def statement(self) -> S:
        """The tree, with identities."""
        return cast(S, self.checked.statement)


def application_of(
    schema: Schema,
    *,
    hidden: Callable[[Field], bool] = lambda _: False,
    visible: Callable[[Entity], bool] = lambda _: True,
) -> Application:
    """What statements may name. Rules of the application see everything; an author has eyes of their own."""
    return Application(
        schema,
        type_of,
        hidden=hidden,
        visible=visible,
        writable=is_settable,
        kept=lambda item: item.kind == "score" or is_settable(item),
        names={
            "role": _roles(schema),
            "approval": _approvals(schema),
            "mapping": _mappings(schema),
            "template": _templates(schema),
            "action": {key: key for key in actions_of_rules()},
        },
        labels={"role": _role_labels(schema)},
        owners={"template": _template_owners(schema)},
        arguments=actions_of_rules(),
        offers=_offers,
    )


def actions_of_rules() -> Mapping[str, Mapping[str, Any]]:
    """What rules may run by name, with the JSON Schema of its arguments."""
    return {key: kind.arguments for key, kind in ACTION_KINDS.items() if kind.arguments is not None}


def _offers(entity: Entity, action: str) -> bool:
    """Whether records of the entity have an action of rules."""
    return ACTION_KINDS[action].concerns(entity)


def is_settable(item: Field) -> bool:
    """Whether an action may give the field a value."""
    if item.system:
        return item.key in _SETTABLE
    return item.kind not in _NOT_SET and get_kind(item.kind).storage == "columns"


def _roles(schema: Schema) -> Mapping[str, str]:
    """Every name that leads to a role: key and former keys."""
    former = {str(name): key for key, role in schema.roles.items() for name in role.get("aliases", ())}
    return {**former, **{key: key for key in schema.roles}}


def _role_labels(schema: Schema) -> Mapping[str, str]:
    return {
        label.lower(): key
        for key, role in schema.roles.items()
        for label in (role.get("label") or {}).values()
    }


def _approvals(schema: Schema) -> Mapping[str, str]:
    """Every name that leads to an approval."""
    return _names(workflow for entity in schema.entities.values() for workflow in entity.workflows)


def _mappings(schema: Schema) -> Mapping[str, str]:
    """Every name that leads to a conversion."""
    return _names(conversion for entity in schema.entities.values() for conversion in entity.conversions)


def _templates(schema: Schema) -> Mapping[str, str]:
    """Every name that leads to a template of mails."""
    return _names(template for entity in schema.entities.values() for template in entity.templates)


def _template_owners(schema: Schema) -> Mapping[str, str]:
    return {
        str(template["key"]): entity.id
        for entity in schema.entities.values()
        for template in entity.templates
    }


def _names(documents: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Keys and former keys."""
    listed = list(documents)
    former = {str(name): str(item["key"]) for item in listed for name in item.get("aliases", ())}
    return {**former, **{str(item["key"]): str(item["key"]) for item in listed}}


def read_document(schema: Schema, document: Mapping[str, Any]) -> CheckedStatement:
    """The statement of a rule's document with its findings; raises `Invalid` where it cannot be read."""
    return check_statement(parse_statement(str(document["text"])), application_of(schema))


def about_another(checked: CheckedStatement, entity: Entity) -> list[Issue]:
    """The finding that a statement is about another entity than the one it stands at."""
    named = checked.statement.entity
    if not named.id or named.id == entity.id:
        return []
    message = text(
        "this rule is about {named}, it stands at {entity}",
        "此规则针对 {named}，但它属于 {entity}",
        named=named.name,
        entity=entity.key,
    )
    return [findings.finding("rule_entity", named.at, message)]


def statements_of(schema: Schema, entity: Entity, kind: type[S]) -> tuple[StatementRule[S], ...]:
    """The active rules of one kind about an entity, in their order."""
    known = _kept_for(schema)
    if entity.id not in known:
        known[entity.id] = tuple(_compiled(schema, entity))
    return tuple(rule for rule in known[entity.id] if isinstance(rule.statement, kind))


_kept: dict[int, dict[str, tuple[StatementRule[Any], ...]]] = {}


def _kept_for(schema: Schema) -> dict[str, tuple[StatementRule[Any], ...]]:
    """What was checked for this version, by entity; gone with it."""
    if id(schema) not in _kept:
        _kept[id(schema)] = {}
        weakref.finalize(schema, _kept.pop, id(schema), None)
    return _kept[id(schema)]


def _compiled(schema: Schema, entity: Entity) -> list[StatementRule[Any]]:
    """Published rules have no errors; one that a plugin's absence broke is left out."""
    active = [document for document in entity.rules if document.get("active") is not False]
    found: list[StatementRule[Any]] = [
        StatementRule(
            str(document["id"]),
            str(document["key"]),
            document.get("label") or {"en": str(document["key"])},
            str(document["text"]),
            read_document(schema, document),
        )
        for document in active
    ]
    return [rule for rule in found if not has_errors(rule.checked.issues)]
