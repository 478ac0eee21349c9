"""The kinds of components that belong to one entity, and what each needs at design time.

A further kind is one more entry here, its JSON Schema, its table, and an attribute of `Entity`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odos.kernel.issues import Issue
from odos.meta.checks.conversions import check_conversion, present_conversion
from odos.meta.checks.parts import check_layout, check_nothing, check_view
from odos.meta.checks.pipelines import check_pipeline, present_pipeline
from odos.meta.checks.workflows import check_workflow
from odos.meta.design.environment import PART_KINDS, Environment
from odos.meta.design.outlines import Outline
from odos.meta.design.rewriting import present_layout, present_part, present_view

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """``check`` finds names that lead nowhere, ``present`` puts present keys in place of former ones."""

    check: Callable[[Environment, Outline, Document], Iterator[Issue]]
    present: Callable[[Environment, Outline, Document], Document]


PARTS: Mapping[str, Part] = {
    "layout": Part(check_layout, present_layout),
    "view": Part(check_view, present_view),
    "workflow": Part(check_workflow, present_part),
    "rule": Part(check_nothing, present_part),
    "pipeline": Part(check_pipeline, present_pipeline),
    "conversion": Part(check_conversion, present_conversion),
    "template": Part(check_nothing, present_part),
}
assert tuple(PARTS) == PART_KINDS, "the environment sorts parts by these kinds"
