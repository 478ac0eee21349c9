"""The compiled application as one user may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from odos.access.model import Access
from odos.access.roles import ACTIONS, SHARE
from odos.api.schema.visible_screens import visible_layout, visible_view
from odos.dsl import tree
from odos.dsl.paths import resolve
from odos.fields.computed import COMPUTED_KINDS
from odos.fields.registry import get_kind
from odos.kernel.texts import LANGUAGES
from odos.records.checks.conditions import CONDITIONS
from odos.records.computed.defaults import filled_by
from odos.records.computed.graph import field_reads
from odos.records.context import Context
from odos.records.lists.ordering import is_sortable
from odos.records.lists.views import views_of
from odos.records.lists.visible_rules import is_told, may_read
from odos.records.rules.compiled import rule_scope, unknown_fields
from odos.records.values.currencies import currency_digits
from odos.records.why.scores import score_rules
from odos.schema.model import Document, Entity, Field, Schema
from odos.workflow.approvals.definitions import active_workflows
from odos.workflow.stages.pipelines import Pipeline, active_pipelines

UNTOLD = "…"


def application_document(context: Context, visible: Sequence[Entity]) -> dict[str, Any]:
    """The answer of ``GET /schema`` without its entities, of which these are visible."""
    schema = context.schema
    keys = {entity.key for entity in visible}
    return {
        "version": schema.version,
        "base_currency": schema.base_currency,
        "currencies": [{"code": code, "digits": digits} for code, digits in currency_digits(context).items()],
        "languages": list(schema.settings.get("languages", LANGUAGES)),
        "menus": [menu for menu in (_menu(context, item, keys) for item in schema.menus) if menu],
    }


def is_visible(context: Context, entity: Entity) -> bool:
    """Whether the user can reach any record of the entity, or make one."""
    return not context.access(entity).impossible or not context.access(entity, "create").impossible


def entity_document(context: Context, entity: Entity) -> dict[str, Any]:
    """One entity with the fields, layouts and views that the user may see."""
    access = context.access(entity)
    fields = [item for item in entity.fields.values() if item.id not in access.hidden_fields]
    return {
        "id": entity.id,
        "key": entity.key,
        "aliases": list(entity.aliases),
        "label": dict(entity.label),
        "plural": dict(entity.plural_label),
        "icon": entity.icon,
        "description": dict(entity.description),
        "owned": entity.owned,
        "title_field": entity.title_field,
        "finds_duplicates": bool(entity.duplicates),
        "system": entity.system,
        "line_of": _line_of(context.schema, entity),
        "team": [
            {
                "key": key,
                "label": dict(role.get("label") or {"en": key}),
                "edit": role.get("edit") is True,
                "delete": role.get("delete") is True,
            }
            for key, role in entity.team.items()
        ],
        "can": _can(context, entity),
        "fields": [_field(context, entity, access, item) for item in fields],
        "layouts": [visible_layout(context, entity, item) for item in _for_roles(context, entity.layouts)],
        "views": [visible_view(context, entity, item) for item in views_of(context, entity)],
        "query_groups": list(_query_groups(context, entity)),
        "relations": list(_relations(context, entity)),
        "workflows": [_workflow(item) for item in active_workflows(entity)],
        "pipelines": [
            _pipeline(item)
            for item in active_pipelines(entity)
            if item.field in {field.key for field in fields}
        ],
        "conversions": [_workflow(item) for item in entity.conversions if item.get("active", True)],
    }


def _can(context: Context, entity: Entity) -> dict[str, bool]:
    """What may be done with any record at all; who looks as somebody else only reads."""
    reads = context.behind is not None
    return {
        action: not context.access(entity, action).impossible and (action == "see" or not reads)
        for action in (*ACTIONS, SHARE)
    }


def _line_of(schema: Schema, entity: Entity) -> dict[str, str] | None:
    if entity.line_of is None:
        return None
    parent = schema.by_id[entity.line_of.entity]
    return {"entity": parent.key, "field": parent.by_id[entity.line_of.children].key}


def _field(context: Context, entity: Entity, access: Access, item: Field) -> dict[str, Any]:
    schema = context.schema
    target = schema.by_id.get(item.target or "")
    veiled = item.id in access.veiled_fields
    locked = item.read_only or item.kind in COMPUTED_KINDS or item.id in access.readonly_fields
    document = {
        **_plain(context, entity, item),
        "id": item.id,
        "key": item.key,
        "aliases": list(item.aliases),
        "kind": item.kind,
        "label": dict(item.label),
        "help": dict(item.help),
        "required": item.required,
        "unique": item.unique,
        "default": _default(context, entity, item),
        "read_only": item.read_only,
        "read_only_after_create": item.read_only_after_create,
        "conditional": any(getattr(item, name) for name in CONDITIONS),
        "hides": bool(item.visible_when),
        "searchable": item.searchable,
        "indexed": item.indexed,
        "audited": item.audited,
        "personal_data": item.personal_data,
        "order": item.order,
        "system": item.system,
        "state": item.state,
        "sortable": not veiled and is_sortable(schema, entity, item),
        "filterable": not veiled
        and get_kind(item.kind).storage == "columns"
        and item.kind not in {"json", "file", "segment"},
        "masked": veiled,
        "can_edit": not locked and context.behind is None,
    }
    explained = _explained(schema, entity, item)
    if explained is not None:
        document["explained"] = explained
    watched = filled_by(context, entity, item)
    if watched:
        document["filled_by"] = watched
    if target is not None:
        document["target"] = target.key
    if target is not None and item.inverse:
        document["parent_field"] = target.by_id[item.inverse].key
    return document


def _default(context: Context, entity: Entity, item: Field) -> str | None:
    """The default; one that reads what the user may not see is only known to be there."""
    if item.default is None or may_read(context, entity, item.default):
        return item.default
    return UNTOLD


def _explained(schema: Schema, entity: Entity, item: Field) -> str | None:
    """By what the value of the field can be explained."""
    if score_rules(schema, entity, item):
        return "score"
    return "formula" if item.kind == "formula" else None


def _plain(context: Context, entity: Entity, item: Field) -> dict[str, Any]:
    """The options; rules that read what the user may not see are left out."""
    left_out = {"target", "parent_field"}
    if item.kind in COMPUTED_KINDS and _reads_hidden(context, entity, item):
        left_out |= {"expression", "where"}
    target = context.schema.by_id.get(item.target or "")
    if target is not None and not is_told(context, target, item.options):
        left_out.add("filter")
    return {key: value for key, value in item.options.items() if key not in left_out}


def _reads_hidden(context: Context, entity: Entity, item: Field) -> bool:
    unknown = unknown_fields(context)
    return any(read.field in unknown for read in field_reads(context.schema, entity)[item.id])


def _for_roles(context: Context, layouts: Iterable[Document]) -> list[Document]:
    """Layouts meant for the user's roles first, then those for everybody, in their order.

    Administrators, who arrange them, get those of other roles behind.
    """
    own, open_to_all, others = [], [], []
    for layout in layouts:
        roles = layout.get("roles") or ()
        if not roles:
            open_to_all.append(layout)
        elif set(roles) & set(context.actor.roles):
            own.append(layout)
        elif context.actor.is_admin:
            others.append(layout)
    return [*own, *open_to_all, *others]


def _query_groups(context: Context, entity: Entity) -> Iterable[dict[str, Any]]:
    """Groups of conditions with the paths that the user may ask about."""
    scope = rule_scope(context, entity, as_user=True)
    for group in entity.query_groups:
        paths = {
            path: item
            for path, item in group["fields"].items()
            if isinstance(resolve(tree.Path(tuple(path.split("."))), scope), tree.FieldPath)
        }
        if paths:
            yield {**group, "fields": paths}


def _inverse_names(context: Context, entity: Entity) -> dict[str, str]:
    """What rules call the records that refer to this entity, by the identity of the reference."""
    scope = rule_scope(context, entity)
    named: dict[str, str] = {}
    for key in scope.names():
        name = scope.find(key)
        if name is not None and name.inverse:
            named.setdefault(name.field.id, key)
    return named


def _relations(context: Context, entity: Entity) -> Iterable[dict[str, Any]]:
    """References from elsewhere that the user may follow back."""
    names = _inverse_names(context, entity)
    for incoming in entity.incoming:
        holder = context.schema.by_id[incoming.entity]
        link = holder.by_id[incoming.field]
        hidden = link.id in context.access(holder).hidden_fields
        if (
            holder.line_of is None
            and not hidden
            and link.kind != "references"
            and is_visible(context, holder)
        ):
            label = dict(holder.plural_label)
            yield {"entity": holder.key, "field": link.key, "name": names.get(link.id), "label": label}


def _workflow(document: Document) -> dict[str, Any]:
    return {"key": document["key"], "label": dict(document.get("label") or {})}


def _pipeline(pipeline: Pipeline) -> dict[str, Any]:
    stages = [
        {"key": stage.key, "label": dict(stage.label), "kind": stage.kind}
        for stage in pipeline.stages.values()
    ]
    head = {"key": pipeline.key, "label": dict(pipeline.label), "field": pipeline.field}
    return {**head, "since": pipeline.since, "confidence": pipeline.confidence, "stages": stages}


def _menu(context: Context, menu: Document, keys: set[str]) -> dict[str, Any] | None:
    """The menu with the items that lead somewhere; None when it has none left."""
    items = [
        {"key": key, **item}
        for key, item in (menu.get("items") or {}).items()
        if item.get("entity") in keys and _leads_to_view(context, item)
    ]
    if not items:
        return None
    ordered = sorted(items, key=lambda item: (item.get("order", 0), item["key"]))
    return {**menu, "label": dict(menu.get("label", {})), "items": ordered}


def _leads_to_view(context: Context, item: Mapping[str, Any]) -> bool:
    views = views_of(context, context.schema.get_entity(str(item["entity"])))
    return "view" not in item or any(view.get("key") == item["view"] for view in views)
