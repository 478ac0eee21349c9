"""Text → tree of a statement. `parse_statement` raises `Invalid` with one issue, whatever the text is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import cast

from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.parsers.lalr_interactive_parser import InteractiveParser

from odos.dsl import tree
from odos.dsl.parser import GRAMMAR, MAX_DEPTH, TOO_DEEP, Expected, check_size, refused, unexpected
from odos.dsl.statements.change_builder import ChangeBuilder
from odos.dsl.statements.notes import attach_notes
from odos.dsl.statements.tree import Statement
from odos.kernel.problems import Invalid

KEYWORDS = ("score", "validate", "remind", "assign", "recycle", "on", "every", "post", "decide")


def parse_statement(source: str) -> Statement:
    """The tree of a statement; raises `Invalid` with one issue (``rule_syntax`` or ``rule_duplicate``)."""
    check_size(source)
    try:
        statement = cast(Statement, _parser().parse(source))
    except UnexpectedInput as error:
        raise Invalid(None, [unexpected(error, source, _WORDS)]) from None
    if tree.depth(statement) > MAX_DEPTH:
        raise refused(statement.at, *TOO_DEEP)
    return attach_notes(statement, source)


def open_statement(source: str) -> InteractiveParser:
    """The parser before the first word of ``source``, for an editor: it will build no tree."""
    opened = _parser().parse_interactive(source)
    opened.parser_state.parse_conf.callbacks = {}
    return opened


_FIRST = re.compile(r"(?:\s|#[^\n]*(?:\n|$))*([^\W\d]\w*)")


def keyword_of(source: str) -> str | None:
    """The word that says what kind of statement a text is; None for an expression."""
    found = _FIRST.match(source)
    word = found[1].lower() if found else None
    return word if word in KEYWORDS else None


@cache
def _parser() -> Lark:
    files = (GRAMMAR, FilePath(__file__).with_name("statements.lark"))
    grammar = "".join(file.read_text(encoding="utf-8") for file in files)
    return Lark(
        grammar,
        start="statement",
        parser="lalr",
        lexer="contextual",
        transformer=ChangeBuilder(),
        postlex=_Signs(),
    )


_OPENING, _CLOSING = frozenset({"LPAR", "LIST_START"}), frozenset({"RPAR", "RSQB"})


class _Signs:
    """In a score, a plus or minus that begins a line outside brackets begins a clause."""

    always_accept = ("PLUS", "MINUS")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Called by lark with the tokens as they are read."""
        depth, line, scores = 0, 0, False
        for position, token in enumerate(stream):
            scores = scores or (position == 0 and token.type == "SCORE")
            depth += (token.type in _OPENING) - (token.type in _CLOSING)
            first_of_line = (token.line or 0) > line
            line = token.end_line or line
            if scores and depth == 0 and first_of_line and token.type in self.always_accept:
                token.type = "SIGN"
            yield token


def _expected(*words: str) -> tuple[Expected, ...]:
    """Keywords that are proposed where they may stand; their terminals are called like them."""
    return tuple(
        (frozenset({terminal}), word, word)
        for word in words
        for terminal in (word.upper().replace(" ", "_"), "_" + word.upper().replace(" ", "_"))
    )


_WORDS: tuple[Expected, ...] = (
    (frozenset({"SIGN"}), "points on a new line (+10 …)", "另起一行的分数（+10 …）"),
    (frozenset({"_EQUALS"}), "=", "="),
    (frozenset({"_ARROW"}), "->", "->"),
    (frozenset({"DURATION", "STEP"}), "a time (2 days, day)", "时间（2 days、day）"),
    *_expected(
        *KEYWORDS,
        *(
            "when",
            "otherwise",
            "because",
            "message",
            "limit",
            "grade",
            "qualified",
            "into",
            "require",
            "from",
        ),
        *("at", "after", "before", "since", "notify", "by", "using", "until", "snooze", "digest"),
        *("escalate to", "to", "warn", "claim", "hold", "hide", "set", "create", "update", "with"),
        *("send mail to", "call webhook", "start approval", "wait for", "wait until"),
        *("into ledger", "for each", "first match", "collect"),
    ),
)
