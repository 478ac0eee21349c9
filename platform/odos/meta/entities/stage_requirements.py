"""Fields that a stage asks for, compiled into the conditions under which fields are required.

So forms, previews, imports and every other way in ask for them by the one mechanism that there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from odos.schema.model import Field

Document = Mapping[str, Any]


def with_stage_requirements(fields: Sequence[Field], pipelines: Sequence[Document]) -> list[Field]:
    """The fields, required under a further condition where stages ask for them."""
    asked: dict[str, list[str]] = defaultdict(list)
    for key, condition in _conditions(pipelines):
        asked[key].append(condition)
    return [_asked_for(item, asked[item.key]) if item.key in asked else item for item in fields]


def _asked_for(item: Field, conditions: list[str]) -> Field:
    own = [f"({item.required_when})"] if item.required_when else []
    return replace(item, required_when=" or ".join([*own, *conditions]))


def _conditions(pipelines: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """(field, condition) pairs: a pipeline governs where no earlier one of the same field does."""
    before: dict[str, list[str]] = defaultdict(list)
    for pipeline in pipelines:
        if not pipeline.get("active", True):
            continue
        field, when = pipeline["field"], pipeline.get("when")
        others = [f"not ({rule})" for rule in before[field]]
        governs = [*others, f"({when})"] if when else others
        for name, stages in _asking(pipeline).items():
            listed = ", ".join(f'"{stage}"' for stage in stages)
            yield name, "(" + " and ".join([f"{field} in [{listed}]", *governs]) + ")"
        before[field].append(when or "true")


def _asking(pipeline: Document) -> Mapping[str, list[str]]:
    """The stages that ask for each field."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, stage in pipeline["stages"].items():
        for name in stage.get("required") or {}:
            found[name].append(key)
    return found
