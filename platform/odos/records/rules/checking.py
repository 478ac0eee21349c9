"""A rule's text checked with its author's eyes, and a tree's text: both ways between text and builder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from odos.dsl import tree
from odos.dsl.checker import check, format_rule
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.dsl.statements.bare_numbers import bare_numbers
from odos.dsl.statements.change_checker import CheckedStatement, check_statement, format_statement
from odos.dsl.statements.change_printer import print_statement
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.scopes import Application
from odos.dsl.statements.tree import Statement
from odos.dsl.tree_json import from_json, to_json
from odos.dsl.types import BOOLEAN, Type
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.rules.authoring import author_scope
from odos.records.rules.compiled import unknown_fields
from odos.records.rules.statements import about_another, application_of
from odos.records.values.currencies import currency_digits
from odos.schema.model import Entity

Kind = Literal["expression", "condition", "statement"]
KINDS: tuple[Kind, ...] = ("expression", "condition", "statement")


@dataclass(frozen=True)
class CheckedText:
    """``tree`` and canonical ``text`` of what can be read; ``type`` of an expression, word of a statement."""

    source: str
    issues: tuple[Issue, ...]
    tree: tree.Node | None = None
    type: str | None = None
    text: str | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form; a finding has ``line``, ``column`` and ``end``, the column behind its word."""
        return {
            "tree": to_json(self.tree) if self.tree else None,
            "type": self.type,
            "text": self.text,
            "issues": [placed_json(issue, self.source, language) for issue in self.issues],
        }


def check_text(*, context: Context, entity: Entity, kind: Kind, source: str) -> CheckedText:
    """Everything that can be said about a text; never raises for what stands in it."""
    try:
        return _CHECKS[kind](context, entity, source)
    except Invalid as refusal:
        return CheckedText(source, refusal.issues)


def author_application(context: Context) -> Application:
    """What a statement of the actor's may name: nothing that they may not see."""
    hidden = unknown_fields(context)
    return application_of(
        context.schema,
        hidden=lambda item: item.id in hidden,
        visible=lambda entity: not context.access(entity).impossible,
    )


def format_tree(*, context: Context, entity: Entity, document: Any) -> str:
    """The canonical text of a tree from JSON; raises `Invalid` with the path to what is at fault.

    A tree that does not check has a text as well, so that an unfinished rule can be shown.
    """
    node = from_json(document)
    written = _printed(context, entity, node)
    if not _reads_back(node, written):
        message = text("No text stands for this tree", "此规则树没有对应的文本")
        raise Invalid(None, [Issue("rule_tree", message)])
    return written


def placed_json(issue: Issue, source: str, language: str) -> dict[str, Any]:
    """An issue with its place in the text, where its path ends in ``line:column``."""
    found = _PLACE.fullmatch(str(issue.path[-1])) if issue.path else None
    if found is None:
        return issue.as_json(language)
    line, column = int(found[1]), int(found[2])
    lines = source.split("\n")
    word = _WORD.match(lines[line - 1], column - 1) if line <= len(lines) else None
    end = word.end() + 1 if word else column + 1
    return {**issue.as_json(language), "line": line, "column": column, "end": end}


_PLACE = re.compile(r"(\d+):(\d+)")
_WORD = re.compile(r"""\w+(?:\.\w+)*|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|[<>=!&|]+|.""")


# ------------------------------------------------------------------ by kind


def _expression(context: Context, entity: Entity, source: str, expected: Type | None = None) -> CheckedText:
    scope = author_scope(context, entity)
    parsed = parse(source)
    checked = check(parsed, scope, expected=expected)
    if has_errors(checked.issues):
        return CheckedText(source, checked.issues, parsed, checked.type.kind, print_rule(parsed))
    return CheckedText(source, checked.issues, checked.tree, checked.type.kind, format_rule(checked, scope))


def _condition(context: Context, entity: Entity, source: str) -> CheckedText:
    return _expression(context, entity, source, BOOLEAN)


def _statement(context: Context, entity: Entity, source: str) -> CheckedText:
    application = author_application(context)
    parsed = parse_statement(source)
    checked = check_statement(parsed, application)
    word = to_json(parsed)["node"]
    issues = (*about_another(checked, entity), *checked.issues)
    if has_errors(issues):
        return CheckedText(source, issues, parsed, word, print_statement(parsed))
    issues = (*issues, *_bare_numbers(context, checked, application))
    return CheckedText(source, issues, checked.statement, word, format_statement(checked, application))


def _bare_numbers(context: Context, checked: CheckedStatement, application: Application) -> Iterable[Issue]:
    """Told while a rule is written, where there is more than one currency."""
    scope = application.find(checked.statement.entity)
    if scope is None or len(currency_digits(context)) < 2:
        return ()
    return bare_numbers(checked.statement, scope)


_CHECKS: Mapping[Kind, Callable[[Context, Entity, str], CheckedText]] = {
    "expression": _expression,
    "condition": _condition,
    "statement": _statement,
}


# ------------------------------------------------------------------ trees


def _printed(context: Context, entity: Entity, node: tree.Node) -> str:
    if isinstance(node, Statement):
        application = author_application(context)
        checked = check_statement(node, application)
        if not has_errors(checked.issues):
            return format_statement(checked, application)
        return print_statement(node, application.find(node.entity))
    return print_rule(node, author_scope(context, entity))


def _reads_back(node: tree.Node, written: str) -> bool:
    """Whether the text is canonical, and so stands for the tree."""
    try:
        again = (
            print_statement(parse_statement(written))
            if isinstance(node, Statement)
            else print_rule(parse(written))
        )
    except Invalid:
        return False
    return again == written
