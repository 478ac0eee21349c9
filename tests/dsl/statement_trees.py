"""Statements of any shape, as a builder could make them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from odos.dsl import tree
from odos.dsl.statements import tree as s
from odos.dsl.statements import tree_of_change as c
from tests.dsl import trees

_TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=6)
_KEYS = st.sampled_from(["alpha", "beta", "at", "when", "limit", "team", "电话"])
_COUNTS = st.integers(1, 99)
_NOTES = st.lists(
    st.text("abc 电\"'()[]#-", max_size=8).map(lambda text: text.strip().lstrip("#").strip()), max_size=2
).map(tuple)
_WORDS = st.one_of(
    st.builds(s.Words, _TEXTS),
    st.lists(st.tuples(st.sampled_from(["en", "zh-hans", "pt-br"]), _TEXTS), min_size=1, max_size=3).map(
        lambda pairs: s.Words(None, tuple(dict(pairs).items()))
    ),
)
_ENTITIES = st.builds(s.EntityName, st.sampled_from(["lead", "order", "score"]))
_PATHS = st.lists(_KEYS, min_size=1, max_size=3).map(lambda names: tree.Path(tuple(names)))
_DURATIONS = st.builds(
    tree.Duration, _COUNTS, st.sampled_from(["minute", "day", "month", "working day", "year"])
)
_NODES = trees.nodes()
_LITERALS = st.one_of(
    st.integers(0, 99).map(lambda value: tree.Literal(Decimal(value), "number")),
    _TEXTS.map(lambda value: tree.Literal(value, "text")),
)


def _many(items, least=1):
    return st.lists(items, min_size=least, max_size=3).map(tuple)


_PEOPLE = st.one_of(
    _NODES,
    st.builds(s.Named, st.sampled_from(["user", "role", "unit", "position", "queue", "pool"]), _TEXTS),
    st.builds(s.Managers, _NODES, st.none() | _COUNTS),
    st.builds(s.Head, _NODES),
    st.just(s.Team()),
)
_CHANNELS = _many(st.sampled_from(["inbox", "email", "using"]), 0)
_TEMPLATES = st.none() | _TEXTS
_CLOCKS = st.none() | st.sampled_from(["00:00", "08:05", "23:59"])
_SCHEDULES = st.one_of(
    st.builds(s.Schedule, every=_DURATIONS, clock=_CLOCKS),
    st.builds(s.Schedule, weekdays=_many(st.sampled_from(["monday", "sunday"])), clock=_CLOCKS),
    st.builds(s.Schedule, month_day=st.integers(1, 31), clock=_CLOCKS),
)
_VALUES = _many(st.builds(s.Assignment, _PATHS, _NODES))
_ARGUMENTS = _many(st.builds(s.Argument, _KEYS, _NODES), 0)


def _clause(kind, *args, **attributes):
    return st.builds(kind, *args, notes=_NOTES, **attributes)


_NOTICES = _clause(s.Notice, _many(_PEOPLE), _CHANNELS, _TEMPLATES, st.none() | _WORDS)


def _statement(kind, **attributes):
    head = {"entity": _ENTITIES, "title": st.none() | _WORDS, "notes": _NOTES, "closing": _NOTES}
    return st.builds(kind, **head, **attributes)


_SOME = st.none() | _NODES
_SCORES = _statement(
    s.Score,
    when=_SOME,
    into=st.none() | _PATHS,
    clauses=_many(_clause(s.ScoreClause, st.sampled_from("+-"), _NODES, _SOME, _SOME, st.none() | _WORDS), 0),
    grades=st.none()
    | _clause(s.Grades, _many(st.builds(s.Band, _KEYS, _NODES)), st.none() | _KEYS, st.none() | _PATHS),
    qualified=st.none() | _clause(s.Qualified, _NODES, st.none() | _PATHS),
)
_VALIDATIONS = _statement(
    s.Validate,
    when=_SOME,
    requirements=_many(_clause(s.Requirement, _NODES, st.none() | _WORDS, _many(_PATHS, 0)), 0),
)
_REMINDERS = _statement(
    s.Remind,
    when=_SOME,
    timing=st.none() | _clause(s.Timing, st.sampled_from(["after", "before"]), _DURATIONS, _NODES),
    repeat=st.none() | _clause(s.Repeat, _SCHEDULES, st.none() | _COUNTS),
    notices=_many(_NOTICES, 0),
    escalations=_many(_clause(s.Escalation, _DURATIONS, _many(_PEOPLE), _CHANNELS, _TEMPLATES), 0),
    until=st.none() | _clause(s.Until, _NODES),
    snooze=st.none() | _clause(s.Snooze, _DURATIONS, st.none() | _COUNTS),
    digest=st.none() | _clause(s.Digest, _SCHEDULES),
)
_SHARINGS = st.builds(
    s.Sharing, st.none() | st.sampled_from(["round robin", "by load"]), _SOME, _SOME, _SOME, st.booleans()
).filter(lambda sharing: sharing != s.Sharing())
_ASSIGNMENTS = _statement(
    s.Assign, choices=_many(_clause(s.Choice, _PEOPLE, _SOME, st.none() | _SHARINGS), 0)
)
_CLAIMS = st.one_of(
    _clause(s.Claims, _COUNTS, st.sampled_from(["day", "week", "month"]), st.none() | _COUNTS),
    _clause(s.Claims, held=_COUNTS),
)
_RETURNS = _statement(
    s.Recycle,
    releases=_many(_clause(s.Release, _NODES, _PEOPLE, st.none() | _DURATIONS), 0),
    warning=st.none() | _clause(s.Warning_, _DURATIONS, _many(_PEOPLE), _CHANNELS, _TEMPLATES),
    claims=st.none() | _CLAIMS,
    hide=st.none() | _clause(s.Hide, _many(_PATHS)),
)
_ACTIONS = st.one_of(
    _NOTICES,
    _clause(c.SetValues, _VALUES),
    _clause(c.CreateFromMapping, _ENTITIES, _TEXTS),
    _clause(c.CreateRecord, _ENTITIES, _VALUES),
    _clause(c.UpdateRelated, _PATHS, _VALUES, _SOME),
    _clause(c.SendMail, _many(_PEOPLE), _TEXTS),
    _clause(c.CallWebhook, _TEXTS, _ARGUMENTS),
    _clause(c.StartApproval, _TEXTS),
    _clause(c.RunAction, _TEXTS, _ARGUMENTS),
    _clause(c.WaitFor, _DURATIONS),
    _clause(c.WaitUntil, _NODES, st.none() | _DURATIONS),
)
_EVENTS = st.lists(st.sampled_from(["created", "changed", "deleted"]), max_size=2, unique=True).map(tuple)
_CHANGES = _statement(c.On, when=_SOME, events=_EVENTS, actions=_many(_ACTIONS, 0))
_SCHEDULED = _statement(c.Every, when=_SOME, schedule=_SCHEDULES, actions=_many(_ACTIONS, 0))
_MEASURES = _many(st.builds(c.Measure, _NODES, st.none() | _KEYS))
_ENTRIES = st.one_of(
    _clause(c.Entry, _MEASURES, _many(_PATHS), _PATHS, _SOME, _SOME),
    _clause(c.Entry, _MEASURES, _many(_PATHS), dated=_SOME),
)
_POSTINGS = _statement(c.Post, when=_SOME, ledger=_TEXTS, entries=_many(_ENTRIES, 0))
_CELLS = st.one_of(
    st.just(c.AnyCell()),
    st.builds(c.TestCell, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), _NODES),
    st.builds(c.RangeCell, _NODES, _NODES),
    st.builds(c.ListCell, _many(_NODES, 0)),
).filter(lambda cell: not (isinstance(cell, c.TestCell) and isinstance(cell.value, tree.Items)))


@st.composite
def _decisions(draw):
    columns, results = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    row = st.one_of(
        _clause(
            c.Row,
            st.tuples(*[_CELLS] * columns),
            st.tuples(*[_PEOPLE | _LITERALS] * results),
        ),
        _clause(c.Row, st.just(()), st.tuples(*[_PEOPLE] * results)),
    )
    return draw(
        _statement(
            c.Decide,
            name=_KEYS,
            mode=st.sampled_from(["first match", "collect"]),
            columns=st.tuples(*[_NODES] * columns),
            results=st.tuples(*[_KEYS] * results),
            rows=_many(row, 0),
        )
    )


def statements() -> st.SearchStrategy[s.Statement]:
    """Any statement, sensible or not."""
    return st.one_of(
        _SCORES,
        _VALIDATIONS,
        _REMINDERS,
        _ASSIGNMENTS,
        _RETURNS,
        _CHANGES,
        _SCHEDULED,
        _POSTINGS,
        _decisions(),
    )
