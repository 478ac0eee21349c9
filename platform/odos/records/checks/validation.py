"""Validation rules, for every way in: ``validate contract … require end_date > start_date message …``.

A requirement is asked of new records, and of old ones when anything that it reads is changed: an old record
that breaks a newer rule can still be worked on. What reads only the record and records that it refers to is
asked before guards and before anything is written; what reads collections or values computed from other
records, in the same transaction after they are written, by one statement for all of them (`late_rules`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.dsl.checked import Checked
from odos.dsl.context import Context as RuleContext
from odos.dsl.statements.scopes import IS_NEW, OLD
from odos.dsl.statements.tree import Requirement, Validate, Words
from odos.dsl.to_python import compile_python
from odos.dsl.tree import Call, FieldPath
from odos.fields.computed import COMPUTED_KINDS
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, translate
from odos.records.caches import kept
from odos.records.checks.conditions import Saving, States, field_states, has_conditions, state_issues
from odos.records.checks.duplicates import Duplicate, duplicate_issues, find_duplicates_of
from odos.records.checks.findings import Findings
from odos.records.checks.late_rules import (
    Late,
    LateRules,
    Saved,
    compile_late,
    find_late_issues,
    late_requirement,
)
from odos.records.computed.graph import Read, is_late, reads_of
from odos.records.computed.paths import known_values
from odos.records.computed.recomputing import Affected
from odos.records.context import Context
from odos.records.rules.compiled import rule_context
from odos.records.rules.statements import StatementRule, statements_of
from odos.records.rules.values import rule_value
from odos.schema.model import Entity, Schema

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
    """What is required of the records of one entity, before and after they are written."""

    early: tuple[tuple[Early, frozenset[str], Callable[[Mapping[str, Any], RuleContext], bool]], ...]
    paths: tuple[FieldPath, ...]
    lookups: tuple[Call, ...]
    late: LateRules


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
    return bool(rules_of(context, entity).late.asked)


def may_break_late_rules(context: Context, entity: Entity, changed: Iterable[str]) -> bool:
    """Whether it has when these fields of a record change, and nothing follows from that."""
    return rules_of(context, entity).late.may_follow(entity, changed)


def late_issues(context: Context, entity: Entity, saved: Saved, affected: Affected) -> dict[int, list[Issue]]:
    """What written records break, by id; ``affected`` knows what else was changed with them."""
    rules = rules_of(context, entity).late
    return find_late_issues(context, rules, saved, affected) if rules.asked else {}


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
            if (not saving.before or reads & saving.differs)
            and saving.unread.isdisjoint(reads)
            and not holds(values, asking)
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
        compile_late(context, entity, [_late(context, entity, asked) for asked in late]),
    )


def _late(context: Context, entity: Entity, asked: Early) -> Late:
    return late_requirement(context.schema, entity, asked.when, asked.condition, asked.issue)


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
    """Whether it reads collections, values computed from others, or leads on from what was before."""
    paths = (path for part in asked.parts for path in part.paths)
    if any(_is_of_change(path) and len(path.ids) > 2 for path in paths):
        return True
    return any(needs_written_rows(context.schema, entity, part) for part in asked.parts)


def needs_written_rows(schema: Schema, entity: Entity, checked: Checked) -> bool:
    """Whether an expression reads what is only known once the record is written: see the module."""
    return any(
        _is_read_later(schema, read) for read in reads_of(checked, entity.id) if not _is_of_before(read)
    )


def _is_read_later(schema: Schema, read: Read) -> bool:
    if any(hop.kind not in {"to_one", "anywhere"} for hop in read.route):
        return True
    owner = schema.by_id[read.entity]
    item = owner.by_id.get(read.field)
    if item is None:
        return True
    return item.kind in COMPUTED_KINDS and (item.column == "" or is_late(schema, owner, item))


def _is_of_before(read: Read) -> bool:
    return read.field in {OLD, IS_NEW} or any(hop.link == OLD for hop in read.route)


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
