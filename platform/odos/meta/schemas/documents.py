"""JSON Schema 2020-12 of every kind of document. Fields: what all kinds share plus the kind's own options."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from odos.access.roles import ACTIONS
from odos.fields.registry import FIELD_KINDS
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.meta.schemas.pieces import ALIASES as _ALIASES
from odos.meta.schemas.pieces import FIELD_KEY as _FIELD_KEY
from odos.meta.schemas.pieces import FLAG as _FLAG
from odos.meta.schemas.pieces import HEAD as _HEAD
from odos.meta.schemas.pieces import ICON as _ICON
from odos.meta.schemas.pieces import KEY, Schema
from odos.meta.schemas.pieces import LABEL as _LABEL
from odos.meta.schemas.pieces import ORDER as _ORDER
from odos.meta.schemas.pieces import PATH as _PATH
from odos.meta.schemas.pieces import RULE as _RULE
from odos.meta.schemas.pieces import SORT as _SORT
from odos.meta.schemas.pieces import UUID as _UUID
from odos.meta.schemas.pieces import closed_object as _object
from odos.meta.schemas.pieces import keyed as _keyed
from odos.meta.schemas.pipelines import CONVERSION, PIPELINE
from odos.meta.schemas.workflows import WORKFLOW

KINDS = (
    "entity",
    "layout",
    "view",
    "workflow",
    "rule",
    "pipeline",
    "conversion",
    "template",
    "menu",
    "role",
    "settings",
)
DIALECT = "https://json-schema.org/draft/2020-12/schema"

FIELD_ATTRIBUTES: Schema = {
    "id": _UUID,
    "key": _FIELD_KEY,
    "kind": {"type": "string"},
    "aliases": _ALIASES,
    "label": _LABEL,
    "help": _LABEL,
    "order": _ORDER,
    "required": _FLAG,
    "unique": _FLAG,
    "default": _RULE,
    "read_only": _FLAG,
    "read_only_after_create": _FLAG,
    "visible_when": _RULE,
    "required_when": _RULE,
    "read_only_when": _RULE,
    "indexed": _FLAG,
    "searchable": _FLAG,
    "audited": {**_FLAG, "default": True},
    "personal_data": _FLAG,
}

_TEAM_ROLE = _object(
    {
        "label": _LABEL,
        "order": _ORDER,
        "see": _FLAG,
        "edit": _FLAG,
        "delete": _FLAG,
        "actions": _keyed(_FLAG, KEY),
    }
)

_ENTITY: Schema = _object(
    {
        **_HEAD,
        "kind": {"const": "entity"},
        "plural": _LABEL,
        "former_plurals": _ALIASES,
        "icon": _ICON,
        "owned": _FLAG,
        "team": {"anyOf": [_FLAG, _keyed(_TEAM_ROLE, KEY)]},
        "title_field": _FIELD_KEY,
        "fields": _keyed({"type": "object"}, KEY),
        "query_groups": _keyed(
            _object({"label": _LABEL, "order": _ORDER, "fields": _keyed(_object({"order": _ORDER}))}), KEY
        ),
        "uniques": _keyed(
            _object(
                {
                    "fields": {"type": "array", "items": _FIELD_KEY, "minItems": 1, "uniqueItems": True},
                    "label": _LABEL,
                    "order": _ORDER,
                },
                "fields",
            )
        ),
        "duplicates": _keyed(
            _object(
                {
                    "fields": {
                        **_keyed({"enum": ["similar", "equal", "number"]}, KEY),
                        "minProperties": 1,
                        "maxProperties": 5,
                    },
                    "action": {"enum": ["warn", "block"], "default": "warn"},
                    "threshold": {"type": "number", "minimum": 0.5, "maximum": 1},
                    "ignore": {"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 200},
                    "active": {**_FLAG, "default": True},
                    "label": _LABEL,
                    "order": _ORDER,
                },
                "fields",
            )
        ),
    },
    "kind",
    "key",
)

_ITEM = _object(
    {"field": _FIELD_KEY, "order": _ORDER, "span": {"type": "integer", "minimum": 1, "maximum": 3}}, "field"
)
_REGION = _object(
    {
        "label": _LABEL,
        "order": _ORDER,
        "columns": {"type": "integer", "minimum": 1, "maximum": 3},
        "items": _keyed(_ITEM),
    }
)
_TAB = _object({"label": _LABEL, "order": _ORDER, "regions": _keyed(_REGION)})
_COLUMN = _object(
    {"order": _ORDER, "width": {"type": "number", "minimum": 20, "maximum": 2000}, "label": _LABEL}
)
_RELATED = _object(
    {
        "entity": _FIELD_KEY,
        "field": _FIELD_KEY,
        "label": _LABEL,
        "order": _ORDER,
        "columns": _keyed(_COLUMN),
        "sort": _SORT,
        "filter": _RULE,
    },
    "entity",
    "field",
)

_LAYOUT: Schema = _object(
    {
        **_HEAD,
        "kind": {"const": "layout"},
        "entity": _FIELD_KEY,
        "roles": {"type": "array", "items": {"type": "string"}},
        "tabs": _keyed(_TAB),
        "related": _keyed(_RELATED),
    },
    "kind",
    "key",
    "entity",
)

# Of a calendar: dates or moments, minutes in place of an end, the option that colours.
CALENDAR_FIELDS = ("starts", "ends", "minutes", "color")

_VIEW: Schema = _object(
    {
        **_HEAD,
        "kind": {"const": "view"},
        "entity": _FIELD_KEY,
        "default": _FLAG,
        "columns": _keyed(_COLUMN),
        "filter": _RULE,
        "sort": _SORT,
        "type": {"enum": ["list", "tree", "calendar"]},
        **dict.fromkeys(CALENDAR_FIELDS, _FIELD_KEY),
        "page_size": {"type": "integer", "minimum": 1, "maximum": 1000},
        "roles": {"type": "array", "items": {"type": "string"}},
    },
    "kind",
    "key",
    "entity",
)

_RULE_DOCUMENT: Schema = _object(
    {
        **_HEAD,
        "kind": {"const": "rule"},
        "entity": _FIELD_KEY,
        "text": {**_RULE, "minLength": 1},
        "active": {**_FLAG, "default": True},
    },
    "kind",
    "key",
    "entity",
    "text",
)

_TEMPLATE: Schema = _object(
    {
        **_HEAD,
        "kind": {"const": "template"},
        "entity": _FIELD_KEY,
        "subject": {**_LABEL, "minProperties": 1, "description": "One line; {{ rule }} is a value."},
        "body": {**_LABEL, "minProperties": 1, "description": "Markdown; {{ rule }} is a value."},
    },
    "kind",
    "key",
    "entity",
    "subject",
    "body",
)

_MENU_ITEM = _object(
    {"entity": _FIELD_KEY, "view": _PATH, "label": _LABEL, "icon": _ICON, "order": _ORDER}, "entity"
)
_MENU: Schema = _object(
    {**_HEAD, "kind": {"const": "menu"}, "icon": _ICON, "items": _keyed(_MENU_ITEM)}, "kind", "key"
)

_SCOPE: Schema = {"enum": ["all", "company", "unit", "unit_only", "team", "own", "shared", "none"]}
_RIGHT: Schema = {
    "description": "Which records: a scope, all (true) or none (false), or ways that add up.",
    "anyOf": [
        _SCOPE,
        _FLAG,
        _object(
            {
                "scope": _SCOPE,
                "rule": _RULE,
                "from": {"type": "array", "items": _FIELD_KEY, "uniqueItems": True, "maxItems": 20},
            }
        ),
    ],
}
_GRANT = _object(
    {
        **dict.fromkeys(ACTIONS, _RIGHT),
        "actions": _keyed(_RIGHT, KEY),
        "managers": {"enum": ["none", "see", "all"]},
    }
)
_SHOWN = {"type": "integer", "minimum": 0, "maximum": 20}
_VEIL = _object(
    {
        "see": {"enum": [True, False, "mask"]},
        "edit": _FLAG,
        "mask": _object({"start": _SHOWN, "end": _SHOWN}),
        "when": _RULE,
    }
)
_ROLE: Schema = _object(
    {
        **_HEAD,
        "kind": {"const": "role"},
        "admin": _FLAG,
        "portal": _FLAG,
        "entities": _keyed(_GRANT, r"^(\*|[a-z][a-z0-9_]{0,62})$"),
        "fields": _keyed(_keyed(_VEIL), KEY),
    },
    "kind",
    "key",
)

_SIGN_IN: Schema = _object(
    {
        "password_length": {"type": "integer", "minimum": 8, "maximum": 64},
        "refuse_common_passwords": _FLAG,
        "password_history": {"type": "integer", "minimum": 0, "maximum": 24},
        "second_factor": {"enum": ["optional", "administrators", "everybody"]},
        "second_factor_roles": {"type": "array", "items": {"type": "string", "pattern": KEY}},
        "session_hours": {"type": "integer", "minimum": 1, "maximum": 24 * 365},
        "token_days": {"type": "integer", "minimum": 1, "maximum": 3650},
    }
)

_MONTHS: Schema = {"type": "integer", "minimum": 1, "maximum": 1200}
_AUDIT: Schema = _object(
    {
        "personal_views": {"enum": ["none", "records", "all"]},
        "keep_months": _MONTHS,
        "entities": _keyed(_MONTHS),
    }
)

_SETTINGS: Schema = _object(
    {
        **_HEAD,
        "kind": {"const": "settings"},
        "base_currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "languages": {
            "type": "array",
            "items": {"enum": ["en", "zh-hans"]},
            "minItems": 1,
            "uniqueItems": True,
        },
        "time_zone": {"type": "string", "maxLength": 63},
        "fiscal_year_start": {"type": "integer", "minimum": 1, "maximum": 12},
        "sign_in": _SIGN_IN,
        "audit": _AUDIT,
    },
    "kind",
    "key",
)

DOCUMENTS: Mapping[str, Schema] = {
    "entity": _ENTITY,
    "layout": _LAYOUT,
    "view": _VIEW,
    "workflow": WORKFLOW,
    "rule": _RULE_DOCUMENT,
    "pipeline": PIPELINE,
    "conversion": CONVERSION,
    "template": _TEMPLATE,
    "menu": _MENU,
    "role": _ROLE,
    "settings": _SETTINGS,
}


@lru_cache(maxsize=128)
def field_schema(kind: str) -> Schema:
    """The schema of a field of a registered kind."""
    options = FIELD_KINDS[kind].options_schema
    properties = {**FIELD_ATTRIBUTES, **options.get("properties", {}), "kind": {"const": kind}}
    rest = {key: value for key, value in options.items() if key not in {"type", "properties", "required"}}
    required = ("kind", *options.get("required", ()))
    return {**rest, **_object(properties, *required)}


def document_schema(kind: str) -> Schema:
    """The published schema of a kind; an entity's includes every kind of field. Raises `NotFound`."""
    if kind not in DOCUMENTS and kind != "field":
        raise NotFound(
            text('There is no kind of document "{kind}"', "没有名为“{kind}”的文档类型", kind=kind[:80])
        )
    schema = {"$schema": DIALECT, "$id": f"/api/metadata/schemas/{kind}", "title": kind}
    if kind == "field":
        return {**schema, **_any_field()}
    if kind == "entity":
        fields = _keyed(_any_field(), KEY)
        return {**schema, **_ENTITY, "properties": {**_ENTITY["properties"], "fields": fields}}
    return {**schema, **DOCUMENTS[kind]}


def _any_field() -> Schema:
    return {
        "type": "object",
        "required": ["kind"],
        "oneOf": [field_schema(kind) for kind in sorted(FIELD_KINDS)],
    }
