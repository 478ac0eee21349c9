"""The values that a case shows of its record, to screens and in mails.

The definition says which (`show`). Whoever sees the record sees them as ever. Whoever is asked to decide
without seeing the record is shown those and no more of it, in words: what they cannot open is no link. Fields
that roles keep from them in whole or in part, or that their steps hide, stay away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from odos.dsl.checker import check
from odos.dsl.tree import FieldPath
from odos.kernel.texts import LANGUAGES
from odos.records.context import Context
from odos.records.lists.queries import find_record
from odos.records.rules.compiled import rule_scope
from odos.records.why.values import read_values
from odos.records.why.wording import NOTHING, in_words
from odos.schema.model import Entity, Field
from odos.workflow.approvals.sight import hidden_ids, sees_record
from odos.workflow.approvals.stored import Stored
from odos.workflow.writing import with_rights

CHILDREN = "children"


def eyes_of(context: Context, entity: Entity, stored: Stored) -> Context | None:
    """With whose eyes the actor sees the record through the case; None where they do not."""
    if sees_record(context, entity, stored.row.record_id):
        return context
    return _eyes_of_asked(context, stored)


def shown_values(
    *, context: Context, entity: Entity, stored: Stored, hidden: frozenset[str], opened: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """``{field, value}`` of what the definition wants shown and of ``opened`` fields. Of a record that the
    actor does not see ``{field, label, words}``, the latter by language; of its line items the value."""
    items = _shown(context, entity, stored, hidden, opened, in_full=False)
    if not items:
        return []
    record_id = stored.row.record_id
    own = _read(context, entity, record_id, items)
    if own is not None:
        return own
    eyes = _eyes_of_asked(context, stored)
    if eyes is None:
        return []
    items = _shown(context, entity, stored, hidden, opened, in_full=True)
    lines = _read(eyes, entity, record_id, [item for item in items if item.kind == CHILDREN]) or ()
    return [*_said(eyes, entity, record_id, items), *(_masked(context, entity, line) for line in lines)]


def said_values(
    *, context: Context, entity: Entity, stored: Stored, hidden: frozenset[str]
) -> list[dict[str, Any]]:
    """``{field, label, words}`` of what is shown; line items apart."""
    eyes = eyes_of(context, entity, stored)
    if eyes is None:
        return []
    items = _shown(context, entity, stored, hidden, (), in_full=True)
    return _said(eyes, entity, stored.row.record_id, items)


def _eyes_of_asked(context: Context, stored: Stored) -> Context | None:
    """Those of the platform for who is asked; None for others."""
    return with_rights(context, None) if stored.is_asked(context.actor.user_id) else None


def _shown(
    context: Context,
    entity: Entity,
    stored: Stored,
    hidden: frozenset[str],
    opened: Sequence[str],
    *,
    in_full: bool,
) -> list[Field]:
    access = context.access(entity)
    away = hidden_ids(entity, hidden) | (access.veiled_fields if in_full else access.hidden_fields)
    wanted = dict.fromkeys([*(stored.row.document.get("show") or ()), *opened])
    items = (entity.find_field(key) for key in wanted)
    return list({item.id: item for item in items if item is not None and item.id not in away}.values())


def _read(
    context: Context, entity: Entity, record_id: int, items: Sequence[Field]
) -> list[dict[str, Any]] | None:
    """None where the record is out of sight."""
    keys = [item.key for item in items]
    if not keys:
        return []
    body = find_record(context=context, entity=entity, record_id=record_id, fields=keys)
    if body is None:
        return None
    values = orjson.loads(body)
    return [{"field": key, "value": values[key]} for key in keys if key in values]


def _masked(context: Context, entity: Entity, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Line items without what roles keep from the actor."""
    target = context.schema.target_of(entity.fields[shown["field"]])
    away = {target.by_id[key].key for key in context.access(target).veiled_fields}
    lines = [{key: value for key, value in line.items() if key not in away} for line in shown["value"] or ()]
    return {**shown, "value": lines}


def _said(eyes: Context, entity: Entity, record_id: int, items: Iterable[Field]) -> list[dict[str, Any]]:
    """What is blank is left out."""
    scope = rule_scope(eyes, entity)
    rules = {item.key: check(FieldPath((item.id,)), scope) for item in items if item.kind != CHILDREN}
    rules = {key: rule for key, rule in rules.items() if not rule.issues}
    if not rules:
        return []
    some_rule = next(iter(rules.values()))
    answers = read_values(eyes, entity, record_id, [rule.tree for rule in rules.values()], some_rule)
    zone = eyes.surroundings.zone

    def words(key: str) -> Iterator[tuple[str, str]]:
        node = rules[key].tree
        for language in LANGUAGES:
            yield language, in_words(node, *answers[id(node)][:2], language, zone)

    told: list[dict[str, Any]] = [
        {"field": key, "label": dict(entity.fields[key].label), "words": dict(words(key))} for key in rules
    ]
    return [each for each in told if each["words"]["en"] not in {NOTHING, ""}]
