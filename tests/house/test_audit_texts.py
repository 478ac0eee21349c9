"""AUDIT-01: whatever the platform writes into the trail can be said in both languages.

The actions are found in the source: every call that makes an entry, followed back through the functions that
only pass the action on.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest

from odos.records.writes import trail
from odos.workflow.approvals.happenings import What

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "platform"
TEXTS = PROJECT / "ui/src/i18n"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Writer = tuple[str, str]  # module, function

# The trail of records writes by SQL; its own type says what.
BY_TYPE = set(get_args(trail.Action))
PREFIXES = {"approval_": get_args(What)}


@dataclass
class Found:
    """``writers``: functions that write an entry, with the place and name of their action."""

    writers: dict[Writer, tuple[int, str]] = field(
        default_factory=lambda: {("odos.audit.entries", "Entry"): (2, "action")}
    )
    actions: set[str] = field(default_factory=set)
    unclear: set[str] = field(default_factory=set)


def modules() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
        for path in SOURCE.rglob("*.py")
    }


def names_in(name: str, tree: ast.Module) -> dict[str, Writer]:
    """What the module calls its own functions and those that it imports."""
    own = {item.name: (name, item.name) for item in tree.body if isinstance(item, Function)}
    imported = {
        alias.asname or alias.name: (item.module or "", alias.name)
        for item in tree.body
        if isinstance(item, ast.ImportFrom)
        for alias in item.names
    }
    return own | imported


def follow(found: Found, module: str, function: Function, action: ast.expr) -> None:
    if isinstance(action, ast.Constant):
        found.actions.add(str(action.value))
    elif isinstance(action, ast.IfExp):
        follow(found, module, function, action.body)
        follow(found, module, function, action.orelse)
    elif isinstance(action, ast.JoinedStr) and isinstance(action.values[0], ast.Constant):
        prefix = str(action.values[0].value)
        found.actions |= {prefix + rest for rest in PREFIXES[prefix]}
    elif isinstance(action, ast.Name):
        follow_name(found, module, function, action.id)
    else:
        found.unclear.add(f"{module}:{action.lineno}")


def follow_name(found: Found, module: str, function: Function, name: str) -> None:
    places = [item.arg for item in (*function.args.args, *function.args.kwonlyargs)]
    if name in places:
        found.writers[module, function.name] = (places.index(name), name)
        return
    given = [
        item.value
        for item in ast.walk(function)
        if isinstance(item, ast.Assign) and [ast.unparse(target) for target in item.targets] == [name]
    ]
    if not given:
        found.unclear.add(f"{module}:{function.lineno} {name}")
    for value in given:
        follow(found, module, function, value)


def calls(tree: ast.Module) -> Iterator[tuple[Function, ast.Call]]:
    for function in ast.walk(tree):
        if isinstance(function, Function):
            for item in ast.walk(function):
                if isinstance(item, ast.Call) and isinstance(item.func, ast.Name):
                    yield function, item


def action_of(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = [item.value for item in call.keywords if item.arg == name]
    return named[0] if named else call.args[place] if len(call.args) > place else None


def search() -> Found:
    found, parsed, before = Found(), modules(), 0
    while before < len(found.writers):
        before = len(found.writers)
        for module, tree in parsed.items():
            known = names_in(module, tree)
            for function, call in calls(tree):
                place = found.writers.get(known.get(ast.unparse(call.func), ("", "")))
                action = action_of(call, *place) if place else None
                if action is not None:
                    follow(found, module, function, action)
    return found


def removals() -> set[str]:
    """What the database itself notes."""
    scripts = (SOURCE / "odos/audit/sql").glob("*.sql")
    return {
        kind
        for path in scripts
        for kind in re.findall(r"audit_note_removal\('(\w+)'", path.read_text("utf-8"))
    }


@pytest.fixture(scope="module")
def found() -> Found:
    return search()


def test_the_search_reads_every_action(found):
    assert not found.unclear
    assert {"signed_in", "locked_out", "shared", "backed_up", "approval_ended", "delegated"} <= found.actions
    assert removals() == {"pruned", "erased"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_action_has_a_text_and_every_text_an_action(found, language):
    texts = json.loads((TEXTS / f"audit.{language}.json").read_text("utf-8"))["action"]
    assert set(texts) == found.actions | BY_TYPE | removals()
