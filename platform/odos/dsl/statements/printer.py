"""Tree → canonical text of a statement: a line for the head, one for each clause, two blanks before it.

``parse_statement(print_statement(tree))`` is the tree again, comments included. A checked tree prints with
the present keys, which `scope` (of the rule's entity) knows; a parsed one with the names as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from odos.dsl import tree
from odos.dsl.printer import Place, print_part, quote_text
from odos.dsl.scope import Scope
from odos.dsl.statements import tree as st

_INDENT = "  "
_TEAM = re.compile(r"team\b(?!\s*[.(])", re.IGNORECASE)


class Printer:
    """Prints clauses by their class; ``scope`` is None for a tree that was only parsed."""

    def __init__(self, scope: Scope | None, clauses: Mapping[type[tree.Node], Callable[..., str]]) -> None:
        self.scope = scope
        self._clauses = clauses

    def within(self, scope: Scope | None) -> Printer:
        """A printer for expressions over other records."""
        return Printer(scope, self._clauses)

    def clause(self, node: tree.Node) -> str:
        """One clause, without its comments."""
        return self._clauses[type(node)](self, node)

    def text(self, node: tree.Node, place: Place = "condition") -> str:
        """An expression."""
        return print_part(node, self.scope, place)

    def some(self, word: str, node: tree.Node | None, place: Place = "condition") -> str:
        """``word`` and the expression, where there is one."""
        return f" {word} {self.text(node, place)}" if node is not None else ""

    def listed(self, nodes: Iterable[tree.Node]) -> str:
        """Expressions with commas."""
        return ", ".join(self.text(node) for node in nodes)

    def lines(self, clauses: Iterable[st.Clause | None]) -> list[str]:
        """Clauses with their comments, each on its lines."""
        found: list[str] = []
        for clause in clauses:
            if clause is not None:
                found += [*comments(clause.notes), self.clause(clause)]
        return [_INDENT + line for line in found]

    def person(self, node: tree.Node, place: Place = "condition") -> str:
        """Somebody: named, or by an expression."""
        if type(node) in _PEOPLE:
            return _PEOPLE[type(node)](self, node)
        shown = self.text(node, place)
        return f"({shown})" if _TEAM.match(shown) else shown

    def people(self, nodes: Iterable[tree.Node]) -> str:
        """Several of them."""
        return ", ".join(self.person(node) for node in nodes)

    def telling(self, channels: Sequence[str], template: str | None) -> str:
        """By which ways, and with which template."""
        by = f" by {', '.join(channels)}" if channels else ""
        return by + (f" using {quote_text(template)}" if template is not None else "")


def comments(notes: Iterable[str]) -> list[str]:
    """Comments as lines."""
    return [f"# {note}".rstrip() for note in notes]


def words(node: st.Words) -> str:
    """A text for people."""
    if node.plain is not None:
        return quote_text(node.plain)
    return "{" + ", ".join(f"{language}: {quote_text(text)}" for language, text in node.by_language) + "}"


def some_words(word: str, node: st.Words | None) -> str:
    """``word`` and the text, where there is one."""
    return f" {word} {words(node)}" if node is not None else ""


def title(node: st.Statement) -> str:
    """The title with a blank before it."""
    return f" {words(node.title)}" if node.title is not None else ""


def duration(node: tree.Duration) -> str:
    """``3 days``."""
    return print_part(node, None, "operand")


def schedule(node: st.Schedule) -> str:
    """Without the word ``every``."""
    at = f" at {node.clock}" if node.clock else ""
    if node.month_day is not None:
        return f"month on day {node.month_day}{at}"
    if node.weekdays:
        return ", ".join(node.weekdays) + at
    every = node.every or tree.Duration(1, "day")
    return (every.unit if every.amount == 1 else duration(every)) + at


def times(most: int | None) -> str:
    """``, at most 5 times``."""
    return f", at most {most} time{'' if most == 1 else 's'}" if most is not None else ""


def when_line(printer: Printer, node: st.Statement) -> list[str]:
    """The condition on a line of its own."""
    return [f"{_INDENT}when {printer.text(node.when)}"] if node.when is not None else []


# ------------------------------------------------------------------ people


def _named(printer: Printer, node: st.Named) -> str:
    return f"{node.kind} {quote_text(node.name)}"


def _managers(printer: Printer, node: st.Managers) -> str:
    levels = f" up to {node.levels} level{'' if node.levels == 1 else 's'}" if node.levels else ""
    return f"managers of {_alone(printer, node.of)}{levels}"


def _alone(printer: Printer, node: tree.Node) -> str:
    """A path, or anything in brackets."""
    shown = printer.text(node, "operand")
    is_path = isinstance(node, tree.Path | tree.FieldPath | tree.Context)
    return shown if is_path or shown.startswith("(") else f"({shown})"


_PEOPLE: dict[type[tree.Node], Callable[[Printer, Any], str]] = {
    st.Named: _named,
    st.Managers: _managers,
    st.Head: lambda printer, node: f"head of {_alone(printer, node.of)}",
    st.Team: lambda printer, node: "team",
}


# ------------------------------------------------------------------ clauses


def _points(printer: Printer, node: st.ScoreClause) -> str:
    points = printer.text(node.points, "product")
    limit = printer.some("limit", node.limit, "product")
    return f"{node.sign}{points}{printer.some('when', node.when)}{limit}{some_words('because', node.because)}"


def _grades(printer: Printer, node: st.Grades) -> str:
    bands = [f"{band.grade} from {printer.text(band.start, 'sign')}" for band in node.bands]
    otherwise = [f"{node.otherwise} otherwise"] if node.otherwise is not None else []
    return f"grade {', '.join([*bands, *otherwise])}{printer.some('into', node.into)}"


def _qualified(printer: Printer, node: st.Qualified) -> str:
    return f"qualified when {printer.text(node.condition)}{printer.some('into', node.into)}"


def _requirement(printer: Printer, node: st.Requirement) -> str:
    at = f" at {printer.listed(node.fields)}" if node.fields else ""
    return f"require {printer.text(node.condition)}{some_words('message', node.message)}{at}"


def _timing(printer: Printer, node: st.Timing) -> str:
    distance, moment = duration(node.distance), printer.text(node.moment)
    return f"after {distance} since {moment}" if node.side == "after" else f"{distance} before {moment}"


def _notice(printer: Printer, node: st.Notice) -> str:
    telling = printer.telling(node.channels, node.template)
    return f"notify {printer.people(node.to)}{telling}{some_words('message', node.message)}"


def _escalation(printer: Printer, node: st.Escalation) -> str:
    telling = printer.telling(node.channels, node.template)
    return f"after {duration(node.after)} escalate to {printer.people(node.to)}{telling}"


def _sharing(printer: Printer, node: st.Sharing | None) -> str:
    if node is None:
        return ""
    return "".join(
        [
            f" {node.mode}" if node.mode else "",
            printer.some("limit", node.limit, "product"),
            printer.some("with skill", node.skill, "concatenation"),
            printer.some("in territory", node.territory, "concatenation"),
            " skip absent" if node.skip_absent else "",
        ]
    )


def _choice(printer: Printer, node: st.Choice) -> str:
    head = f"when {printer.text(node.when)}" if node.when is not None else "otherwise"
    return f"{head} to {printer.person(node.to)}{_sharing(printer, node.sharing)}"


def _release(printer: Printer, node: st.Release) -> str:
    kept = f" keep out previous_owner for {duration(node.keep_out)}" if node.keep_out else ""
    return f"when {printer.text(node.when)} to {printer.person(node.to)}{kept}"


def _warning(printer: Printer, node: st.Warning_) -> str:
    telling = printer.telling(node.channels, node.template)
    return f"warn {printer.people(node.to)} {duration(node.before)} before{telling}"


def _claims(printer: Printer, node: st.Claims) -> str:
    claims = f"claim at most {node.most} per {node.period}" if node.most is not None else ""
    held = f"hold at most {node.held}" if node.held is not None else ""
    return ", ".join(filter(None, (claims, held)))


CLAUSES: Mapping[type[tree.Node], Callable[[Printer, Any], str]] = {
    st.ScoreClause: _points,
    st.Grades: _grades,
    st.Qualified: _qualified,
    st.Requirement: _requirement,
    st.Timing: _timing,
    st.Repeat: lambda printer, node: f"every {schedule(node.schedule)}{times(node.most)}",
    st.Notice: _notice,
    st.Escalation: _escalation,
    st.Until: lambda printer, node: f"until {printer.text(node.condition)}",
    st.Snooze: lambda printer, node: f"snooze up to {duration(node.longest)}{times(node.most)}",
    st.Digest: lambda printer, node: f"digest every {schedule(node.schedule)}",
    st.Choice: _choice,
    st.Release: _release,
    st.Warning_: _warning,
    st.Claims: _claims,
    st.Hide: lambda printer, node: f"hide {printer.listed(node.fields)}",
}


# ------------------------------------------------------------------ statements


def score_lines(printer: Printer, node: st.Score) -> Iterator[str]:
    """A score."""
    yield f"score {node.entity.name}{title(node)}"
    yield from when_line(printer, node)
    yield from [f"{_INDENT}into {printer.text(node.into)}"] if node.into is not None else []
    yield from printer.lines([*node.clauses, node.grades, node.qualified])


def validate_lines(printer: Printer, node: st.Validate) -> Iterator[str]:
    """Requirements."""
    yield f"validate {node.entity.name}{title(node)}"
    yield from when_line(printer, node)
    yield from printer.lines(node.requirements)


def remind_lines(printer: Printer, node: st.Remind) -> Iterator[str]:
    """A reminder."""
    yield f"remind{title(node)} on {node.entity.name}"
    yield from when_line(printer, node)
    yield from printer.lines([node.timing, node.repeat, *node.notices, *node.escalations])
    yield from printer.lines([node.until, node.snooze, node.digest])


def assign_lines(printer: Printer, node: st.Assign) -> Iterator[str]:
    """An assignment."""
    yield f"assign {node.entity.name}{title(node)}"
    yield from printer.lines(node.choices)


def recycle_lines(printer: Printer, node: st.Recycle) -> Iterator[str]:
    """A return to a pool."""
    yield f"recycle {node.entity.name}{title(node)}"
    yield from printer.lines([*node.releases, node.warning, node.claims, node.hide])


def framed(statement: st.Statement, lines: Iterable[str]) -> str:
    """The whole text with the comments before and after."""
    closing = [_INDENT + line for line in comments(statement.closing)]
    return "\n".join([*comments(statement.notes), *lines, *closing])
