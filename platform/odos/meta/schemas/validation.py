"""Documents checked against their JSON Schema; every finding as an `Issue` with its path and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator

from odos.fields.conforming import did_you_mean, misfits
from odos.fields.registry import FIELD_KINDS
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text
from odos.meta.schemas.documents import DOCUMENTS, field_schema

_SHOWN = 80


def check_document(kind: str, document: Mapping[str, Any]) -> Iterator[Issue]:
    """Findings of one document, an entity's fields included."""
    yield from _findings(_validator(kind), document)
    if kind == "entity":
        fields = document.get("fields")
        for key, field in (fields if isinstance(fields, Mapping) else {}).items():
            yield from (issue.under("fields", key) for issue in check_field(field))


def check_field(field: Any) -> Iterator[Issue]:
    """Findings of one field; paths start inside it."""
    kind = field.get("kind") if isinstance(field, Mapping) else None
    if kind is None:
        yield Issue("required", text("A field needs a kind", "字段必须指定类型"), ("kind",), _kinds_hint())
    elif kind not in FIELD_KINDS:
        yield Issue(
            "unknown_kind",
            text('There is no field kind "{kind}"', "没有名为“{kind}”的字段类型", kind=str(kind)[:_SHOWN]),
            ("kind",),
            did_you_mean(str(kind), FIELD_KINDS) or _kinds_hint(),
        )
    else:
        yield from _findings(_field_validator(kind), field)


def _kinds_hint() -> Text:
    return text("Choose one of: {kinds}", "请选择以下之一：{kinds}", kinds=", ".join(sorted(FIELD_KINDS)))


@lru_cache(maxsize=16)
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(DOCUMENTS[kind])


@lru_cache(maxsize=128)
def _field_validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(field_schema(kind))


def _findings(validator: Draft202012Validator, document: Any) -> Iterator[Issue]:
    for found in misfits(validator, document):
        yield Issue(f"document_{found.keyword}", found.message, found.path, found.hint)
