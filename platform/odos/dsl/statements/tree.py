"""The tree of a statement: a rule that does something, made of clauses around expressions.

Nodes as in `tree`; comments of the author stand in ``notes`` of the clause that follows them. A parsed
statement names its entity and holds `tree.Path`; a checked one knows the entity's identity and holds
`tree.FieldPath`. ``to`` of people is an expression that leads to a user or unit, or a node of this module.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass, field

from odos.dsl.tree import Duration, FieldPath, Node, Path

SCORE = "score"  # within `qualified when` the name of the points


@dataclass(frozen=True, slots=True)
class Words(Node):
    """A text for people: one for all languages, or one for each."""

    plain: str | None = None
    by_language: tuple[tuple[str, str], ...] = ()

    @property
    def labels(self) -> Mapping[str, str]:
        """As `kernel.texts.translate` takes it."""
        return dict(self.by_language) if self.plain is None else {"en": self.plain}


@dataclass(frozen=True, slots=True)
class EntityName(Node):
    """The present key of an entity; the checker adds its identity."""

    name: str
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Node):
    """A part of a statement on a line of its own; ``notes`` are comments before it."""

    notes: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Clause):
    """What all statements have; ``closing`` are comments after the last clause."""

    entity: EntityName
    title: Words | None = None
    when: Node | None = None
    closing: tuple[str, ...] = field(default=(), compare=False, repr=False)


# ------------------------------------------------------------------ people, time, values


@dataclass(frozen=True, slots=True)
class Named(Node):
    """``role "Sales manager"``: somebody, or a place where records wait, by name."""

    kind: t.Literal["user", "role", "unit", "position", "group", "queue", "pool"]
    name: str


@dataclass(frozen=True, slots=True)
class Managers(Node):
    """``managers of owner up to 3 levels``: up the chain from a person, one level at a time."""

    of: Node
    levels: int | None = None


@dataclass(frozen=True, slots=True)
class Head(Node):
    """``head of unit``: who leads a unit."""

    of: Node


@dataclass(frozen=True, slots=True)
class Team(Node):
    """``team``: everybody who works on the record."""


Somebody = Node | Named | Managers | Head | Team  # `Node` by itself is always an expression
AnyPath = Path | FieldPath
Weekday = t.Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True)
class Schedule(Node):
    """``every 2 days``, ``every monday at 08:00``, ``every month on day 31 at 08:00`` (or its last)."""

    every: Duration | None = None
    weekdays: tuple[Weekday, ...] = ()
    month_day: int | None = None
    clock: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment(Node):
    """``account.status = "customer"``."""

    field: AnyPath
    value: Node


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """``amount = lines.amount``: a named value that is handed over."""

    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Notice(Clause):
    """Tell people. Without channels as each prefers; without a template the words, else the title."""

    to: tuple[Somebody, ...]
    channels: tuple[str, ...] = ()
    template: str | None = None
    message: Words | None = None


# ------------------------------------------------------------------ score, validate


@dataclass(frozen=True, slots=True)
class ScoreClause(Clause):
    """Points, taken or given when the condition holds; a limit caps their amount."""

    sign: t.Literal["+", "-"]
    points: Node
    when: Node | None = None
    limit: Node | None = None
    because: Words | None = None


@dataclass(frozen=True, slots=True)
class Band(Node):
    """``A from 70``."""

    grade: str
    start: Node


@dataclass(frozen=True, slots=True)
class Grades(Clause):
    """The first band that the points reach, else ``otherwise``; kept in the field ``into``."""

    bands: tuple[Band, ...]
    otherwise: str | None = None
    into: AnyPath | None = None


@dataclass(frozen=True, slots=True)
class Qualified(Clause):
    """A condition that may also read ``score``; kept in the field ``into``."""

    condition: Node
    into: AnyPath | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Statement):
    """Points for each record of the entity, of those where ``when`` holds; kept in the field ``into``."""

    into: AnyPath | None = None
    clauses: tuple[ScoreClause, ...] = ()
    grades: Grades | None = None
    qualified: Qualified | None = None


@dataclass(frozen=True, slots=True)
class Requirement(Clause):
    """What must hold; the message stands at the fields."""

    condition: Node
    message: Words | None = None
    fields: tuple[AnyPath, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validate(Statement):
    """Requirements to records of the entity, to those where ``when`` holds."""

    requirements: tuple[Requirement, ...] = ()


# ------------------------------------------------------------------ remind


@dataclass(frozen=True, slots=True)
class Timing(Clause):
    """``after 3 working days since created_at`` or ``30 days before end_date``."""

    side: t.Literal["after", "before"]
    distance: Duration
    moment: Node


@dataclass(frozen=True, slots=True)
class Repeat(Clause):
    """Again and again for as long as the condition holds, ``most`` times at most."""

    schedule: Schedule
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Escalation(Clause):
    """So long after the first reminder others are told; a chain of managers climbs a level each time."""

    after: Duration
    to: tuple[Somebody, ...]
    channels: tuple[str, ...] = ()
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Until(Clause):
    """Reminders end for good when this holds."""

    condition: Node


@dataclass(frozen=True, slots=True)
class Snooze(Clause):
    """How far, and how often, a reminder may be put off; without the clause never."""

    longest: Duration
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Digest(Clause):
    """Told together with others at set times, not one by one."""

    schedule: Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind(Statement):
    """Tell people of the records where ``when`` holds."""

    timing: Timing | None = None
    repeat: Repeat | None = None
    notices: tuple[Notice, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    until: Until | None = None
    snooze: Snooze | None = None
    digest: Digest | None = None


# ------------------------------------------------------------------ assign, recycle


@dataclass(frozen=True, slots=True)
class Sharing(Node):
    """How one of several people is chosen: in turn or by load; ``limit`` open records each; who has the skill
    or the territory that the record asks for; who is not absent."""

    mode: t.Literal["round robin", "by load"] | None = None
    limit: Node | None = None
    skill: Node | None = None
    territory: Node | None = None
    skip_absent: bool = False


@dataclass(frozen=True, slots=True)
class Choice(Clause):
    """The first whose condition holds gets the record; without a condition: ``otherwise``."""

    to: Somebody
    when: Node | None = None
    sharing: Sharing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Statement):
    """Who gets a record."""

    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Release(Clause):
    """Back to a pool; the former owner may not claim it again for so long."""

    when: Node
    to: Somebody
    keep_out: Duration | None = None


@dataclass(frozen=True, slots=True)
class Warning_(Clause):  # noqa: N801  (`Warning` is Python's)
    """Told so long before a record goes back."""

    before: Duration
    to: tuple[Somebody, ...]
    channels: tuple[str, ...] = ()
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Claims(Clause):
    """``claim at most 10 per day, hold at most 100``: what one person may take from the pool, and keep."""

    most: int | None = None
    period: t.Literal["day", "week", "month"] | None = None
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Hide(Clause):
    """Fields that nobody sees while the record is in the pool."""

    fields: tuple[AnyPath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recycle(Statement):
    """When records go back to a pool, and the rules of that pool."""

    releases: tuple[Release, ...] = ()
    warning: Warning_ | None = None
    claims: Claims | None = None
    hide: Hide | None = None
