"""Text → tree. `parse` raises `Invalid` with one issue and nothing else, whatever the text is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path as FilePath
from typing import Any, cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from odos.dsl import findings, tree
from odos.dsl.periods import read_period
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import Text, text

GRAMMAR = FilePath(__file__).with_name("grammar.lark")
MAX_LENGTH = 20_000
MAX_DEPTH = 100
MAX_HOPS = 10
MAX_DIGITS = 38

_AGGREGATES = frozenset(["count", "sum", "avg", "first", "last", "any", "all", "none", "count_distinct"])
_EITHER = frozenset({"min", "max"})  # a function of several values, or of one collection
_CONTEXT = frozenset({"user", "today", "now"})
_BRACKETS = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\#[^\n]*)|([(\[])|([)\]])""")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "n": "\n", "t": "\t"}
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def parse(source: str) -> tree.Node:
    """The tree of an expression; raises `Invalid` with one issue of code ``rule_syntax``."""
    check_size(source)
    try:
        node = cast(tree.Node, _parser().parse(source))
    except UnexpectedInput as error:
        raise Invalid(None, [unexpected(error, source)]) from None
    if tree.depth(node) > MAX_DEPTH:
        raise refused(node.at, *TOO_DEEP)
    return node


def open_expression(source: str) -> InteractiveParser:
    """The parser before the first word of ``source``, for an editor: it will build no tree."""
    opened = _parser().parse_interactive(source)
    opened.parser_state.parse_conf.callbacks = {}
    return opened


@cache
def _parser() -> Lark:
    grammar = GRAMMAR.read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=ExpressionBuilder())


TOO_DEEP = (
    text("the rule is nested more than {n} levels deep", "规则嵌套超过 {n} 层", n=MAX_DEPTH),
    text("Split it into several fields", "请拆分为多个字段"),
)


def check_size(source: str) -> None:
    """Refuse a text that is too long, empty, or nested beyond what a parser should be asked to read."""
    if len(source) > MAX_LENGTH:
        message = text(
            "the rule has {n} characters; at most {limit} are allowed",
            "规则有 {n} 个字符，最多允许 {limit} 个",
            n=len(source),
            limit=MAX_LENGTH,
        )
        raise refused(tree.START, message)
    if not source.strip():
        raise refused(tree.START, text("the rule is empty", "规则为空"))
    _check_brackets(source)


def _check_brackets(source: str) -> None:
    level = 0
    for found in _BRACKETS.finditer(source):
        level += bool(found[2]) - bool(found[3])
        if level > MAX_DEPTH:
            raise refused(_position(source, found.start()), *TOO_DEEP)


def _position(source: str, offset: int) -> tree.Position:
    line_start = source.rfind("\n", 0, offset) + 1
    return tree.Position(source.count("\n", 0, offset) + 1, offset - line_start + 1)


def refused(at: tree.Position, message: Text, hint: Text | None = None) -> Invalid:
    """The text cannot be read, at this place."""
    return Invalid(None, [findings.syntax(at, message, hint)])


# ------------------------------------------------------------------ what was expected

_VALUE = frozenset({"NUMBER", "NAME", "TEXT"})
Expected = tuple[frozenset[str], str, str]  # terminals that are all accepted, and what they are called
_WORDS: tuple[Expected, ...] = (
    (_VALUE, "a value (a field, a number, a text)", "一个值（字段、数字或文本）"),
    (frozenset({"COMPARISON"}), "a comparison (=, <, in, contains …)", "比较（=、<、in、contains 等）"),
    (frozenset({"PLUS"}), "an operator (+, -, *, /, &)", "运算符（+、-、*、/、&）"),
    (frozenset({"_AND", "_OR"}), "and / or", "and / or"),
    (frozenset({"RPAR"}), '")"', "“)”"),
    (frozenset({"RSQB"}), '"]"', "“]”"),
    (frozenset({"COMMA"}), '","', "“,”"),
    (frozenset({"$END"}), "the end", "规则结束"),
)


def unexpected(error: UnexpectedInput, source: str, words: Iterable[Expected] = ()) -> Issue:
    """The finding for what a parser stumbled over; ``words`` are what may stand there beside expressions."""
    at = _error_position(error, source)
    found = _found(error, source)
    if found is None:
        message = text("the rule ends too early", "规则不完整")
    else:
        message = text(
            '"{found}" is not expected here', "此处不应出现“{found}”", found=findings.shorten(found)
        )
    return findings.syntax(at, message, _special_hint(found, source) or _expectation(error, words))


def _error_position(error: UnexpectedInput, source: str) -> tree.Position:
    if _found(error, source) is None:
        return _position(source, len(source.rstrip()))
    return tree.Position(error.line, error.column)


def _found(error: UnexpectedInput, source: str) -> str | None:
    if isinstance(error, UnexpectedCharacters):
        return source[cast(int, error.pos_in_stream)]
    if isinstance(error, UnexpectedEOF) or not isinstance(error, UnexpectedToken):
        return None
    return None if error.token.type == "$END" else str(error.token)


def _special_hint(found: str | None, source: str) -> Text | None:
    if found == "%":
        return text(
            "Use MOD(a, b) for a remainder; 10% is written without a space",
            "取余请用 MOD(a, b)；百分比写作 10%",
        )
    if found in {'"', "'"}:
        return text(
            "The text is not closed, or a quote in it needs a backslash",
            "文本没有结束引号，或其中的引号缺少反斜杠",
        )
    if found is not None and found in "“”‘’，（）；：。":
        return text("Use half-width punctuation, as in (a, b)", "请使用半角标点，例如 (a, b)")
    return None


def _expectation(error: UnexpectedInput, words: Iterable[Expected]) -> Text | None:
    accepted = _accepted(error)
    named = [(en, zh) for terminals, en, zh in (*_WORDS, *words) if terminals <= accepted]
    if not named:
        return None
    english, chinese = (
        separator.join(words) for separator, words in zip((", ", "、"), zip(*named, strict=True), strict=True)
    )
    return text("Expected: {english}", "应为：{chinese}", english=english, chinese=chinese)


def _accepted(error: UnexpectedInput) -> set[str]:
    if isinstance(error, UnexpectedCharacters):
        return set(error.allowed or ())
    return set(error.accepts or error.expected) if isinstance(error, UnexpectedToken) else set()


# ------------------------------------------------------------------ one method for each alternative


def position_of(token: Token) -> tree.Position:
    """Where it starts."""
    return tree.Position(token.line or 1, token.column or 1)


def _squeeze(token: Token) -> str:
    return " ".join(token.lower().split())


@v_args(inline=True)
class ExpressionBuilder(Transformer[Token, Any]):
    """Called by the parser at each reduction, from the leaves up: no recursion, no intermediate tree."""

    def either(self, *items: tree.Node) -> tree.Node:
        return tree.Or(items, at=items[0].at)

    def both(self, *items: tree.Node) -> tree.Node:
        return tree.And(items, at=items[0].at)

    def negation(self, word: Token, item: tree.Node) -> tree.Node:
        return tree.Not(item, at=position_of(word))

    def comparison(self, left: tree.Node, operator: Token, right: tree.Node) -> tree.Node:
        written = {"==": "=", "!=": "<>"}.get(operator, str(operator))
        return tree.Compare(cast(tree.CompareOperator, written), left, right, at=left.at)

    def membership(self, item: tree.Node, options: tree.Node) -> tree.Node:
        return tree.In(item, options, at=item.at)

    def no_membership(self, item: tree.Node, options: tree.Node) -> tree.Node:
        return tree.Not(self.membership(item, options), at=item.at)

    def within(self, item: tree.Node, written: Token) -> tree.Node:
        _decimal(written, "".join(filter(str.isdigit, written)) or "0")
        return tree.Within(item, read_period(written), at=item.at)

    def not_within(self, item: tree.Node, written: Token) -> tree.Node:
        return tree.Not(self.within(item, written), at=item.at)

    def between(self, item: tree.Node, low: tree.Node, high: tree.Node) -> tree.Node:
        return tree.Between(item, low, high, at=item.at)

    def not_between(self, item: tree.Node, low: tree.Node, high: tree.Node) -> tree.Node:
        return tree.Not(self.between(item, low, high), at=item.at)

    def match(self, item: tree.Node, operator: Token, pattern: tree.Node) -> tree.Node:
        return tree.TextMatch(cast(tree.MatchOperator, _squeeze(operator)), item, pattern, at=item.at)

    def no_match(self, item: tree.Node, operator: Token, pattern: tree.Node) -> tree.Node:
        positive = cast(tree.MatchOperator, _squeeze(operator).removeprefix("not "))
        return tree.Not(tree.TextMatch(positive, item, pattern, at=item.at), at=item.at)

    def blankness(self, item: tree.Node) -> tree.Node:
        return tree.IsBlank(item, at=item.at)

    def no_blankness(self, item: tree.Node) -> tree.Node:
        return tree.Not(tree.IsBlank(item, at=item.at), at=item.at)

    def concatenation(self, *items: tree.Node) -> tree.Node:
        return tree.Concat(items, at=items[0].at)

    def arithmetic(self, left: tree.Node, operator: Token, right: tree.Node) -> tree.Node:
        return tree.Arithmetic(cast(tree.ArithmeticOperator, str(operator)), left, right, at=left.at)

    def negative(self, sign: Token, item: tree.Node) -> tree.Node:
        return tree.Negative(item, at=position_of(sign))

    def number(self, token: Token) -> tree.Node:
        return tree.Literal(_decimal(token, token), "number", at=position_of(token))

    def percent(self, token: Token) -> tree.Node:
        return tree.Literal(_decimal(token, token[:-1]).scaleb(-2), "percent", at=position_of(token))

    def duration(self, token: Token) -> tree.Node:
        amount, unit = re.match(r"(\d+)\s*(.*)", token, re.DOTALL).groups()  # type: ignore[union-attr]
        singular = " ".join(unit.lower().split()).removesuffix("s")
        _decimal(token, amount)
        return tree.Duration(int(amount), cast(tree.Unit, singular), at=position_of(token))

    def text(self, token: Token) -> tree.Node:
        return tree.Literal(unescape(token), "text", at=position_of(token))

    def true(self, token: Token) -> tree.Node:
        return tree.Literal(True, "boolean", at=position_of(token))

    def false(self, token: Token) -> tree.Node:
        return tree.Literal(False, "boolean", at=position_of(token))

    def blank(self, token: Token) -> tree.Node:
        return tree.Literal(None, "blank", at=position_of(token))

    def name(self, token: Token) -> tree.Node:
        path = self.path(token)
        alone = path.names[0] if len(path.names) == 1 else ""
        return tree.Context(cast(Any, alone), at=path.at) if alone in _CONTEXT else path

    def path(self, token: Token) -> tree.Path:
        names = tuple(token.lower().split("."))
        if len(names) > MAX_HOPS:
            raise refused(
                position_of(token), text("a path has at most {n} names", "路径最多包含 {n} 级", n=MAX_HOPS)
            )
        return tree.Path(names, at=position_of(token))

    def items(self, bracket: Token, *items: tree.Node) -> tree.Node:
        return tree.Items(items, at=position_of(bracket))

    def call(self, name: Token, *arguments: tree.Node) -> tree.Node:
        lower = name.lower()
        alone = len(arguments) == 1 and isinstance(arguments[0], tree.Path)
        if (lower in _AGGREGATES and len(arguments) == 1) or (lower in _EITHER and alone):
            return tree.Aggregate(cast(Any, lower), arguments[0], at=position_of(name))
        return tree.Call(name.upper(), arguments, at=position_of(name))

    def aggregate(self, name: Token, path: tree.Node, *clauses: tree.Node | tree.Order) -> tree.Node:
        lower = name.lower()
        if lower not in _AGGREGATES | _EITHER:
            message = text(
                '"{name}" takes no "where" or "order by"', "“{name}”不能使用 where 或 order by", name=lower
            )
            raise refused(position_of(name), message)
        order = next((item for item in clauses if isinstance(item, tree.Order)), None)
        where = next((item for item in clauses if not isinstance(item, tree.Order)), None)
        return tree.Aggregate(cast(Any, lower), path, where, order, at=position_of(name))

    def where(self, condition: tree.Node) -> tree.Node:
        return condition

    def order(self, value: tree.Node, direction: Token | None = None) -> tree.Node:
        return tree.Order(value, direction is not None and direction.lower() == "desc", at=value.at)


def _decimal(token: Token, digits: str) -> Decimal:
    if len(digits) > MAX_DIGITS:
        raise refused(
            position_of(token), text("a number has at most {n} digits", "数字最多 {n} 位", n=MAX_DIGITS)
        )
    return Decimal(digits)


def unescape(token: Token) -> str:
    """The text that a literal stands for."""

    def replaced(found: re.Match[str]) -> str:
        mark = found[1]
        if mark not in _ESCAPES and len(mark) == 1:
            message = text(
                "a backslash stands only before \", ', \\, n, t or u0000",
                "反斜杠后只能是 \"、'、\\、n、t 或 u0000",
            )
            raise refused(position_of(token).shifted(found.start()), message)
        return _ESCAPES[mark] if len(mark) == 1 else chr(int(mark[1:], 16))

    value = _ESCAPE.sub(replaced, token)[1:-1]
    if "\x00" in value or _SURROGATES.search(value):
        raise refused(
            position_of(token),
            text("the text holds a character that cannot be stored", "文本含有无法存储的字符"),
        )
    return value
