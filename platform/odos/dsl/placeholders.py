"""Texts with rules in them: ``Dear {{ contact.name }}``. What stands between the braces is an expression of
the rule language; nothing else in the text means anything.

``{{ "{{" }}`` writes braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from odos.dsl import findings
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.scope import Scope
from odos.dsl.tree import Position
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

_PLACEHOLDER = re.compile(
    r"""\{\{(?P<rule>(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[^"'{}]|\}(?!\}))*+)\}\}"""
)
_OPEN, _CLOSE = "{{", "}}"
_INK = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Written:
    """A rule between braces, and where it begins."""

    rule: str
    at: Position


@dataclass(frozen=True)
class Filled:
    """A text that was checked: ``pieces`` are words as they are, and rules whose values belong there."""

    pieces: tuple[str | Checked, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def rules(self) -> list[Checked]:
        """The rules in their order."""
        return [piece for piece in self.pieces if isinstance(piece, Checked)]


def read_filled(source: str, scope: Scope) -> Filled:
    """Take the text apart and check its rules; findings stand at their place in the text."""
    pieces: list[str | Checked] = []
    issues: list[Issue] = []
    for piece in _split(source):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        try:
            found = _read(piece, scope)
        except Invalid as refusal:
            issues += refusal.issues
        else:
            pieces.append(found)
            issues += found.issues
    return Filled(tuple(pieces), (*issues, *_strays(source)))


def _read(written: Written, scope: Scope) -> Checked:
    """The rule stands as far down and to the right as in the text, so that findings lead there."""
    if not written.rule.strip():
        raise Invalid(
            None, [findings.syntax(written.at, text("say what belongs here", "请填写要插入的内容"))]
        )
    before = "\n" * (written.at.line - 1) + " " * (written.at.column - 1)
    return check(parse(before + written.rule), scope)


def _split(source: str) -> Iterator[str | Written]:
    end = 0
    for found in _PLACEHOLDER.finditer(source):
        if found.start() > end:
            yield source[end : found.start()]
        yield Written(found["rule"], _position(source, found.start("rule")))
        end = found.end()
    if end < len(source):
        yield source[end:]


def _strays(source: str) -> Sequence[Issue]:
    """Braces that open or close nothing."""
    rest = _PLACEHOLDER.sub(lambda found: _INK.sub(" ", found[0]), source)
    places = [place for mark in (_OPEN, _CLOSE) if (place := rest.find(mark)) >= 0]
    if not places:
        return ()
    message = text(
        "{open} and {close} belong together", "{open} 与 {close} 必须成对出现", open=_OPEN, close=_CLOSE
    )
    hint = text('Write {{ "{{" }} for braces', '如需显示花括号，请写 {{ "{{" }}')
    return [findings.finding("template_braces", _position(source, min(places)), message, hint)]


def _position(source: str, place: int) -> Position:
    line = source.count("\n", 0, place)
    return Position(line + 1, place - (source.rfind("\n", 0, place) + 1) + 1)


def rewritten(source: str, rewrite: Callable[[str], str]) -> str:
    """The text with every rule exchanged; what surrounds a rule between its braces stays."""

    def exchange(found: re.Match[str]) -> str:
        rule = found["rule"]
        inner = rule.strip()
        return found[0].replace(rule, rule.replace(inner, rewrite(inner))) if inner else found[0]

    return _PLACEHOLDER.sub(exchange, source)
