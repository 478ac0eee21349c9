"""Writing rules of one's own: make, change, switch off, delete. No publishing is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.automation.models import PersonalRule
from odos.automation.reminders.evaluating import end_all
from odos.automation.reminders.personal_rules import get_rule, read_rule_text
from odos.database.session import transaction
from odos.dsl.tree_json import to_json
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid, Stale
from odos.kernel.texts import text
from odos.personal.sharing import owner_id, read_name, require_entity
from odos.records.context import Context

AUDITED_AS = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000103"
MOST_RULES = 20  # that run, of one person
_ATTRIBUTES = frozenset({"name", "text", "entity", "is_active"})
_AUDITED = ("name", "is_active", "tree")


def create_rule(*, context: Context, given: Mapping[str, Any]) -> PersonalRule:
    """A rule of the actor's own. Raises `Invalid` with every finding, `Conflict` when there are too many."""
    entity = require_entity(context, str(given.get("entity") or ""))
    _check_names(given)
    checked = read_rule_text(context, entity, str(given.get("text") or ""))
    row = PersonalRule(
        entity=entity.id, owner=owner_id(context), name=read_name(given), tree=to_json(checked.statement)
    )
    row.is_active = given.get("is_active") is not False
    row.created_at = row.updated_at = context.now
    with transaction(context.workspace):
        _require_room(row)
        row.save()
        _audit(context, row, "created", {})
    return row


def change_rule(
    *, context: Context, rule_id: int, given: Mapping[str, Any], if_version: int | None = None
) -> PersonalRule:
    """Change the parts that are sent. Raises `NotFound`, `Stale`, `Invalid`, `Conflict`."""
    _check_names(given)
    with transaction(context.workspace):
        row = get_rule(context, rule_id, lock=True)
        _require_version(row, if_version)
        before = _state(row)
        if "name" in given:
            row.name = read_name(given)
        if "text" in given:
            entity = context.schema.by_id[str(row.entity)]
            row.tree = to_json(read_rule_text(context, entity, str(given["text"])).statement)
        if isinstance(given.get("is_active"), bool):
            row.is_active = given["is_active"]
        if _state(row) != before:
            row.paused = None
            row.version += 1
            row.updated_at = context.now
            _require_room(row)
            row.save()
            _audit(context, row, "updated", before)
            if not row.is_active:
                end_all(context=context, rule_ids=[str(row.rule_id)])
    return row


def delete_rule(*, context: Context, rule_id: int, if_version: int | None = None) -> None:
    """Remove a rule; what it told stays told."""
    with transaction(context.workspace):
        row = get_rule(context, rule_id, lock=True)
        _require_version(row, if_version)
        end_all(context=context, rule_ids=[str(row.rule_id)])
        _audit(context, row, "deleted", _state(row))
        row.delete()


def _check_names(given: Mapping[str, Any]) -> None:
    unknown = sorted(set(given) - _ATTRIBUTES)
    if unknown:
        message = text('A reminder rule has no "{name}"', "提醒规则没有“{name}”属性", name=unknown[0][:60])
        raise Invalid(None, [Issue("unknown_attribute", message, (unknown[0],))])


def _require_version(row: PersonalRule, if_version: int | None) -> None:
    if if_version is not None and if_version != row.version:
        raise Stale(extra={"current_version": row.version})


def _require_room(row: PersonalRule) -> None:
    """Only rules that run are counted."""
    others = PersonalRule.objects.filter(owner=row.owner, is_active=True).exclude(pk=row.pk)
    if row.is_active and others.count() >= MOST_RULES:
        message = text(
            "At most {n} reminder rules of one person can run", "每人最多可启用 {n} 条提醒规则", n=MOST_RULES
        )
        hint = text("Switch one off first", "请先停用其中一条")
        raise Conflict(None, [Issue("too_many_rules", message, ("is_active",), hint)])


def _state(row: PersonalRule) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _AUDITED}


def _audit(context: Context, row: PersonalRule, action: str, before: Mapping[str, Any]) -> None:
    after = {} if action == "deleted" else _state(row)
    changes = {
        name: [before.get(name), after.get(name)] for name in _AUDITED if before.get(name) != after.get(name)
    }
    entry = Entry(AUDITED_AS, row.pk, action, row.version, changes)
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
