"""JSON Schema of a field's value, as it is read and as it may be written, for each kind.

The kinds themselves know nothing of OpenAPI: what their JSON looks like is part of the HTTP contract and
stands in the two tables here. A kind that a plugin brings is described as any value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from odos.fields.computed import COMPUTED_KINDS
from odos.schema.model import Field, Schema

JsonSchema = dict[str, Any]
Describe = Callable[[Schema, Field], JsonSchema]

DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
COMPUTED = COMPUTED_KINDS
LONGEST_COMPUTED = 20_000


def read_schema(schema: Schema, item: Field) -> JsonSchema:
    """What a record carries under the field's key."""
    return _READ.get(item.kind, _anything)(schema, item)


def write_schema(schema: Schema, item: Field) -> JsonSchema:
    """What a client may send for it; null makes it blank."""
    describe = _WRITE.get(item.kind)
    return describe(schema, item) if describe else read_schema(schema, item)


def reference_to(name: str) -> JsonSchema:
    """``$ref`` to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def line_name(schema: Schema, item: Field) -> str:
    """The key of the entity whose records are the lines of a children field."""
    return schema.target_of(item).key


def _anything(_schema: Schema, _item: Field) -> JsonSchema:
    return {}


def _or_null(plain: JsonSchema) -> JsonSchema:
    """``plain``, or null for a blank value."""
    kind = plain.get("type")
    if not isinstance(kind, str):
        return {"anyOf": [plain, {"type": "null"}]}
    nullable = {**plain, "type": [kind, "null"]}
    if "enum" in plain:
        nullable["enum"] = [*plain["enum"], None]
    return nullable


def _text(_schema: Schema, item: Field) -> JsonSchema:
    longest = item.options.get("max_length", 100_000 if item.kind == "long_text" else 255)
    return _or_null({"type": "string", "maxLength": longest})


def _string(pattern_format: str | None = None) -> Describe:
    plain = {"type": "string", "format": pattern_format} if pattern_format else {"type": "string"}
    return lambda _schema, _item: _or_null(plain)


def _number_text(_schema: Schema, item: Field) -> JsonSchema:
    is_share = "percent" in (item.kind, item.options.get("result"))
    unit = "A percentage: 10 means 10 %." if is_share else "An exact decimal number."
    return _or_null({"type": "string", "pattern": DECIMAL, "description": unit})


def _number_sent(_schema: Schema, item: Field) -> JsonSchema:
    """Texts keep every digit; JSON numbers are taken too."""
    bounds = {
        name: item.options[key]
        for key, name in (("min", "minimum"), ("max", "maximum"))
        if key in item.options
    }
    return {"anyOf": [{"type": "string", "pattern": DECIMAL}, {"type": "number", **bounds}, {"type": "null"}]}


def _integer(_schema: Schema, item: Field) -> JsonSchema:
    bounds = {"minimum": item.options.get("min"), "maximum": item.options.get("max")}
    return _or_null({"type": "integer", **{key: value for key, value in bounds.items() if value is not None}})


def _boolean(_schema: Schema, _item: Field) -> JsonSchema:
    return _or_null({"type": "boolean"})


def _option(_schema: Schema, item: Field) -> JsonSchema:
    return _or_null({"type": "string", "enum": list(item.options["options"])})


def _options(_schema: Schema, item: Field) -> JsonSchema:
    chosen = {"type": "string", "enum": list(item.options["options"])}
    return {"type": "array", "items": chosen, "uniqueItems": True}


def _money(_schema: Schema, _item: Field) -> JsonSchema:
    return _or_null(reference_to("Money"))


def _money_sent(schema: Schema, _item: Field) -> JsonSchema:
    amount = {"type": "string", "pattern": DECIMAL}
    members = {"amount": {"anyOf": [amount, {"type": "number"}]}, "currency": {"type": "string"}}
    pair = {"type": "object", "properties": members, "required": ["amount"]}
    base = f"An amount alone is in {schema.base_currency}."
    return {"anyOf": [pair, amount, {"type": "number"}, {"type": "null"}], "description": base}


def _record(schema: Schema, item: Field) -> JsonSchema:
    return {**_or_null(reference_to("Label")), "description": f"A record of {schema.target_of(item).key}."}


def _records(schema: Schema, item: Field) -> JsonSchema:
    described = f"Records of {schema.target_of(item).key}."
    return {"type": "array", "items": reference_to("Label"), "description": described}


def _id_sent(_schema: Schema, _item: Field) -> JsonSchema:
    return _or_null(reference_to("IdSent"))


def _ids_sent(_schema: Schema, _item: Field) -> JsonSchema:
    return {"type": "array", "items": reference_to("IdSent"), "maxItems": 1000}


def _lines(schema: Schema, item: Field) -> JsonSchema:
    return {"type": "array", "items": reference_to(f"{line_name(schema, item)}.record")}


def _lines_sent(schema: Schema, item: Field) -> JsonSchema:
    kept = "Lines that are not listed stay as they are."
    lines = reference_to(f"{line_name(schema, item)}.line")
    return {"type": "array", "items": lines, "maxItems": 5000, "description": kept}


def _file(_schema: Schema, _item: Field) -> JsonSchema:
    return _or_null(reference_to("File"))


def _segment(schema: Schema, item: Field) -> JsonSchema:
    described = f"A segment of records of {schema.target_of(item).key}."
    return {**_or_null(reference_to("NamedSegment")), "description": described}


def _computed(schema: Schema, item: Field) -> JsonSchema:
    describe = _RESULTS.get(str(item.options.get("result")), _anything)
    return {**describe(schema, item), "readOnly": True}


_RESULTS: Mapping[str, Describe] = {
    "text": lambda _schema, _item: _or_null({"type": "string", "maxLength": LONGEST_COMPUTED}),
    "number": _number_text,
    "percent": _number_text,
    "boolean": _boolean,
    "date": _string("date"),
    "datetime": _string("date-time"),
    "money": _money,
    "option": _option,
}

_READ: Mapping[str, Describe] = {
    "text": _text,
    "long_text": _text,
    "integer": _integer,
    "decimal": _number_text,
    "percent": _number_text,
    "money": _money,
    "boolean": _boolean,
    "date": _string("date"),
    "datetime": _string("date-time"),
    "option": _option,
    "options": _options,
    "reference": _record,
    "parent": _record,
    "user": _record,
    "references": _records,
    "children": _lines,
    "email": _string("email"),
    "phone": _string(),
    "url": _string("uri"),
    "auto_number": _string(),
    "segment": _segment,
    "file": _file,
    "json": _anything,
    "formula": _computed,
    "rollup": _computed,
    "lookup": _computed,
    "score": _computed,
}

_WRITE: Mapping[str, Describe] = {
    "decimal": _number_sent,
    "percent": _number_sent,
    "money": _money_sent,
    "reference": _id_sent,
    "parent": _id_sent,
    "user": _id_sent,
    "references": _ids_sent,
    "children": _lines_sent,
    "segment": _id_sent,
    "file": _id_sent,
}
