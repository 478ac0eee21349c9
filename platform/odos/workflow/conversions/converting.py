"""Converting a record: once, in one transaction, linked both ways, with its entry in the trail.

The source is locked first, so that of two people who convert the same record exactly one does. Values come
from the mapping with the platform's rights; whoever converts must be allowed to make the new records, and
what they change of the values is held to what they may write. Guards are asked as of any other save.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from django.db.utils import IntegrityError

from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import fetch_all, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import find_record, get_record, record_not_found
from odos.records.values.inputs import may_not_write
from odos.records.writes.operations import (
    create_record,
    fenced,
    refuse_outside,
    refuse_uneditable,
    require_create,
    update_record,
)
from odos.records.writes.statements import lock_rows
from odos.schema.model import Entity
from odos.workflow.conversions.definition import Conversion, Target, get_conversion
from odos.workflow.conversions.extending import Added, extend_existing
from odos.workflow.conversions.mapped_values import is_true, read_effects, read_rules, read_target
from odos.workflow.conversions.sight import hidden_in_record
from odos.workflow.models import ConversionResult, RecordConversion
from odos.workflow.writing import with_rights

Made = dict[str, tuple[int, bool]]  # by target: the record, and whether it was created

_LINKED = "SELECT {column} FROM {table} WHERE id = %s"
_DONE = """
    SELECT EXISTS (SELECT FROM record_conversion
                   WHERE conversion_id = %s AND record_id = %s AND undone_at IS NULL)
"""
_CONVERTED = """
    SELECT record_id FROM record_conversion
    WHERE entity_id = %s::uuid AND record_id = ANY(%s) AND undone_at IS NULL
"""


@dataclass(frozen=True)
class Choice:
    """What somebody wants of one target: leave it out, take a record that exists, or other values."""

    skip: bool = False
    existing: int | None = None
    create: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


Choices = Mapping[str, Choice]
AS_MAPPED = Choice()


def convert(
    *, context: Context, entity: str, record_id: int, conversion: str, choices: Choices | None = None
) -> RecordConversion:
    """Make what the conversion says; raises `Conflict` where that was done before, `Invalid`, `Forbidden`."""

    def work(current: Context) -> RecordConversion:
        found = current.schema.get_entity(entity)
        wanted = get_conversion(found, conversion)
        return _Converting(current, found, record_id, wanted, choices or {}).run()

    return fenced(context, work)


def is_converted(context: Context, conversion: Conversion, record_id: int) -> bool:
    """Whether that was done, and not undone."""
    return bool(fetch_value(context.workspace, _DONE, [conversion.id, record_id]))


def converted_records(context: Context, entity: Entity, ids: Collection[int]) -> set[int]:
    """Those that became other records, by whichever conversion, and still are."""
    if not entity.conversions:
        return set()
    rows = fetch_all(context.workspace, _CONVERTED, [entity.id, list(ids)])
    return {int(row[0]) for row in rows}


def unmet(context: Context, entity: Entity, record_id: int, conversion: Conversion) -> list[Issue]:
    """Requirements that the record does not meet, and what is hidden in it from whoever asks."""
    answers = read_rules(context, entity, record_id, [item.rule for item in conversion.require])
    return hidden_in_record(context, entity, record_id, conversion) + [
        Issue(
            "conversion_condition",
            item.message or text("Not yet: {rule}", "条件不满足：{rule}", rule=item.rule),
        )
        for item, answer in zip(conversion.require, answers, strict=True)
        if answer is not True
    ]


def converted_already() -> Issue:
    """The finding for a conversion that was done."""
    hint = text("Open what it has become, or undo the conversion", "请查看转化结果，或先撤销转化")
    return Issue("converted_already", text("This was converted already", "此记录已转化"), (), hint)


def linked_record(context: Context, entity: Entity, record_id: int, target: Target) -> int | None:
    """The record that the source's link leads to already."""
    item = entity.find_field(target.link) if target.link else None
    if item is None or not target.may_exist:
        return None
    statement = _LINKED.format(column=quote(item.column), table=quote(entity.table))
    found = fetch_value(context.workspace, statement, [record_id])
    return int(found) if found is not None else None


class _Converting:
    """One conversion of one record."""

    def __init__(
        self, context: Context, entity: Entity, record_id: int, conversion: Conversion, choices: Choices
    ) -> None:
        self._context, self._entity, self._record_id = context, entity, record_id
        self._conversion, self._choices = conversion, choices
        reason = translate(conversion.label)
        self._platform = with_rights(context, reason)
        self._acting = replace(self._platform, source=context.source)  # guards look at the way in
        self._added: dict[str, Added] = {}

    def run(self) -> RecordConversion:
        self._check()
        made: Made = {}
        for target in self._conversion.targets:
            found = self._obtain(target, made)
            if found is not None:
                made[target.key] = found
        before = self._mark_source(made)
        return self._keep(made, before)

    def _check(self) -> None:
        context, entity = self._context, self._entity
        stored = lock_rows(context, entity, [self._record_id]).get(self._record_id)
        if stored is None:
            raise record_not_found(entity, self._record_id)
        refuse_uneditable(entity, stored)
        if is_converted(context, self._conversion, self._record_id):
            raise Conflict(converted_already().message, [converted_already()])
        issues = unmet(context, entity, self._record_id, self._conversion)
        unknown = self._choices.keys() - {target.key for target in self._conversion.targets}
        message = text("The conversion has no such target", "转化中没有该目标")
        issues += [Issue("unknown_target", message, ("targets", key[:80])) for key in sorted(unknown)]
        if issues:
            raise Invalid(None, issues)

    def _obtain(self, target: Target, made: Made) -> tuple[int, bool] | None:
        choice = self._choices.get(target.key, AS_MAPPED)
        if target.when and not is_true(self._context, self._entity, self._record_id, target.when):
            return None
        if choice.skip:
            if not target.optional:
                raise Invalid(None, [_at(target, "needed", text("This cannot be left out", "此项不能省略"))])
            return None
        existing = choice.existing
        if existing is None and not choice.create:
            existing = linked_record(self._context, self._entity, self._record_id, target)
        if existing is not None:
            self._check_chosen(target, existing)
            self._added[target.key] = extend_existing(
                self._platform, self._entity, self._record_id, target, existing
            )
            return existing, False
        return self._create(target, choice, made), True

    def _check_chosen(self, target: Target, existing: int) -> None:
        entity = self._context.schema.get_entity(target.entity)
        seen = find_record(context=self._context, entity=entity, record_id=existing, fields=("id",))
        if not target.may_exist or seen is None:
            message = text("This record cannot be chosen", "不能选择该记录")
            raise Invalid(None, [_at(target, "unknown_record", message, "existing")])
        if target.existing_filter and not is_true(self._context, entity, existing, target.existing_filter):
            message = text("This record does not qualify", "该记录不符合条件")
            raise Invalid(None, [_at(target, "not_qualified", message, "existing")])

    def _create(self, target: Target, choice: Choice, made: Made) -> int:
        entity = self._context.schema.get_entity(target.entity)
        require_create(self._context, entity)
        values = read_target(self._platform, self._entity, self._record_id, target)
        values |= {
            name: str(made[source.record][0])
            for name, source in target.fields.items()
            if source.record in made
        }
        values |= choice.values
        try:
            _refuse_unwritable(self._context, entity, choice.values)
            body = create_record(context=self._acting, entity=entity.key, values=values)
        except Invalid as refusal:
            raise Invalid(
                None, [issue.under("targets", target.key, "values") for issue in refusal.issues]
            ) from None
        record_id = int(orjson.loads(body)["id"])
        refuse_outside(self._context, entity, [record_id])
        return record_id

    def _mark_source(self, made: Made) -> dict[str, Any]:
        """Link and effects; gives what they replaced, by identity of the field."""
        entity, links = (
            self._entity,
            {t.link: made[t.key][0] for t in self._conversion.targets if t.link and t.key in made},
        )
        values: dict[str, Any] = {name: str(record_id) for name, record_id in links.items()}
        values |= read_effects(self._platform, entity, self._record_id, self._conversion.effects) or {}
        if not values:
            return {}
        old = self._source(list(values))
        update_record(
            context=self._platform,
            entity=entity.key,
            record_id=self._record_id,
            values=values,
            is_answered=False,
        )
        new = self._source(list(values))
        return {entity.fields[key].id: [old[key], new[key]] for key in values if old[key] != new[key]}

    def _source(self, keys: Sequence[str]) -> dict[str, Any]:
        body = get_record(context=self._platform, entity=self._entity, record_id=self._record_id, fields=keys)
        found: dict[str, Any] = orjson.loads(body)
        return found

    def _keep(self, made: Made, before: Mapping[str, Any]) -> RecordConversion:
        context = self._context
        row = RecordConversion(
            conversion_id=self._conversion.id, conversion=self._conversion.key, entity_id=self._entity.id,
            record_id=self._record_id, made_at=context.now, made_by=context.actor.user_id,
            correlation=context.correlation, cause=context.cause, before=dict(before),
        )  # fmt: skip
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(converted_already().message, [converted_already()]) from error
        ConversionResult.objects.bulk_create(self._results(row, made))
        entries = [Entry(self._entity.id, self._record_id, "converted")]
        write_entries(workspace=context.workspace, origin=self._platform.origin, entries=entries)
        return row

    def _results(self, row: RecordConversion, made: Made) -> list[ConversionResult]:
        found = []
        for target in self._conversion.targets:
            if target.key in made:
                record_id, created = made[target.key]
                entity = self._context.schema.get_entity(target.entity)
                version = versions_of(self._context, entity, [record_id])[record_id]
                found.append(
                    ConversionResult(
                        conversion=row, target=target.key, entity_id=entity.id, record_id=record_id,
                        created=created, version=version, added=self._added.get(target.key, {}),
                    )
                )  # fmt: skip
        return found


def versions_of(context: Context, entity: Entity, ids: Sequence[int]) -> dict[int, int]:
    """The versions of living records, by id."""
    statement = f"SELECT id, version FROM {quote(entity.table)} WHERE id = ANY(%s) AND deleted_at IS NULL"
    return dict(fetch_all(context.workspace, statement, [list(ids)]))


def _refuse_unwritable(context: Context, entity: Entity, values: Mapping[str, Any]) -> None:
    """What somebody changed of the mapped values must be theirs to write."""
    access = context.access(entity, "create")
    closed = access.hidden_fields | access.readonly_fields
    items = ((key, entity.find_field(key)) for key in values)
    issues = [may_not_write(key) for key, item in items if item is None or item.id in closed]
    if issues:
        raise Invalid(None, issues)


def _at(target: Target, code: str, message: Any, *path: str) -> Issue:
    return Issue(code, message, ("targets", target.key, *path))
