"""Schemas and addresses of each entity that a user may see, as its fields are now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from odos.access.roles import Action
from odos.api.openapi.fields import COMPUTED, JsonSchema, read_schema, reference_to, write_schema
from odos.api.openapi.operations import Operation
from odos.api.openapi.paths import PATHS
from odos.api.openapi.schemas import SCHEMAS
from odos.api.openapi.shapes import TEXT, listed, open_object
from odos.api.schema.documents import is_visible
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.schema.model import Entity, Field

_NUMBERED = "auto_number"
_NEEDED: dict[str, Action] = {"get": "see", "post": "create", "patch": "edit", "delete": "delete"}


def entity_schemas(context: Context, language: str) -> dict[str, JsonSchema]:
    """``<key>.record``, ``.create``, ``.change``, ``.page``; of line entities ``.record`` and ``.line``."""
    schemas: dict[str, JsonSchema] = {}
    for entity in _visible(context):
        schemas[f"{entity.key}.record"] = _record(context, entity, language)
        if entity.line_of is not None:
            schemas[f"{entity.key}.line"] = _line(context, entity, language)
            continue
        schemas[f"{entity.key}.page"] = _page(entity)
        schemas[f"{entity.key}.create"] = _create(context, entity, language)
        schemas[f"{entity.key}.change"] = _sent(context, entity, "edit", language)
    return schemas


def entity_paths(context: Context) -> dict[str, dict[str, Operation]]:
    """The addresses of each entity with the methods that the user may use."""
    paths: dict[str, dict[str, Operation]] = {}
    for entity in _visible(context):
        if entity.line_of is None:
            for path in ("/records/{entity}", "/records/{entity}/{record_id}"):
                paths[path.replace("{entity}", entity.key)] = _operations(context, entity, path)
    return {path: operations for path, operations in paths.items() if operations}


def _visible(context: Context) -> Iterable[Entity]:
    return (item for item in context.schema.entities.values() if is_visible(context, item))


def _operations(context: Context, entity: Entity, path: str) -> dict[str, Operation]:
    return {
        method: _own(entity, operation)
        for method, operation in PATHS[path].items()
        if not context.access(entity, _NEEDED[method]).impossible
    }


def _own(entity: Entity, operation: Operation) -> Operation:
    """The operation with the entity's own schemas and name."""
    summary = text(
        "{name}: {what}", "{name_zh}：{what_zh}",
        name=translate(entity.label), name_zh=translate(entity.label, "zh-hans"),
        what=operation.summary.render("en"), what_zh=operation.summary.render("zh-hans"),
    )  # fmt: skip
    answers = {"Page": f"{entity.key}.page", "Record": f"{entity.key}.record"}
    body = f"{entity.key}.create" if operation.status == 201 else f"{entity.key}.change"
    return replace(
        operation,
        summary=summary,
        tag=entity.key,
        answer=answers.get(operation.answer, operation.answer),
        body=body if operation.body else "",
    )


def _page(entity: Entity) -> JsonSchema:
    page = SCHEMAS["Page"]
    items = listed(reference_to(f"{entity.key}.record"))
    return {**page, "properties": {**page["properties"], "items": items}}


def _record(context: Context, entity: Entity, language: str) -> JsonSchema:
    """Everything may be absent: what is hidden, or was not asked for."""
    hidden = context.access(entity).hidden_fields
    members = {
        item.key: _described(item, _read(context, item), language)
        for item in entity.fields.values()
        if item.id not in hidden
    }
    members["_notes"] = listed(reference_to("RecordNote"))
    members["_can"] = reference_to("RowRights")
    return {**open_object(members, "id"), "title": translate(entity.label, language)}


def _read(context: Context, item: Field) -> JsonSchema:
    """The id stands as text in JSON, though its column holds a number."""
    return TEXT if item.system and item.key == "id" else read_schema(context.schema, item)


def _sent(context: Context, entity: Entity, action: Action, language: str) -> JsonSchema:
    access = context.access(entity, action)
    writable = (
        item
        for item in entity.fields.values()
        if item.id not in access.hidden_fields | access.readonly_fields and not _is_locked(item, action)
    )
    members = {item.key: _described(item, write_schema(context.schema, item), language) for item in writable}
    return {
        **open_object(members),
        "additionalProperties": False,
        "title": translate(entity.label, language),
    }


def _create(context: Context, entity: Entity, language: str) -> JsonSchema:
    sent = _sent(context, entity, "create", language)
    needed = [
        item.key
        for item in entity.own_fields()
        if item.required
        and item.default is None
        and item.kind != _NUMBERED
        and item.key in sent["properties"]
    ]
    return {**sent, "required": needed} if needed else sent


def _line(context: Context, entity: Entity, language: str) -> JsonSchema:
    """A line as it is sent within its record: new without an id, changed with it, removed with _delete."""
    sent = _sent(context, entity, "edit", language)
    parent = entity.by_id[entity.line_of.parent_field].key if entity.line_of else ""
    own = {key: value for key, value in sent["properties"].items() if key != parent}
    extra: dict[str, JsonSchema] = {"id": reference_to("IdSent"), "_delete": {"type": "boolean"}}
    return {**sent, "properties": {**extra, **own}}


def _is_locked(item: Field, action: Action) -> bool:
    frozen = action == "edit" and item.read_only_after_create
    return item.read_only or item.kind in COMPUTED or frozen


def _described(item: Field, value: JsonSchema, language: str) -> JsonSchema:
    """The label as title, the help as description unless the kind has something to say."""
    described = {"title": translate(item.label, language), **value}
    help_text = translate(item.help, language)
    if help_text:
        described["description"] = help_text
    return described
