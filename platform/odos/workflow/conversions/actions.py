"""Conversions as actions of a record, and what became of it or what it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from odos.database.session import transaction
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.action_kinds import ActionKind, Call, Offer
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.lists.queries import find_record, record_not_found
from odos.schema.model import Entity
from odos.workflow.approvals.queries import names_of
from odos.workflow.conversions.converting import Choice, convert, converted_already, is_converted, unmet
from odos.workflow.conversions.definition import Conversion, active_conversions, target_label
from odos.workflow.conversions.obstacles import obstacles
from odos.workflow.conversions.undoing import find_conversion, undo_conversion
from odos.workflow.models import ConversionResult, RecordConversion

_UNDO = {"en": "Undo: {label}", "zh-hans": "撤销：{label}"}


def read_choices(sent: object) -> dict[str, Choice]:
    """``{target: {skip, existing, create, values}}`` as sent; raises `Invalid`."""
    if sent is None:
        return {}
    if not isinstance(sent, Mapping):
        raise Invalid(None, [_wrong("targets")])
    return {str(key): _choice(str(key), value) for key, value in sent.items()}


def _choice(key: str, sent: object) -> Choice:
    given = sent if isinstance(sent, Mapping) else {"values": sent}
    values = given.get("values") or {}
    if not isinstance(values, Mapping):
        raise Invalid(None, [_wrong("targets", key, "values")])
    try:
        existing = None if given.get("existing") is None else read_id(given["existing"])
    except Invalid as refusal:
        raise Invalid(None, [issue.under("targets", key, "existing") for issue in refusal.issues]) from None
    return Choice(given.get("skip") is True, existing, given.get("create") is True, values)


def _wrong(*path: str) -> Issue:
    return Issue("wrong_type", text("This value has the wrong form", "此值的格式不正确"), path)


def _has_conversions(entity: Entity) -> bool:
    return bool(entity.conversions)


def _offers(context: Context, entity: Entity, record_id: int) -> Iterable[Offer]:
    for conversion in active_conversions(entity):
        if is_converted(context, conversion, record_id):
            yield Offer(
                conversion.key, conversion.label, (converted_already(),), _details(context, conversion)
            )
        else:
            issues = unmet(context, entity, record_id, conversion)
            yield Offer(conversion.key, conversion.label, tuple(issues), _details(context, conversion))


def _details(context: Context, conversion: Conversion) -> Mapping[str, Any]:
    targets = [
        {"key": item.key, "entity": item.entity, "label": dict(target_label(context.schema, item))}
        for item in conversion.targets
    ]
    return {"targets": targets}


def _convert(context: Context, call: Call) -> Mapping[str, Any]:
    made = convert(
        context=context, entity=call.entity.key, record_id=call.record_id, conversion=call.name,
        choices=read_choices(call.values.get("targets")),
    )  # fmt: skip
    records = [
        {
            "target": result.target,
            "entity": context.schema.by_id[str(result.entity_id)].key,
            "id": str(result.record_id),
            "created": result.created,
        }
        for result in made.results.order_by("id")
    ]
    return {"conversion": str(made.pk), "records": records}


def _undo_offers(context: Context, entity: Entity, record_id: int) -> Iterable[Offer]:
    with transaction(context.workspace):
        for conversion in active_conversions(entity):
            row = find_conversion(context, conversion, record_id)
            if row is not None:
                label = {
                    key: _UNDO.get(key, _UNDO["en"]).format(label=name)
                    for key, name in conversion.label.items()
                }
                yield Offer(conversion.key, label, tuple(obstacles(context, entity, row)))


def _undo(context: Context, call: Call) -> Mapping[str, Any]:
    undo_conversion(context=context, entity=call.entity.key, record_id=call.record_id, conversion=call.name)
    return {}


def list_conversions(*, context: Context, entity: Entity, record_id: int) -> list[dict[str, Any]]:
    """What the record became and what it came from, the newest first; undone ones are told as such."""
    if find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is None:
        raise record_not_found(entity, record_id)
    with transaction(context.workspace):
        own = RecordConversion.objects.filter(entity_id=entity.id, record_id=record_id)
        came = RecordConversion.objects.filter(
            results__entity_id=entity.id, results__record_id=record_id, undone_at=None
        )
        rows = sorted({*own, *came}, key=lambda row: -row.pk)
        results = list(ConversionResult.objects.filter(conversion__in=rows).order_by("id"))
    shown = [(str(item.entity_id), item.record_id) for item in rows]
    shown += [(str(item.entity_id), item.record_id) for item in results]
    labels = labels_in_sight(context, shown)
    people = names_of(context, {user for row in rows for user in (row.made_by, row.undone_by) if user})
    return [_document(context, row, results, labels, people) for row in rows]


Labelled = Mapping[tuple[str, int], str]


def _document(
    context: Context,
    row: RecordConversion,
    results: Iterable[ConversionResult],
    labels: Labelled,
    people: Mapping[int, str],
) -> dict[str, Any]:
    made = (result for result in results if result.conversion_id == row.pk)
    found = _present(context, row)
    return {
        "id": str(row.pk),
        "conversion": found.get("key", row.conversion),
        "label": found.get("label") or {"en": row.conversion},
        "at": row.made_at,
        "by": _person(row.made_by, people),
        "undone_at": row.undone_at,
        "undone_by": _person(row.undone_by, people),
        "source": _record(context, str(row.entity_id), row.record_id, labels),
        "records": [
            {**record, "target": result.target, "created": result.created}
            for result in made
            if (record := _record(context, str(result.entity_id), result.record_id, labels)) is not None
        ],
    }


def _present(context: Context, row: RecordConversion) -> Mapping[str, Any]:
    """The conversion as it is called now; nothing where it is gone."""
    entity = context.schema.by_id.get(str(row.entity_id))
    documents = entity.conversions if entity else ()
    return next((item for item in documents if item["id"] == str(row.conversion_id)), {})


def _record(context: Context, entity_id: str, record_id: int, labels: Labelled) -> dict[str, Any] | None:
    """None for a record that is out of sight."""
    if (entity_id, record_id) not in labels:
        return None
    key = context.schema.by_id[entity_id].key
    return {"entity": key, "id": str(record_id), "label": labels[entity_id, record_id]}


def _person(user: int | None, people: Mapping[int, str]) -> dict[str, str | None] | None:
    return {"id": str(user), "label": people.get(user)} if user is not None else None


CONVERT = ActionKind("convert", 20, _has_conversions, _offers, _convert)
UNDO = ActionKind("undo", 90, _has_conversions, _undo_offers, _undo, right="convert")
