"""The tree of statements that change or choose something: on, every, post, decide."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from odos.dsl.statements.tree import (
    AnyPath,
    Argument,
    Assignment,
    Clause,
    EntityName,
    Notice,
    Schedule,
    Somebody,
    Statement,
)
from odos.dsl.tree import Duration, Node

Event = t.Literal["created", "changed", "deleted", "restored"]


@dataclass(frozen=True, slots=True)
class Action(Clause):
    """Something that is done."""


@dataclass(frozen=True, slots=True)
class SetValues(Action):
    """Change the record itself, or one that it refers to."""

    values: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class CreateFromMapping(Action):
    """Make a record of another entity as a conversion mapping says."""

    entity: EntityName
    mapping: str


@dataclass(frozen=True, slots=True)
class CreateRecord(Action):
    """Make a record. Fields are those of the new one, values are read from the record of the rule."""

    entity: EntityName
    values: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class UpdateRelated(Action):
    """Change every record of a collection; ``where``, fields and values are read there."""

    path: AnyPath
    values: tuple[Assignment, ...]
    where: Node | None = None


@dataclass(frozen=True, slots=True)
class SendMail(Action):
    """A mail to people or to addresses (expressions that give a text)."""

    to: tuple[Somebody, ...]
    template: str


@dataclass(frozen=True, slots=True)
class CallWebhook(Action):
    """Call what is set up under that key."""

    name: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class StartApproval(Action):
    """Submit the record to an approval."""

    name: str


@dataclass(frozen=True, slots=True)
class RunAction(Action):
    """An action of a plugin."""

    name: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitFor(Action):
    """Go on after so long."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class WaitUntil(Action):
    """Go on at a moment, or once a condition holds; after ``longest`` the run ends."""

    condition: Node
    longest: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class On(Statement):
    """Actions, in order, when a record is saved; without ``events`` created or changed."""

    events: tuple[Event, ...] = ()
    actions: tuple[Action | Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Statement):
    """Actions at set times for each record where ``when`` holds."""

    schedule: Schedule
    actions: tuple[Action | Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure(Node):
    """An amount that is posted, under a name where the ledger keeps several."""

    value: Node
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Entry(Clause):
    """A posting for each item of a collection, or one for the record; ``places`` name the account."""

    measures: tuple[Measure, ...]
    places: tuple[AnyPath, ...]
    over: AnyPath | None = None
    where: Node | None = None
    dated: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Statement):
    """What a record posts into a ledger for as long as ``when`` holds."""

    ledger: str
    entries: tuple[Entry, ...] = ()


# The cells of a decision table.


@dataclass(frozen=True, slots=True)
class AnyCell(Node):
    """``-``: whatever the value is."""


@dataclass(frozen=True, slots=True)
class TestCell(Node):
    """``<= 10%``; a bare value is ``=``."""

    operator: t.Literal["=", "<>", "<", "<=", ">", ">="]
    value: Node


@dataclass(frozen=True, slots=True)
class RangeCell(Node):
    """``1..5``, both ends included."""

    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class ListCell(Node):
    """``["a", "b"]``: one of these."""

    items: tuple[Node, ...]


Cell = AnyCell | TestCell | RangeCell | ListCell


@dataclass(frozen=True, slots=True)
class Row(Clause):
    """A cell for each column and a value for each result; without cells: ``otherwise``."""

    cells: tuple[Cell, ...]
    results: tuple[Somebody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Statement):
    """A table: the results of the first row that matches, or of all that do."""

    name: str
    mode: t.Literal["first match", "collect"]
    columns: tuple[Node, ...]
    results: tuple[str, ...]
    rows: tuple[Row, ...] = ()
