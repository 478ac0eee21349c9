"""What a change would do to rows, and which rules and lists it would break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odos.database.session import fetch_value
from odos.fields.computed import COMPUTED_KINDS
from odos.fields.conversion import conversion_sql, is_lossless, loss_sql
from odos.kernel.issues import Issue
from odos.kernel.sql import quote
from odos.kernel.texts import Text, text, translate
from odos.kernel.workspaces import Workspace
from odos.meta.access_impact import AccessChange, access_changes
from odos.meta.approvals_impact import TouchedApproval, touched_approvals
from odos.schema.model import Entity, Field, Schema
from odos.storage.physical import is_generated
from odos.storage.row_steps import BuildIndex, ConvertField
from odos.storage.steps import AddColumn, CreateTable, RetireColumn, RetireTable, Step


@dataclass(frozen=True)
class Risk:
    """Rows of a field (or entity) that a change concerns. ``loses`` values, or only ``hides`` them."""

    entity: str
    field: str | None
    rows: int
    message: Text
    loses: bool = False
    hides: bool = False
    columns: frozenset[str] = frozenset()

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        message = self.message.render(language)
        return {"entity": self.entity, "field": self.field, "rows": self.rows, "message": message}

    def as_issue(self) -> Issue:
        """The finding that asks for a confirmation."""
        path = ("entity", self.entity, *(("fields", self.field) if self.field else ()))
        hint = text("Confirm the destructive change to go on", "如需继续，请确认破坏性更改")
        return Issue("data_at_risk", self.message, path, hint, severity="warning")


@dataclass(frozen=True)
class Impact:
    """All risks, errors found in the rows, and documents that would no longer hold."""

    risks: tuple[Risk, ...] = ()
    issues: tuple[Issue, ...] = ()
    broken: tuple[Issue, ...] = ()
    access: tuple[AccessChange, ...] = ()
    approvals: tuple[TouchedApproval, ...] = ()
    schema: Schema | None = None  # that would come of it

    @property
    def lost(self) -> tuple[Issue, ...]:
        """Values that would be gone or altered."""
        return tuple(risk.as_issue() for risk in self.risks if risk.loses)

    @property
    def hidden(self) -> tuple[Issue, ...]:
        """Values that would be hidden, and could be brought back."""
        return tuple(risk.as_issue() for risk in self.risks if risk.hides)

    def hurts(self, step: Step) -> bool:
        """Whether the step loses or hides values."""
        names = _step_columns(step)
        return any((risk.loses or risk.hides) and names & risk.columns for risk in self.risks)

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        views = [issue for issue in self.broken if issue.path[:1] == ("view",)]
        rules = [issue for issue in self.broken if issue not in views]
        return {
            "data_at_risk": [risk.as_json(language) for risk in self.risks],
            "rules": [issue.as_json(language) for issue in rules],
            "views": [issue.as_json(language) for issue in views],
            "access": [item.as_json(self.schema, language) for item in self.access if self.schema],
            "approvals": [item.as_json() for item in self.approvals],
        }


def assess(workspace: Workspace, old: Schema, new: Schema, steps: Iterable[Step]) -> Impact:
    """Count what the change concerns. Entities that both versions share are not looked at."""
    risks: list[Risk] = []
    for identity, former in old.by_id.items():
        entity = new.by_id.get(identity)
        if entity is None:
            risks += _retired_entity(workspace, former)
        elif entity is not former:
            risks += _changed_entity(workspace, former, entity)
    duplicates = tuple(_duplicates(workspace, new, tuple(steps)))
    return Impact(
        tuple(risks),
        duplicates,
        access=access_changes(workspace, old, new),
        approvals=touched_approvals(workspace, old, new),
        schema=new,
    )


def _retired_entity(workspace: Workspace, entity: Entity) -> Iterator[Risk]:
    rows = _count(workspace, entity.table, "deleted_at IS NULL")
    if rows:
        message = text(
            '{rows} rows of "{en}" would be hidden',
            "“{zh}”的 {rows} 行数据将被隐藏",
            rows=rows,
            **_names(entity.label),
        )
        yield Risk(entity.key, None, rows, message, hides=True, columns=frozenset({entity.table}))


def _changed_entity(workspace: Workspace, former: Entity, entity: Entity) -> Iterator[Risk]:
    for before in former.own_fields():
        item = entity.by_id.get(before.id)
        if not before.column.startswith("f_"):
            continue
        if item is None:
            yield from _retired_field(workspace, entity, before)
        elif item.column != before.column or item.options != before.options:
            yield from _changed_field(workspace, entity, before, item)
        if item is not None and item.required and not before.required and item.column == before.column:
            yield from _newly_required(workspace, entity, item)


def _retired_field(workspace: Workspace, entity: Entity, item: Field) -> Iterator[Risk]:
    rows = _count(workspace, entity.table, f"{quote(item.column)} IS NOT NULL AND deleted_at IS NULL")
    if rows and item.kind not in COMPUTED_KINDS:
        message = text(
            '"{en}" has a value in {rows} rows; it would be hidden',
            "“{zh}”在 {rows} 行中有值，将被隐藏",
            rows=rows,
            **_names(item.label),
        )
        yield Risk(entity.key, item.key, rows, message, hides=True, columns=frozenset({item.column}))


def _changed_field(workspace: Workspace, entity: Entity, before: Field, item: Field) -> Iterator[Risk]:
    if (
        item.kind in COMPUTED_KINDS
        or before.kind in COMPUTED_KINDS
        or not is_generated(item)
        or is_lossless(before, item)
    ):
        return
    rows = _count(workspace, entity.table, loss_sql(before, item, quote(before.column)))
    if not rows:
        return
    names = {"rows": rows, "old": before.kind, "new": item.kind, **_names(item.label)}
    if before.column == item.column:
        message = text(
            '{rows} rows have a value that "{en}" would no longer accept',
            "{rows} 行中的值将不再符合“{zh}”的要求",
            **names,
        )
        yield Risk(entity.key, item.key, rows, message)
        return
    message = text(
        '{rows} rows would lose their value when "{en}" changes from {old} to {new}',
        "“{zh}”从 {old} 改为 {new} 时，{rows} 行将丢失数据",
        **names,
    )
    yield Risk(
        entity.key, item.key, rows, message, loses=True, columns=frozenset({before.column, item.column})
    )


def _newly_required(workspace: Workspace, entity: Entity, item: Field) -> Iterator[Risk]:
    rows = _count(workspace, entity.table, f"{quote(item.column)} IS NULL AND deleted_at IS NULL")
    if rows:
        message = text(
            '{rows} rows have no "{en}" yet; it is asked for when they are next saved',
            "{rows} 行尚未填写“{zh}”，下次保存时必须填写",
            rows=rows,
            **_names(item.label),
        )
        yield Risk(entity.key, item.key, rows, message)


def _duplicates(workspace: Workspace, new: Schema, steps: tuple[Step, ...]) -> Iterator[Issue]:
    """Values that stand more than once where they would have to be unique."""
    converted = _converted_columns(steps)
    absent = _new_columns(steps) - converted.keys()
    for step in steps:
        if isinstance(step, BuildIndex) and step.index.unique and not _mentions(step, absent):
            groups = _count_groups(workspace, step, converted)
            if groups:
                yield _duplicate_issue(new, step, groups)


def _new_columns(steps: Iterable[Step]) -> set[str]:
    added = {quote(step.column.name) for step in steps if isinstance(step, AddColumn) and not step.restored}
    return added | {quote(step.new.column) for step in steps if isinstance(step, ConvertField)}


def _converted_columns(steps: Iterable[Step]) -> dict[str, str]:
    """What will stand in the columns that a change of type fills, as SQL over those of today."""
    return {
        quote(step.new.column): conversion_sql(step.old, step.new, quote(step.old.column)) or "NULL"
        for step in steps
        if isinstance(step, ConvertField) and not step.restored
    }


def _mentions(step: BuildIndex, names: set[str]) -> bool:
    return any(name in key for key in step.index.keys for name in names)


def _count_groups(workspace: Workspace, step: BuildIndex, converted: Mapping[str, str]) -> int:
    values = list(step.index.keys)
    for column, value in converted.items():
        values = [key.replace(column, f"({value})") for key in values]
    columns = [f"key_{number}" for number in range(len(values))]
    selected = ", ".join(f"{value} AS {column}" for value, column in zip(values, columns, strict=True))
    present = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    groups = (
        f"SELECT 1 FROM (SELECT {selected} FROM {quote(step.table)} WHERE deleted_at IS NULL) keys"
        f" WHERE {present} GROUP BY {', '.join(columns)} HAVING count(*) > 1 LIMIT 1000"
    )
    return int(fetch_value(workspace, f"SELECT count(*) FROM ({groups}) duplicates") or 0)


def _duplicate_issue(new: Schema, step: BuildIndex, groups: int) -> Issue:
    entity = next(item for item in new.entities.values() if item.table == step.table)
    fields = [entity.by_id[identity].key for identity in step.index.fields]
    names = {"groups": groups, "fields": ", ".join(fields)}
    message = text(
        "{groups} values of {fields} stand in more than one record",
        "{fields} 有 {groups} 个值在多条记录中重复",
        **names,
    )
    hint = text("Merge or change these records first", "请先合并或修改这些记录")
    return Issue("duplicates", message, ("entity", entity.key, "fields", fields[0], "unique"), hint)


def _step_columns(step: Step) -> frozenset[str]:
    match step:
        case RetireColumn():
            return frozenset({step.column.name})
        case RetireTable() | CreateTable():
            return frozenset({step.table})
        case ConvertField():
            return frozenset({step.old.column, step.new.column})
        case _:
            return frozenset()


def _count(workspace: Workspace, table: str, condition: str) -> int:
    return int(fetch_value(workspace, f"SELECT count(*) FROM {quote(table)} WHERE {condition}") or 0)


def _names(labels: Mapping[str, str]) -> dict[str, str]:
    return {"en": translate(labels, "en"), "zh": translate(labels, "zh-hans")}
