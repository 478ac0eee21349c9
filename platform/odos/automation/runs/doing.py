"""What an action works with: the run, its rule as it was when it began, and the values of expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from odos.automation.runs.models import Run
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.printer import print_rule
from odos.dsl.scope import SchemaScope
from odos.dsl.statements.change_checker import CheckedStatement, read_statement
from odos.dsl.statements.scopes import change_scope
from odos.dsl.statements.tree import Notice
from odos.dsl.statements.tree_of_change import Action, Every, On
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.checks.change_sources import Change, read_of_changes
from odos.records.context import Context
from odos.records.rules.statements import application_of
from odos.records.rules.types import type_of
from odos.records.rules.values import plain_value
from odos.schema.model import Entity


@dataclass(frozen=True)
class Doing:
    """One action of one run. ``context`` has the rights of the platform in the name of whoever caused it."""

    context: Context
    entity: Entity
    run: Run
    checked: CheckedStatement
    told: list[dict[str, Any]] = field(default_factory=list)  # what the action was given, for the log

    @property
    def statement(self) -> On | Every:
        """The rule."""
        assert isinstance(self.checked.statement, (On, Every))
        return self.checked.statement

    @cached_property
    def action(self) -> Action | Notice:
        """What is to be done now."""
        return self.statement.actions[self.run.position]

    @cached_property
    def change(self) -> Change:
        """The record, with the row before."""
        return Change(self.run.record_id, self.run.old, self.run.event == "created")

    def values(self, nodes: Sequence[tree.Node]) -> tuple[Any, ...]:
        """Values of expressions of this action over the record; raises `NotFound` when it is gone."""
        rules = [self.checked.expression(node) for node in nodes]
        found = self.values_of(rules)
        self.told.extend(self._inputs(nodes, rules, found))
        return found

    def _inputs(
        self, nodes: Sequence[tree.Node], rules: Sequence[Checked], values: Sequence[Any]
    ) -> Iterator[dict[str, Any]]:
        """Values with their rules, of a record with its ``entity``; a constant tells nothing."""
        scope = change_scope(SchemaScope(self.context.schema, self.entity, type_of))
        for node, rule, value in zip(nodes, rules, values, strict=True):
            if not isinstance(node, tree.Literal):
                entity = self.context.schema.by_id.get(str(rule.type.entity))
                leads = {"entity": entity.key} if entity is not None and isinstance(value, int) else {}
                yield {"rule": print_rule(node, scope), "value": plain_value(value), **leads}

    def values_of(self, expressions: Sequence[Checked], *key: object) -> tuple[Any, ...]:
        """The same of expressions that were made; ``key`` tells them apart within the action."""
        place = ("run", self.run.source, self.run.position, *key)
        rows = read_of_changes(self.context, self.entity, expressions, [self.change], *place)
        if not rows:
            raise record_gone()
        return rows[0][1:]


@dataclass(frozen=True)
class Outcome:
    """``detail`` goes into the log. With ``wake_at`` the action is asked again then; ``ends`` the run."""

    detail: Mapping[str, Any] = field(default_factory=dict)
    wake_at: datetime | None = None
    ends: bool = False


def key_of(run: Run, position: int | None = None) -> str:
    """The key of the notification that an action of the run makes; the next one's by default."""
    return f"run:{run.uid}:{run.position if position is None else position}"


def read_rule(context: Context, source: str) -> CheckedStatement:
    """The rule of a run; raises `Invalid` where its text no longer means anything."""
    return kept(context, ("run", source), lambda: read_statement(source, application_of(context.schema)))


def record_gone() -> NotFound:
    """The refusal to go on without the record."""
    return NotFound(text("The record is no longer there", "记录已不存在"))
