"""Validation rules, for every way in: ``validate contract … require end_date > start_date message …``.

A requirement is asked of new records, and of old ones when anything that it reads is changed: an old record
that breaks a newer rule can still be worked on. What reads only the record and records that it refers to is
asked before guards and before anything is written. What reads collections or values computed from other
records is asked after they are written, in the same transaction, by one statement for all records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.database.session import fetch_all
from odos.dsl.checked import Checked
from odos.dsl.context import Context as RuleContext
from odos.dsl.statement_scopes import IS_NEW, OLD
from odos.dsl.statements import Requirement, Validate, Words
from odos.dsl.to_python import compile_python
from odos.dsl.to_sql import compile_value
from odos.dsl.tree import Call, FieldPath
from odos.kernel.issues import Issue
from odos.kernel.sql import Slot, Sql, join, quote
from odos.kernel.texts import Text, translate
from odos.records.caches import kept
from odos.records.computed_sql import open_source
from odos.records.conditions import Saving, States, field_states, has_conditions, state_issues
from odos.records.context import Context
from odos.records.duplicates import Duplicate, duplicate_issues, find_duplicates_of
from odos.records.findings import Findings
from odos.records.graph import is_late
from odos.records.paths import known_values
from odos.records.rule_values import rule_value
from odos.records.rules import RuleSource, rule_context
from odos.records.sources import see_everything
from odos.records.statements import StatementRule, statements_of
from odos.schema.model import Entity, Schema

IDS = "ids"
_NOTHING_SAID = Text('This record breaks the rule "{rule}"', "此记录不符合规则“{rule}”")


@dataclass(frozen=True)
class Early:
    """A requirement that is asked before writing."""

    when: Checked | None
    condition: Checked
    issue: Issue

    @property
    def parts(self) -> tuple[Checked, ...]:
        """All expressions."""
        return (self.condition,) if self.when is None else (self.when, self.condition)


@dataclass(frozen=True)
class Rules:
    """What is required of the records of one entity. ``late`` gives a boolean for each of ``late_issues``."""

    early: tuple[tuple[Early, frozenset[str], Callable[[Mapping[str, Any], RuleContext], bool]], ...]
    paths: tuple[FieldPath, ...]
    lookups: tuple[Call, ...]
    late: Sql | None
    late_issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Judgement:
    """What conditions and early requirements say of one record."""

    issues: list[Issue]
    states: States
    duplicates: list[Duplicate]


class BrokenRows(Exception):
    """Rows of a bulk write, by operation and index, that break a rule once they are written."""

    def __init__(self, issues: Mapping[tuple[str, int], tuple[Issue, ...]]) -> None:
        super().__init__("rows break a rule")
        self.issues = issues


def judge(
    context: Context, entity: Entity, savings: Sequence[Saving], *, only_blocking: bool = True
) -> list[Judgement]:
    """Findings of conditions on fields, of early requirements and of duplicate rules, for each record."""
    states = field_states(context, entity, savings)
    broken = _broken(context, entity, savings)
    duplicates = find_duplicates_of(context, entity, savings, only_blocking=only_blocking)
    return [
        Judgement([*state_issues(entity, saving, state), *issues, *duplicate_issues(same)], state, same)
        for saving, state, issues, same in zip(savings, states, broken, duplicates, strict=True)
    ]


def judge_one(context: Context, entity: Entity, saving: Saving, findings: Findings) -> list[Issue]:
    """`judge` of a single record; its states are left with ``findings``."""
    if not kept(context, ("judged", entity.id), lambda: _is_judged(context, entity)):
        return []
    judgement = judge(context, entity, [saving], only_blocking=findings.refuses)[0]
    findings.states, findings.duplicates = judgement.states, judgement.duplicates
    return judgement.issues


def _is_judged(context: Context, entity: Entity) -> bool:
    """Whether `judge` has anything to ask."""
    return bool(has_conditions(context, entity) or rules_of(context, entity).early or entity.duplicates)


def has_late_rules(context: Context, entity: Entity) -> bool:
    """Whether `late_issues` has anything to ask."""
    return rules_of(context, entity).late is not None


def late_issues(context: Context, entity: Entity, ids: Sequence[int]) -> dict[int, list[Issue]]:
    """What written records break, by id."""
    rules = rules_of(context, entity)
    if rules.late is None or not ids:
        return {}
    bound = rules.late.bind({**context.slots, IDS: list(ids)})
    found: dict[int, list[Issue]] = {}
    for record_id, *broken in fetch_all(context.workspace, rules.late.text, bound):
        issues = [issue for issue, is_broken in zip(rules.late_issues, broken, strict=True) if is_broken]
        if issues:
            found[record_id] = issues
    return found


def rules_of(context: Context, entity: Entity) -> Rules:
    """Compiled once for each version."""
    return kept(context, ("validate", entity.id), lambda: _compile(context, entity))


def _broken(context: Context, entity: Entity, savings: Sequence[Saving]) -> list[list[Issue]]:
    rules = rules_of(context, entity)
    if not rules.early:
        return [[] for _saving in savings]
    asking = rule_context(context)
    known = known_values(context, entity, [saving.after for saving in savings], rules.paths, rules.lookups)
    for saving, values in zip(savings, known, strict=True):
        values |= _change(entity, saving)
    return [
        [
            early.issue
            for early, reads, holds in rules.early
            if (not saving.before or reads & saving.differs) and not holds(values, asking)
        ]
        for saving, values in zip(savings, known, strict=True)
    ]


def _compile(context: Context, entity: Entity) -> Rules:
    early: list[Early] = []
    late: list[Early] = []
    for rule in statements_of(context.schema, entity, Validate):
        for requirement in rule.statement.requirements:
            asked = _requirement(entity, rule, requirement)
            (late if _is_later(context, entity, asked) else early).append(asked)
    read = [path for asked in early for part in asked.parts for path in part.paths]
    paths = tuple(path for path in read if not _is_of_change(path))
    return Rules(
        tuple((asked, _reads(asked), _test(asked)) for asked in early),
        paths,
        tuple(lookup for asked in early for part in asked.parts for lookup in part.lookups),
        _late_sql(context, entity, late) if late else None,
        tuple(asked.issue for asked in late),
    )


def _requirement(entity: Entity, rule: StatementRule[Validate], requirement: Requirement) -> Early:
    expressions = rule.checked.expressions
    when = rule.statement.when
    return Early(
        expressions[id(when)] if when is not None else None,
        expressions[id(requirement.condition)],
        _issue(entity, rule, requirement),
    )


def _issue(entity: Entity, rule: StatementRule[Validate], requirement: Requirement) -> Issue:
    """At the first field that is named, or at the record."""
    named = requirement.fields[0] if requirement.fields else None
    at = (named.steps[0].key,) if isinstance(named, FieldPath) else ()
    message = _message(requirement.message) or Text(
        _NOTHING_SAID.en,
        _NOTHING_SAID.zh_hans,
        {"rule": _words(rule.statement.title) or translate(rule.label)},
    )
    return Issue("rule_broken", message, at)


def _message(words: Words | None) -> Text | None:
    if words is None:
        return None
    return Text(translate(words.labels, "en"), translate(words.labels, "zh-hans"))


def _words(words: Words | None) -> str:
    return translate(words.labels) if words else ""


def _is_later(context: Context, entity: Entity, asked: Early) -> bool:
    read = [path for part in asked.parts for path in part.paths]
    if any(_is_of_change(path) for path in read):
        return False  # what is written no longer tells what was before
    return any(needs_written_rows(context.schema, entity, part) for part in asked.parts)


def needs_written_rows(schema: Schema, entity: Entity, checked: Checked) -> bool:
    """Whether an expression reads what is only known once the record is written: see the module."""
    for path in checked.paths:
        item = entity.by_id.get(path.ids[0])
        computed = item is not None and (
            (item.column != "" and is_late(schema, entity, item))
            or (item.column == "" and item.kind in {"formula", "lookup", "score"})
        )
        if path.root == "record" and (path.type.kind == "list" or item is None or computed):
            return True
        if any(step.is_collection for step in path.steps):
            return True
    return False


def _is_of_change(path: FieldPath) -> bool:
    """Whether it is ``is_new`` or leads through ``old``."""
    return path.root == "record" and path.ids[0] in {OLD, IS_NEW}


def _change(entity: Entity, saving: Saving) -> dict[str, Any]:
    """What rules read of the change itself: the former values, blank for a new record."""
    former = {
        f"{OLD}.{key}": rule_value(entity.by_id[key], values)
        for key, values in saving.before.items()
        if key in entity.by_id
    }
    return {**former, IS_NEW: not saving.before}


def _reads(asked: Early) -> frozenset[str]:
    paths = (path for part in asked.parts for path in part.paths if path.root == "record")
    return frozenset(path.ids[1] if path.ids[0] == OLD else path.ids[0] for path in paths)


def _test(asked: Early) -> Callable[[Mapping[str, Any], RuleContext], bool]:
    condition = compile_python(asked.condition)
    if asked.when is None:
        return lambda values, asking: condition(values, asking) is True
    when = compile_python(asked.when)
    return lambda values, asking: when(values, asking) is not True or condition(values, asking) is True


def _late_sql(context: Context, entity: Entity, late: Sequence[Early]) -> Sql:
    source = open_source(context.schema, entity, "t", see_everything, "v")
    rows = RuleSource(source)
    broken = []
    for asked in late:
        failing = "(" + compile_value(asked.condition, rows) + " IS NOT TRUE)"
        if asked.when is not None:
            failing = "(" + compile_value(asked.when, rows) + " IS TRUE AND " + failing + ")"
        broken.append(failing)
    return (
        "SELECT t.id, "
        + join(", ", broken)
        + f" FROM {quote(entity.table)} t"
        + source.joins.sql()
        + Sql(" WHERE t.id = ANY(%s)", (Slot(IDS),))
    )
