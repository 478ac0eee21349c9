"""Pipelines of an entity with their rules compiled, and which of them governs a record.

Rules that read only the record and what it refers to are closures over many rows at once; those that read
collections or values computed from other records are SQL over rows that are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from odos.database.session import fetch_all
from odos.dsl.tree import FieldPath
from odos.dsl.types import BOOLEAN
from odos.kernel.issues import Issue
from odos.kernel.sql import Slot, Sql, join, quote
from odos.kernel.texts import Text, text, translate
from odos.records.caches import kept
from odos.records.checks.validation import needs_written_rows
from odos.records.computed.paths import Values, known_values
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import Rule, compile_rule, rule_context
from odos.records.rules.sources import see_everything
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity, Field, Labels
from odos.workflow.stages.pipelines import Pipeline, Requirement, Stage, active_pipelines

Row = Mapping[str, ColumnValues]
_IDS = "ids"


@dataclass(frozen=True)
class Gate:
    """One condition of a stage, with the finding where it does not hold. ``number``: its place among the
    conditions that are asked of written rows, None for one that is asked before."""

    rule: Rule
    issue: Issue
    number: int | None


@dataclass(frozen=True)
class Governor:
    """A pipeline over real fields, its rules compiled. ``gates`` by stage and ``entry`` or ``exit``."""

    pipeline: Pipeline
    field: Field
    since: Field | None
    confidence: Field | None
    when: Rule | None
    gates: Mapping[tuple[str, str], tuple[Gate, ...]]

    def stage_of(self, row: Row) -> str | None:
        """The stage in which a row stands, whether the pipeline knows it or not."""
        values = row.get(self.field.id)
        return None if not values or values[0] is None else str(values[0])

    def crossed(self, before: str | None, after: str) -> tuple[Gate, ...]:
        """The gates between two stages."""
        left = self.gates.get((before, "exit"), ()) if before else ()
        return (*left, *self.gates.get((after, "entry"), ()))

    def stage(self, key: str) -> Stage | None:
        """The stage of that key."""
        return self.pipeline.stages.get(key)


@dataclass(frozen=True)
class Governors:
    """All pipelines of an entity, by the identity of their field, in their order."""

    by_field: Mapping[str, tuple[Governor, ...]]
    written: Sql | None  # a boolean for each gate that is asked of written rows

    @cached_property
    def all(self) -> tuple[Governor, ...]:
        """Every one."""
        return tuple(item for listed in self.by_field.values() for item in listed)

    @cached_property
    def paths(self) -> tuple[FieldPath, ...]:
        """What is read before rows are written."""
        rules = [item.when for item in self.all if item.when is not None]
        rules += [
            gate.rule
            for item in self.all
            for gates in item.gates.values()
            for gate in gates
            if gate.number is None
        ]
        return tuple(path for rule in rules for path in rule.checked.paths)

    @cached_property
    def deciding(self) -> frozenset[str]:
        """Fields that decide which pipeline governs."""
        return frozenset(key for item in self.all if item.when is not None for key in item.when.reads)


def governors_of(context: Context, entity: Entity) -> Governors:
    """Compiled once for each version."""
    return kept(context, ("pipelines", entity.id), lambda: _compile(context, entity))


def read_for(context: Context, entity: Entity, rows: Sequence[Row]) -> list[Values]:
    """What conditions and gates read of rows before they are written: one query for each reference."""
    return known_values(context, entity, rows, governors_of(context, entity).paths)


def governor_of(context: Context, listed: Sequence[Governor], values: Values) -> Governor | None:
    """The first whose condition holds."""
    return next((item for item in listed if item.when is None or holds(context, item.when, values)), None)


def holds(context: Context, rule: Rule, values: Values) -> bool:
    """Whether a condition is true of a row."""
    return rule.evaluate(values, rule_context(context)) is True


def ask_written(context: Context, entity: Entity, ids: Sequence[int]) -> Mapping[int, Sequence[bool]]:
    """The answers of the gates that are asked of written rows, by id and number: one statement for all."""
    asked = governors_of(context, entity).written
    if asked is None or not ids:
        return {}
    rows = fetch_all(context.workspace, asked.text, asked.bind({**context.slots, _IDS: list(ids)}))
    return {row[0]: row[1:] for row in rows}


def _compile(context: Context, entity: Entity) -> Governors:
    late: list[Rule] = []
    found: dict[str, list[Governor]] = {}
    for pipeline in active_pipelines(entity):
        item = entity.find_field(pipeline.field)
        if item is not None:
            found.setdefault(item.id, []).append(_governor(context, entity, pipeline, item, late))
    by_field = {key: tuple(listed) for key, listed in found.items()}
    return Governors(by_field, _written_sql(context, entity, late) if late else None)


def _governor(
    context: Context, entity: Entity, pipeline: Pipeline, item: Field, late: list[Rule]
) -> Governor:
    when = compile_rule(context, entity, pipeline.when, expected=BOOLEAN) if pipeline.when else None
    gates = {
        (stage.key, side): tuple(_gates(context, entity, item, stage, requirements, late))
        for stage in pipeline.stages.values()
        for side, requirements in (("entry", stage.entry), ("exit", stage.exit))
        if requirements
    }
    since = entity.find_field(pipeline.since) if pipeline.since else None
    confidence = entity.find_field(pipeline.confidence) if pipeline.confidence else None
    return Governor(pipeline, item, since, confidence, when, gates)


def _gates(
    context: Context,
    entity: Entity,
    item: Field,
    stage: Stage,
    requirements: Sequence[Requirement],
    late: list[Rule],
) -> Iterator[Gate]:
    for requirement in requirements:
        rule = compile_rule(context, entity, requirement.rule, expected=BOOLEAN)
        number = None
        if needs_written_rows(context.schema, entity, rule.checked):
            number = len(late)
            late.append(rule)
        message = requirement.message or _unsaid(stage.label, requirement.rule)
        yield Gate(rule, Issue("stage_condition", message, (item.key,)), number)


def _unsaid(label: Labels, rule: str) -> Text:
    return text(
        'The stage "{en}" asks for: {rule}', "阶段“{zh}”的条件不满足：{rule}",
        en=translate(label), zh=translate(label, "zh-hans"), rule=rule,
    )  # fmt: skip


def _written_sql(context: Context, entity: Entity, late: Sequence[Rule]) -> Sql:
    source = open_source(context.schema, entity, "t", see_everything, "g")
    answers = ["(" + rule.sql(source) + " IS TRUE)" for rule in late]
    return (
        "SELECT t.id, "
        + join(", ", answers)
        + f" FROM {quote(entity.table)} t"
        + source.joins.sql()
        + Sql(" WHERE t.id = ANY(%s)", (Slot(_IDS),))
    )


def stage_names(stage: Stage | None, key: str) -> dict[str, Any]:
    """What a stage is called, as values of a text."""
    label = stage.label if stage else {"en": key}
    return {"en": translate(label), "zh": translate(label, "zh-hans")}
