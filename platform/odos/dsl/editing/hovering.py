"""What stands at one place of a rule: a field with its label and type, a function, a word of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lark import Token

from odos.dsl.editing.completion import find_path, follow, inner_scope, option_documents
from odos.dsl.editing.cursor import Cursor, read_tokens
from odos.dsl.editing.statement_words import CLAUSES
from odos.dsl.editing.words import AGGREGATES, OPERATORS, PERIODS, VALUES
from odos.dsl.functions import Function
from odos.dsl.library.index import functions as built_in
from odos.dsl.parser import open_expression
from odos.dsl.scope import Scope
from odos.dsl.statements.parser import open_statement
from odos.kernel.texts import DEFAULT_LANGUAGE, translate

_ARROW = " › "


@dataclass(frozen=True)
class Hover:
    """The words from ``start`` to ``end``. ``title`` names them for people, ``code`` as the language does."""

    start: int
    end: int
    kind: str
    code: str
    title: str = ""
    type: str | None = None
    target: str | None = None
    help: str = ""
    example: str | None = None
    gives: str | None = None

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        return {
            "from": self.start,
            "to": self.end,
            "kind": self.kind,
            "code": self.code,
            "title": self.title or None,
            "type": self.type,
            "target": self.target,
            "help": self.help or None,
            "example": self.example,
            "gives": self.gives,
        }


@dataclass(frozen=True)
class _Spot:
    """The word under the pointer: ``within`` letters from its beginning, in the given surroundings."""

    token: Token
    within: int
    cursor: Cursor
    scope: Scope
    is_called: bool
    language: str
    functions: Mapping[str, Function]

    @property
    def start(self) -> int:
        """Where the word begins in the text."""
        return self.token.start_pos or 0


def explain_at(
    source: str,
    position: int,
    scope: Scope,
    *,
    language: str = DEFAULT_LANGUAGE,
    functions: Mapping[str, Function] = built_in,
    is_statement: bool = False,
) -> Hover | None:
    """What is written at ``position`` (in letters); None where nothing is to be said. Never raises."""
    for token, stack in read_tokens(source, open_statement if is_statement else open_expression):
        start, end = token.start_pos or 0, token.end_pos or 0
        if start > position:
            return None
        if position < end or (position == end == len(source)):
            cursor = Cursor(start, "", False, frozenset(), stack)
            called = source[end:].lstrip()[:1] == "("
            inner = inner_scope(scope, cursor.collections)
            spot = _Spot(token, position - start, cursor, inner, called, language, functions)
            return _EXPLAINERS.get(token.type, _word)(spot)
    return None


def _name(spot: _Spot) -> Hover | None:
    if spot.is_called:
        return _called(spot)
    names = tuple(spot.token.lower().split("."))
    until = spot.token[: spot.within].count(".") + 1
    if names in {("today",), ("now",), ("user",)}:
        return _word(spot)
    return _path(spot, names[:until])


def _path(spot: _Spot, names: tuple[str, ...]) -> Hover | None:
    steps = list(follow(spot.scope, names))
    read = names[1:] if names[0] == "user" and len(names) > 1 else names
    if not steps or len(steps) < len(read):
        return None
    last = steps[-1]
    entity = spot.scope.entity_scope(last.target).entity if last.target else None
    labels = [
        translate(spot.scope.entity_scope(str(step.target)).entity.plural_label, spot.language)
        if step.inverse
        else translate(step.field.label, spot.language)
        for step in steps
    ]
    written = ".".join(spot.token.split(".")[: len(names)])
    return Hover(
        spot.start,
        spot.start + len(written),
        "field",
        written,
        _ARROW.join(labels),
        last.type.kind,
        translate(entity.label, spot.language) if entity else None,
        translate(last.field.help, spot.language),
    )


def _called(spot: _Spot) -> Hover | None:
    start, end = spot.start, spot.token.end_pos or spot.start
    function = spot.functions.get(spot.token.upper())
    if function:
        help_text = function.help.render(spot.language)
        return Hover(
            start, end, "function", function.name, "", None, None, help_text, function.example, function.gives
        )
    aggregate = AGGREGATES.get(spot.token.lower())
    return (
        Hover(start, end, "aggregate", spot.token.lower(), help=aggregate.render(spot.language))
        if aggregate
        else None
    )


def _text(spot: _Spot) -> Hover | None:
    """A key of an option, with its label."""
    call = spot.cursor.call
    names = spot.cursor.beside or (call[1] if call else None)
    field = find_path(spot.scope, names) if names else None
    if field is None:
        return None
    key = spot.token[1:-1]
    found = next((option for name, option in option_documents(field.field) if name == key), None)
    if found is None:
        return None
    label = translate(found.get("label") or {}, spot.language)
    return Hover(spot.start, spot.token.end_pos or 0, "option", key, label)


def _word(spot: _Spot) -> Hover | None:
    written = " ".join(spot.token.lower().split())
    found = next((word for word in (*OPERATORS, *VALUES, *PERIODS, *CLAUSES) if word.name == written), None)
    if found is None:
        return None
    end = spot.token.end_pos or spot.start
    return Hover(spot.start, end, "word", written, help=found.help.render(spot.language))


_EXPLAINERS: Mapping[str, Callable[[_Spot], Hover | None]] = {"NAME": _name, "TEXT": _text}
