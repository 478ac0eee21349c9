from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from odos.fields.document_schema import field_schema, kind_schema
from odos.fields.registry import FIELD_KINDS

VALIDATOR = Draft202012Validator(field_schema())


def findings(document: object) -> list[tuple[str, str]]:
    errors = VALIDATOR.iter_errors(document)
    return sorted(("/".join(map(str, error.absolute_path)), str(error.validator)) for error in errors)


def test_the_schema_is_valid():
    Draft202012Validator.check_schema(field_schema())


@pytest.mark.parametrize("kind", sorted(FIELD_KINDS))
def test_every_attribute_is_described(kind: str):
    described = {
        name: "description" in schema or name == "kind"
        for name, schema in kind_schema(kind)["properties"].items()
    }
    assert all(described.values()), described


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            {"kind": "text", "label": {"en": "Name", "zh-hans": "名称"}, "max_length": 20, "required": True},
            [],
        ),
        ({"kind": "text", "label": {"en": "🙂" * 10_000}}, []),
        ({"kind": "text", "max_length": "20"}, [("max_length", "type")]),
        ({"kind": "text", "digits": 2}, [("", "additionalProperties")]),
        ({"kind": "texd"}, [("kind", "enum")]),
        ({}, [("", "required")]),
        ({"kind": "option"}, [("", "required")]),
        ({"kind": "option", "options": {}}, [("options", "minProperties")]),
        ({"kind": "option", "options": {"a b": {}}}, [("options", "pattern")]),
        ({"kind": "option", "options": {"a": {"color": "red;x"}}}, [("options/a/color", "pattern")]),
        ({"kind": "reference", "target": "account", "on_delete": "maybe"}, [("on_delete", "enum")]),
        ({"kind": "rollup", "over": "lines", "function": "count"}, []),
        ({"kind": "rollup", "over": "lines", "function": "sum"}, [("", "required")]),
        ({"kind": "decimal", "min": "1.5", "max": 3}, []),
        ({"kind": "integer", "grouped": False}, []),
        ({"kind": "formula", "expression": "YEAR(today)", "result": "number", "grouped": False}, []),
        ({"kind": "formula", "expression": "1", "result": "integer"}, [("result", "enum")]),
        ({"kind": "decimal", "min": "x"}, [("min", "pattern")]),
        ({"kind": "file", "accept": ".pdf, image/*"}, []),
        ({"kind": "file", "accept": "pdf"}, [("accept", "pattern")]),
        ({"kind": "auto_number", "pattern": "{0000}", "reserved": ["888", "900-999"]}, []),
    ],
)
def test_findings_have_one_clear_path(document: object, expected: list[tuple[str, str]]):
    assert findings(document) == expected
