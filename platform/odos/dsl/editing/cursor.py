"""Where somebody is typing in an unfinished rule: what stands before, and what may come next.

The parser reads up to the cursor without building a tree; what is left on its stack are the brackets,
calls, lists and collections that are open there. Faults on the way are stepped over, so that a mistake at
the top of a rule does not silence the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken
from lark.lexer import LexerState
from lark.parsers.lalr_interactive_parser import InteractiveParser

from odos.dsl.parser import open_expression

_FAULTS_STEPPED_OVER = 40
_WORD = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\.?$")
_TEXTS = re.compile(r""""(?:\\.|[^"\\\n])*("?)|'(?:\\.|[^'\\\n])*('?)|\#[^\n]*""")

Names = tuple[str, ...]
OpenParser = Callable[[str], InteractiveParser]


@dataclass(frozen=True)
class Cursor:
    """``word`` is what is written from ``start`` to the cursor: a name, a part of some words of the language
    (``is no``), or, with ``in_text``, the inside of a text whose quote stands at ``start``."""

    start: int
    word: str
    in_text: bool
    expected: frozenset[str]
    stack: Sequence[object]

    @cached_property
    def collections(self) -> tuple[Names, ...]:
        """The paths of the collections in whose ``where`` or ``order by`` the cursor stands, from outside."""
        found = (_collection(self.stack, at) for at in range(len(self.stack)))
        return tuple(names for names in found if names)

    @cached_property
    def open_words(self) -> tuple[str, ...]:
        """The terminals on the stack, the last one at the end."""
        return tuple(item.type for item in self.stack if isinstance(item, Token))

    @cached_property
    def call(self) -> tuple[str, Names | None] | None:
        """The function in whose brackets the cursor stands, and its first argument where that is a path."""
        opened = [at for at in range(len(self.stack)) if _type(self.stack[at]) in {"LPAR", "LIST_START"}]
        if not opened or not opened[-1] or _type(self.stack[opened[-1] - 1]) != "NAME":
            return None
        first = self.stack[opened[-1] + 1] if len(self.stack) > opened[-1] + 1 else None
        return str(self.stack[opened[-1] - 1]), _names(first)

    @cached_property
    def beside(self) -> Names | None:
        """The path with which a value at the cursor is compared, as in ``status in ["new", |``."""
        return _names(self._beside())

    @cached_property
    def before(self) -> Names | None:
        """The path directly before the cursor, as in ``status |``."""
        return _names(self.stack[-1]) if self.stack else None

    def _beside(self) -> object:
        stack = list(self.stack)
        if "LIST_START" in map(_type, stack):
            opened = max(at for at, item in enumerate(stack) if _type(item) == "LIST_START")
            stack = stack[:opened]
        if len(stack) > 3 and _type(stack[-1]) == "_AND" and _type(stack[-3]) in _BETWEEN:
            return stack[-4]
        return stack[-2] if len(stack) > 1 and _type(stack[-1]) in _BEFORE_VALUE else None


_BETWEEN = frozenset({"_BETWEEN", "_NOT_BETWEEN"})
_BEFORE_VALUE = _BETWEEN | {"COMPARISON", "MATCH", "NOT_MATCH", "_IN", "_NOT_IN"}


def cursor_at(source: str, position: int, open_parser: OpenParser = open_expression) -> Cursor:
    """What is going on at ``position`` of ``source``, an expression or what ``open_parser`` reads."""
    before = source[:position]
    opened = _open_text(before)
    if opened is not None and source[opened] == "#":
        return Cursor(position, "", False, frozenset(), ())
    word = "" if opened is not None else _last_word(before)
    head = before[:opened] if opened is not None else before[: len(before) - len(word)]
    parser, left = _read(head, open_parser)
    if opened is not None:
        return Cursor(
            opened, before[opened + 1 :], True, frozenset({"TEXT"}), parser.parser_state.value_stack
        )
    begin = len(head) if left is None else left
    expected = frozenset(parser.accepts())  # type: ignore[no-untyped-call]
    return Cursor(begin, before[begin:], False, expected, parser.parser_state.value_stack)


def read_tokens(
    source: str, open_parser: OpenParser = open_expression
) -> Iterator[tuple[Token, Sequence[object]]]:
    """The words of a text with what is open before each; faults are stepped over."""
    parser = open_parser(source)
    for token in _accepted(parser):
        yield token, parser.parser_state.value_stack[:-1]


def _last_word(before: str) -> str:
    found = _WORD.search(before)
    return found[0] if found else ""


def _open_text(before: str) -> int | None:
    """Where the text or comment that is not closed before the cursor begins."""
    last = max(_TEXTS.finditer(before), key=lambda found: found.start(), default=None)
    if last is None or last.end() < len(before) or last[1] or last[2]:
        return None
    return last.start()


def _read(head: str, open_parser: OpenParser) -> tuple[InteractiveParser, int | None]:
    """The parser at the end of ``head``, and where the words begin that it could not use there."""
    parser = open_parser(head)
    end = 0
    for token in _accepted(parser):
        end = token.end_pos or end
    rest = head[end:]
    return parser, end + len(rest) - len(rest.lstrip()) if rest.strip() else None


def _accepted(parser: InteractiveParser) -> Iterator[Token]:
    """The tokens that the parser takes, one after the other; what it does not take is left out."""
    for _ in range(_FAULTS_STEPPED_OVER):
        try:
            yield from _fed(parser)
            return
        except UnexpectedCharacters as fault:
            cast(LexerState, parser.lexer_thread.state).line_ctr.feed(Token("FAULT", fault.char))
        except UnexpectedToken:
            pass  # a word of the language in the wrong place: the lexer stands behind it already


def _fed(parser: InteractiveParser) -> Iterator[Token]:
    state = parser.parser_state
    for token in parser.lexer_thread.lex(state):  # type: ignore[no-untyped-call]
        kept = list(state.state_stack), list(state.value_stack)
        try:
            state.feed_token(token)
        except UnexpectedToken:
            state.state_stack, state.value_stack = kept
        else:
            yield token


def _type(item: object) -> str | None:
    return item.type if isinstance(item, Token) else None


def _names(item: object) -> Names | None:
    """The names of a path; a reduced node is a list of one as long as nothing stands beside it."""
    while isinstance(item, list) and len(item) == 1:
        item = item[0]
    return tuple(item.lower().split(".")) if isinstance(item, Token) and item.type == "NAME" else None


def _collection(stack: Sequence[object], at: int) -> Names | None:
    kind = _type(stack[at])
    if kind not in {"_WHERE", "_ORDER_BY"} or not at:
        return None
    return _names(stack[at - 1]) or (_names(stack[at - 2]) if kind == "_ORDER_BY" and at > 1 else None)
