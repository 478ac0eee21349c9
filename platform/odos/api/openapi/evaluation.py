"""The addresses that evaluate rules and list functions: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import FLAG, TEXT, TEXT_OR_NULL, closed, listed, open_object
from odos.kernel.texts import text

EVALUATION_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/rules/evaluate": {
        "post": Operation(
            text("The value of a formula for given rows", "对给定的行计算公式"),
            "rules",
            "RuleResults",
            "RuleEvaluation",
            refusals=(403, 422),
            reads=True,
        ),
    },
    "/rules/functions": {
        "get": Operation(text("What a rule may call", "规则可以调用的函数"), "rules", "RuleFunctions"),
    },
}

_KINDS = ["number", "text", "boolean", "date", "datetime", "time"]

EVALUATION_SCHEMAS: Mapping[str, JsonSchema] = {
    "RuleEvaluation": closed(
        {
            "expression": TEXT,
            "fields": listed(closed({"name": TEXT, "type": {"enum": _KINDS}}, "name", "type")),
            "rows": {
                "type": "array",
                "maxItems": 1000,
                "items": {"type": "array"},
                "description": "A value for each field, in their order; numbers as text or number.",
            },
            "blanks": {"enum": ["blank", "zero"], "description": "What a blank number counts as."},
            "backend": {"enum": ["python", "sql"]},
        },
        "expression",
    ),
    "RuleResults": open_object(
        {
            "type": TEXT,
            "results": {
                "type": "array",
                "description": "A value for each row; {error: true} where it fails. In UTC, numbers as text.",
                "items": {},
            },
        },
        "type",
        "results",
    ),
    "RuleFunctions": open_object({"groups": listed(reference_to("RuleFunctionGroup"))}, "groups"),
    "RuleFunctionGroup": open_object(
        {"key": TEXT, "label": TEXT, "functions": listed(reference_to("RuleFunction"))},
        "key",
        "label",
        "functions",
    ),
    "RuleFunction": open_object(
        {
            "name": TEXT,
            "help": TEXT,
            "signatures": listed(TEXT),
            "example": TEXT,
            "gives": {**TEXT_OR_NULL, "description": "The value of the example."},
            "volatility": {"enum": ["immutable", "stable", "context"]},
            "sql": {**FLAG, "description": "False: works on one record only."},
        },
        "name",
        "help",
        "example",
    ),
}
