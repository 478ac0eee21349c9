"""Comments of a statement: each stands in the clause that follows it, or whose line it ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, cast

from odos.dsl import tree
from odos.dsl.statements.tree import Clause, Statement

_COMMENTS = re.compile(r"""\n|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(\#[^\n]*)""")
Notes = Mapping[tree.Position, tuple[str, ...]]


def attach_notes(statement: Statement, source: str) -> Statement:
    """The statement with the comments of its text."""
    if "#" not in source:
        return statement
    places = sorted(node.at for node in tree.walk(statement) if isinstance(node, Clause))
    notes, closing = _placed(_comments(source), places, source)
    return replace(cast(Statement, _with_notes(statement, notes)), closing=closing)


def _comments(source: str) -> list[tuple[int, bool, str]]:
    """Line, whether something stands before it on the line, and the comment."""
    found = []
    line, line_start = 1, 0
    for match in _COMMENTS.finditer(source):
        if match[0] == "\n":
            line, line_start = line + 1, match.end()
        elif match[1]:
            trails = bool(source[line_start : match.start()].strip())
            found.append((line, trails, match[1].removeprefix("#").strip()))
    return found


def _placed(
    comments: list[tuple[int, bool, str]], places: list[tree.Position], source: str
) -> tuple[Notes, tuple[str, ...]]:
    notes: dict[tree.Position, list[str]] = defaultdict(list)
    closing: list[str] = []
    for line, trails, comment in comments:
        before = [place for place in places if place.line <= line]
        after = [place for place in places if place.line > line]
        place = before[-1] if trails and before else after[0] if after else None
        (closing if place is None else notes[place]).append(comment)
    return {place: tuple(written) for place, written in notes.items()}, tuple(closing)


def _with_notes(node: tree.Node, notes: Notes) -> tree.Node:
    """Clauses stand in attributes of the statement, not inside expressions."""
    changed: dict[str, Any] = {}
    for item in fields(node):
        value = getattr(node, item.name)
        if isinstance(value, Clause):
            changed[item.name] = _with_notes(value, notes)
        elif isinstance(value, tuple) and value and isinstance(value[0], Clause):
            changed[item.name] = tuple(_with_notes(clause, notes) for clause in value)
    if isinstance(node, Clause) and node.at in notes:
        changed["notes"] = notes[node.at]
    return replace(node, **changed) if changed else node
