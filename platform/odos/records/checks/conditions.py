"""Fields that are shown, needed or locked only under a condition: the same for every way in.

- ``visible_when``, ``required_when``: asked of the record as it would be. What is not shown is not needed,
  and takes no value.
- ``read_only_when``: asked of the record as it was (of a new one: as it is given), so that a record cannot
  be unlocked and changed in one save.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from odos.dsl.types import BOOLEAN
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.computed.paths import known_values
from odos.records.context import Context
from odos.records.rules.compiled import Rule, compile_rule, rule_context
from odos.records.values.inputs import ColumnValues, is_blank
from odos.schema.model import Entity, Field

CONDITIONS = ("visible_when", "required_when", "read_only_when")
Row = Mapping[str, ColumnValues]


@dataclass(frozen=True)
class FieldState:
    """What holds for one field of one record now."""

    visible: bool = True
    required: bool = False
    read_only: bool = False
    reads: frozenset[str] = frozenset()  # the fields that decide whether it is needed

    def as_json(self) -> dict[str, bool]:
        """The wire form."""
        return {"visible": self.visible, "required": self.required, "read_only": self.read_only}


@dataclass(frozen=True)
class Saving:
    """One record on its way: ``before`` is empty for a new one, ``changed`` what somebody wants to write.

    ``unread`` are fields whose values are at fault and not known: what depends on them is not asked.
    """

    before: Row
    after: Row
    changed: frozenset[str]
    links: Mapping[str, Sequence[int]] = field(default_factory=dict)
    record_id: int | None = None
    unread: frozenset[str] = frozenset()

    @cached_property
    def differs(self) -> frozenset[str]:
        """Everything that is another value now, also what was computed."""
        keys = self.before.keys() | self.after.keys()
        return frozenset(key for key in keys if self.before.get(key) != self.after.get(key)) | self.changed


States = Mapping[str, FieldState]  # by identity, of fields that have conditions


def has_conditions(context: Context, entity: Entity) -> bool:
    """Whether any field has one."""
    return bool(_rules(context, entity))


def field_states(context: Context, entity: Entity, savings: Sequence[Saving]) -> list[States]:
    """The states of all fields with conditions, for each record."""
    rules = _rules(context, entity)
    if not rules:
        return [{} for _saving in savings]
    after = _answers(context, entity, rules, ("visible_when", "required_when"), [s.after for s in savings])
    asked = [saving.before or saving.after for saving in savings]
    before = _answers(context, entity, rules, ("read_only_when",), asked)
    return [
        {key: _state(entity.by_id[key], {**now[key], **was[key]}, rules[key]) for key in rules}
        for now, was in zip(after, before, strict=True)
    ]


def state_issues(entity: Entity, saving: Saving, states: States) -> list[Issue]:
    """What a save writes into fields that are hidden or locked, and what it leaves blank though needed."""
    return [issue for key, state in states.items() for issue in _issues_of(entity.by_id[key], saving, state)]


def _rules(context: Context, entity: Entity) -> Mapping[str, Mapping[str, Rule]]:
    return kept(context, ("conditions", entity.id), lambda: _compile(context, entity))


def _compile(context: Context, entity: Entity) -> Mapping[str, Mapping[str, Rule]]:
    found = {
        item.id: {
            name: compile_rule(context, entity, str(getattr(item, name)), expected=BOOLEAN)
            for name in CONDITIONS
            if getattr(item, name)
        }
        for item in entity.own_fields()
    }
    return {key: rules for key, rules in found.items() if rules}


def _answers(
    context: Context,
    entity: Entity,
    rules: Mapping[str, Mapping[str, Rule]],
    names: Sequence[str],
    rows: Sequence[Row],
) -> list[dict[str, dict[str, bool]]]:
    wanted = [(key, name, found[name]) for key, found in rules.items() for name in names if name in found]
    paths = [path for _key, _name, rule in wanted for path in rule.checked.paths]
    lookups = [lookup for _key, _name, rule in wanted for lookup in rule.checked.lookups]
    asking = rule_context(context)
    answers = []
    for values in known_values(context, entity, rows, paths, lookups):
        answer: dict[str, dict[str, bool]] = {key: {} for key in rules}
        for key, name, rule in wanted:
            answer[key][name] = rule.evaluate(values, asking) is True
        answers.append(answer)
    return answers


def _state(item: Field, answers: Mapping[str, bool], rules: Mapping[str, Rule]) -> FieldState:
    visible = answers.get("visible_when", True)
    needed = item.required or answers.get("required_when", False)
    locked = item.read_only or answers.get("read_only_when", False)
    reads = frozenset(
        path.ids[0]
        for name, rule in rules.items()
        if name != "read_only_when"
        for path in rule.checked.paths
        if path.root == "record"
    )
    return FieldState(visible, visible and needed, locked, reads)


def _issues_of(item: Field, saving: Saving, state: FieldState) -> list[Issue]:
    if not saving.unread.isdisjoint({item.id, *state.reads}):
        return []
    written, blank = item.id in saving.changed, _is_blank(item, saving)
    if written and state.read_only and not item.read_only:
        message = text('"{key}" is locked now', "“{key}”当前为只读", key=item.key)
        return [Issue("read_only", message, (item.key,), text("Leave it out", "请去掉该字段"))]
    if written and not state.visible and not blank:
        message = text('"{key}" does not apply to this record', "“{key}”不适用于此记录", key=item.key)
        return [Issue("not_visible", message, (item.key,), text("Leave it blank", "请留空"))]
    asked = not saving.before or bool(saving.differs & {item.id, *state.reads})
    if asked and blank and state.required:
        message = text('"{key}" is required', "“{key}”为必填项", key=item.key)
        return [Issue("required", message, (item.key,), text("Enter a value", "请填写"))]
    return []


def _is_blank(item: Field, saving: Saving) -> bool:
    if get_kind(item.kind).storage == "link":
        return item.id in saving.links and not saving.links[item.id]
    return is_blank(saving.after.get(item.id))
