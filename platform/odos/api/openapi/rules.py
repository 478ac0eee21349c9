"""The addresses under ``/rules``: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import ANYTHING, FLAG, TEXT, TEXT_OR_NULL, WHOLE, closed, listed, open_object
from odos.kernel.texts import text

RULE_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/rules/check": {
        "post": Operation(
            text("Tree, type, canonical text and findings of a rule", "规则的语法树、类型、规范文本和问题"),
            "rules",
            "RuleChecked",
            "RuleToCheck",
            refusals=(422,),
            reads=True,
        ),
    },
    "/rules/format": {
        "post": Operation(
            text("The canonical text of a rule's tree", "规则树的规范文本"),
            "rules",
            "RuleFormatted",
            "RuleToFormat",
            refusals=(422,),
            reads=True,
        ),
    },
    "/rules/schema": {
        "get": Operation(
            text("The JSON Schema of rule trees", "规则树的 JSON Schema"), "rules", "RuleTreeSchema"
        ),
    },
    "/rules/complete": {
        "post": Operation(
            text("What may come next in an unfinished rule", "未写完的规则接下来可以写什么"),
            "rules",
            "RuleCompletion",
            "RulePlace",
            refusals=(422,),
            reads=True,
        ),
    },
    "/rules/hover": {
        "post": Operation(
            text("What stands at a place of a rule", "规则某处内容的说明"),
            "rules",
            "RuleHover",
            "RulePlace",
            refusals=(422,),
            reads=True,
        ),
    },
    "/rules/parts": {
        "post": Operation(
            text("A rule as text and as a form", "规则的文本形式与表单形式"),
            "rules",
            "RuleForm",
            "RuleFormSent",
            refusals=(422,),
            reads=True,
        ),
    },
    "/rules/explain": {
        "post": Operation(
            text("Why a rule gives what it gives for one record", "规则对某条记录得出结果的原因"),
            "rules",
            "RuleExplanation",
            "RuleAsked",
            refusals=(422,),
            reads=True,
        ),
    },
    "/rules/trace": {
        "post": Operation(
            text("Which clause of a score rule gave which points", "评分规则的哪一条给出了多少分"),
            "rules",
            "ScoreExplanation",
            "ScoreTraceAsked",
            refusals=(404, 422),
            reads=True,
        ),
    },
    "/rules/sql": {
        "post": Operation(
            text("The statement behind a rule; for administrators", "规则对应的 SQL；仅限管理员"),
            "rules",
            "RuleStatement",
            "RuleText",
            refusals=(403, 422),
            reads=True,
        ),
    },
}

_LETTERS = "Counted in letters (Unicode code points) from 0."
_PLACE: Mapping[str, JsonSchema] = {
    "entity": TEXT,
    "text": TEXT,
    "position": {**WHOLE, "description": _LETTERS},
    "kind": {**TEXT, "description": "statement: a score or another rule; else an expression."},
}
_SPAN: Mapping[str, JsonSchema] = {"from": {**WHOLE, "description": _LETTERS}, "to": WHOLE}
_TARGET: JsonSchema = {**TEXT_OR_NULL, "description": "The label of the entity that it leads to."}

_TREE: JsonSchema = {"type": "object", "description": "As /rules/schema says."}

RULE_SCHEMAS: Mapping[str, JsonSchema] = {
    "RuleToCheck": closed(
        {"entity": TEXT, "kind": {"enum": ["expression", "condition", "statement"]}, "text": TEXT},
        "entity",
        "text",
    ),
    "RuleChecked": open_object(
        {
            "tree": {"anyOf": [_TREE, {"type": "null"}], "description": "Null where it cannot be read."},
            "type": {**TEXT_OR_NULL, "description": "The type of an expression, the word of a statement."},
            "text": {**TEXT_OR_NULL, "description": "Canonical, with present names."},
            "issues": listed(reference_to("RuleIssue")),
        },
        "tree",
        "type",
        "text",
        "issues",
    ),
    "RuleIssue": open_object(
        {
            "severity": {"enum": ["error", "warning", "info"]},
            "code": TEXT,
            "path": TEXT,
            "message": TEXT,
            "hint": TEXT_OR_NULL,
            "line": {**WHOLE, "description": "From 1, as column and end."},
            "column": WHOLE,
            "end": {**WHOLE, "description": "The column behind the word at fault."},
        },
        "severity",
        "code",
        "path",
        "message",
        "hint",
    ),
    "RuleToFormat": closed({"entity": TEXT, "tree": _TREE}, "entity", "tree"),
    "RuleFormatted": closed({"text": TEXT}, "text"),
    "ScoreTraceAsked": closed({"entity": TEXT, "id": TEXT, "field": TEXT, "rule": TEXT}, "entity", "id"),
    "RuleTreeSchema": {"type": "object"},
    "RuleText": closed({"entity": TEXT, "text": TEXT}, "entity", "text"),
    "RuleStatement": open_object({"sql": TEXT, "parameters": {"type": "array"}}, "sql", "parameters"),
    "RuleFormSent": closed({"text": TEXT, "parts": ANYTHING}),
    "RuleForm": open_object(
        {
            "text": TEXT,
            "parts": {"type": ["object", "null"], "description": "Null: it has a text only."},
        },
        "text",
        "parts",
    ),
    "RuleAsked": closed(
        {
            "entity": TEXT,
            "id": TEXT,
            "text": {**TEXT, "description": "A rule; or"},
            "field": {**TEXT, "description": "the key of a formula."},
        },
        "entity",
        "id",
    ),
    "ScoreExplanation": open_object(
        {
            "rule": {**TEXT_OR_NULL, "description": "Null where one may not know what chose it."},
            "label": TEXT_OR_NULL,
            "applies": {**FLAG, "description": "Whether the rule is meant for the record at all."},
            "points": TEXT,
            "grade": TEXT_OR_NULL,
            "qualified": {"type": ["boolean", "null"]},
            "clauses": listed(reference_to("ClauseExplanation")),
            "hidden": {**TEXT_OR_NULL, "description": "Points of clauses over what one may not see."},
        },
        "rule",
        "label",
        "applies",
        "points",
        "clauses",
        "hidden",
    ),
    "ClauseExplanation": open_object(
        {
            "given": {**TEXT, "description": "The points with their sign, 0 where it does not apply."},
            "applies": FLAG,
            "because": TEXT_OR_NULL,
            "when": {"anyOf": [reference_to("RuleExplanation"), {"type": "null"}]},
            "worth": reference_to("RuleExplanation"),
        },
        "given",
        "applies",
        "worth",
    ),
    "RuleExplanation": open_object(
        {
            "text": {**TEXT, "description": "The part, with … for what you may not see."},
            "type": TEXT,
            "value": {"description": "As JSON; exact numbers as text."},
            "label": {**TEXT_OR_NULL, "description": "The label of an option or record."},
            "hidden": {**FLAG, "description": "It reads what you may not see, so it has no value here."},
            "failed": {**FLAG, "description": "It has no value since it failed, as in a division by zero."},
            "parts": listed(reference_to("RuleExplanation")),
        },
        "text",
        "type",
        "value",
        "hidden",
        "failed",
        "parts",
    ),
    "RulePlace": closed(_PLACE, "entity", "text", "position"),
    "RuleCompletion": open_object(
        {**_SPAN, "proposals": listed(reference_to("RuleProposal"))}, "from", "to", "proposals"
    ),
    "RuleProposal": open_object(
        {
            "text": {**TEXT, "description": "Replaces what stands between from and to."},
            "back": {**WHOLE, "description": "How many letters before its end the cursor then stands."},
            "kind": {
                "enum": [
                    "field",
                    "reference",
                    "collection",
                    "option",
                    "record",
                    "function",
                    "aggregate",
                    "value",
                    "word",
                ]
            },
            "label": TEXT_OR_NULL,
            "type": {**TEXT_OR_NULL, "description": "Its type in the rule language."},
            "target": _TARGET,
            "help": TEXT_OR_NULL,
            "example": TEXT_OR_NULL,
            "fits": {**FLAG, "description": "False: of another type than the value beside it."},
        },
        "text",
        "back",
        "kind",
        "fits",
    ),
    "RuleHover": open_object(
        {
            "hover": {
                "anyOf": [
                    open_object(
                        {
                            **_SPAN,
                            "kind": TEXT,
                            "code": TEXT,
                            "title": TEXT_OR_NULL,
                            "type": TEXT_OR_NULL,
                            "target": _TARGET,
                            "help": TEXT_OR_NULL,
                            "example": TEXT_OR_NULL,
                            "gives": {**TEXT_OR_NULL, "description": "The value of the example."},
                        },
                        "from",
                        "to",
                        "kind",
                        "code",
                    ),
                    {"type": "null"},
                ]
            }
        },
        "hover",
    ),
}
