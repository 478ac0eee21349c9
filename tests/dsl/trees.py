"""Trees of any shape (for the printer) and well-typed rules over the tiny world (for both back ends)."""

from __future__ import annotations

from hypothesis import strategies as st

from odos.dsl import tree
from odos.dsl.periods import Period

_TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=6)
_NUMBERS = st.decimals(min_value=0, max_value=10**9, places=3)
_UNITS = st.sampled_from(["minute", "hour", "day", "week", "month", "year", "working day"])
_KEYS = st.sampled_from(["alpha", "beta", "order_no", "inside", "notes"])


def _literals() -> st.SearchStrategy[tree.Node]:
    return st.one_of(
        _TEXTS.map(lambda value: tree.Literal(value, "text")),
        _NUMBERS.map(lambda value: tree.Literal(value, "number")),
        _NUMBERS.map(lambda value: tree.Literal(value.scaleb(-2), "percent")),
        st.booleans().map(lambda value: tree.Literal(value, "boolean")),
        st.just(tree.Literal(None, "blank")),
        st.builds(tree.Duration, st.integers(0, 999), _UNITS),
    )


def _leaves() -> st.SearchStrategy[tree.Node]:
    return st.one_of(
        _literals(),
        st.builds(tree.Context, st.sampled_from(["user", "today", "now"])),
        st.lists(_KEYS, min_size=1, max_size=3).map(lambda names: tree.Path(tuple(names))),
    )


def _several(inner: st.SearchStrategy[tree.Node], least: int = 1) -> st.SearchStrategy[tuple[tree.Node, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def periods() -> st.SearchStrategy[Period]:
    """Any period that is not too long."""
    calendar = st.sampled_from(["day", "week", "month", "quarter", "year", "fiscal quarter", "fiscal year"])
    sliding = st.sampled_from(["day", "week", "month", "quarter", "year"])
    return st.one_of(
        st.builds(Period, st.sampled_from(["today", "yesterday", "tomorrow"])),
        st.builds(Period, st.sampled_from(["this", "last", "next"]), calendar),
        st.builds(Period, st.sampled_from(["last", "next"]), sliding, st.integers(0, 999)),
    )


def _branches(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    paths = st.lists(_KEYS, min_size=1, max_size=2).map(lambda names: tree.Path(tuple(names)))
    return st.one_of(
        st.builds(tree.Compare, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), inner, inner),
        st.builds(tree.In, inner, _several(inner, 0).map(tree.Items)),
        st.builds(tree.Within, inner, periods()),
        st.builds(tree.Between, inner, inner, inner),
        _several(inner, 2).map(tree.And),
        _several(inner, 2).map(tree.Or),
        _several(inner, 2).map(tree.Concat),
        st.builds(tree.Not, inner),
        st.builds(tree.Negative, inner),
        st.builds(tree.IsBlank, inner),
        st.builds(
            tree.TextMatch, st.sampled_from(["contains", "starts with", "ends with", "matches"]), inner, inner
        ),
        st.builds(tree.Arithmetic, st.sampled_from(["+", "-", "*", "/", "^"]), inner, inner),
        st.builds(tree.Call, st.sampled_from(["IF", "ROUND", "AND"]), _several(inner, 0)),
        st.builds(
            tree.Aggregate,
            st.sampled_from(["count", "sum", "min", "first", "any"]),
            paths,
            st.none() | inner,
            st.none() | st.builds(tree.Order, paths | _literals(), st.booleans()),
        ),
    )


def nodes() -> st.SearchStrategy[tree.Node]:
    """Any tree, sensible or not."""
    return st.recursive(_leaves(), _branches, max_leaves=12)


# ------------------------------------------------------------------ well-typed rules, as text


def _form(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    drawn = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*drawn).map("".join)


def _call(name: str, *arguments: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*arguments).map(lambda given: f"{name}({', '.join(given)})")


_NUMERALS = st.one_of(
    st.integers(0, 40).map(str), st.decimals(0, 10**6, places=4).map(lambda value: f"{value:f}")
)
_QUOTED = st.sampled_from(['"a"', '"A"', '"ß%_"', '"\\\\"', '"电"', '"Σς"', '"İ"', '" 12.5 "', '""'])


@st.composite
def _number(draw, depth):
    leaf = st.one_of(
        _NUMERALS,
        st.sampled_from(["quantity", "amount", "price", "discount", "account.credit_limit", "10%", "null"]),
        st.sampled_from(
            ["count(lines)", "sum(lines.amount where gift)", "avg(lines.amount)", "max(lines.amount)"]
        ),
    )
    if depth == 0:
        return draw(leaf)
    number, text, day = _number(depth - 1), _text(depth - 1), _date(depth - 1)
    moment = _moment(depth - 1)
    choices = st.one_of(
        leaf,
        _form("(", number, st.sampled_from([" + ", " - ", " * ", " / "]), number, ")"),
        _form("(", number, " ^ ", st.integers(-3, 4).map(str), ")"),
        _form("(-", number, ")"),
        _call("ABS", number),
        _call("MOD", number, number),
        _call("CEILING", number),
        _call("FLOOR", number),
        st.sampled_from(["ROUND", "ROUNDUP", "ROUNDDOWN"]).flatmap(
            lambda name: _call(name, number, st.integers(-4, 5).map(str))
        ),
        st.sampled_from(["MIN", "MAX"]).flatmap(lambda name: _call(name, number, number)),
        _call("BLANKVALUE", number, number),
        _call("IF", _condition(depth - 1), number, number),
        _call("CASE", text, text, number, text, number, number),
        _call("LEN", text),
        _call("VALUE", text),
        st.sampled_from(["YEAR", "MONTH", "DAY"]).flatmap(lambda name: _call(name, st.one_of(day, moment))),
        _form("(", day, " - ", day, ")"),
        _form("(", moment, " - ", moment, ")"),
    )
    return draw(choices)


@st.composite
def _text(draw, depth):
    leaf = st.one_of(
        _QUOTED, st.sampled_from(["name", "note", "stage", "account.name", "owner.name", "null"])
    )
    if depth == 0:
        return draw(leaf)
    text, number = _text(depth - 1), _number(depth - 1)
    return draw(
        st.one_of(
            leaf,
            _form("(", text, " & ", text, ")"),
            st.sampled_from(["UPPER", "LOWER", "TRIM"]).flatmap(lambda name: _call(name, text)),
            st.sampled_from(["LEFT", "RIGHT"]).flatmap(lambda name: _call(name, text, number)),
            _call("MID", text, number, number),
            _call("TEXT", st.one_of(number, _date(depth - 1), _moment(depth - 1), text)),
            _call("IF", _condition(depth - 1), text, text),
            st.just("first(lines.title where amount > 1 order by sent_on desc)"),
            st.just("last(lines.title order by title)"),
        )
    )


@st.composite
def _date(draw, depth):
    leaf = st.sampled_from(["due_on", "start_on", "today", "DATE(2024, 2, 29)", "null", "min(lines.sent_on)"])
    if depth == 0:
        return draw(leaf)
    day, number = _date(depth - 1), _number(depth - 1)
    units = st.sampled_from(["day", "weeks", "month", "years"])
    return draw(
        st.one_of(
            leaf,
            _form(
                "(", day, st.sampled_from([" + ", " - "]), st.integers(0, 999).map(str), " ", units, ")"
            ).filter(_dated),
            _form(
                "(", leaf.filter(lambda value: value != "null"), st.sampled_from([" + ", " - "]), number, ")"
            ),
            _call("DATE", number, number, number),
            _call("DATEVALUE", st.one_of(_moment(depth - 1), st.just('"2026-1-31"'), _text(depth - 1))),
            _call("ADDMONTHS", leaf.filter(lambda value: value != "null"), number),
            _call("IF", _condition(depth - 1), leaf.filter(lambda value: value != "null"), st.just("due_on")),
        )
    )


def _dated(text: str) -> bool:
    return not text.startswith("(null")


@st.composite
def _moment(draw, depth):
    leaf = st.sampled_from(["seen_at", "at", "now"])
    if depth == 0:
        return draw(leaf)
    units = st.sampled_from(["minutes", "hours", "days", "months", "years"])
    signs = st.sampled_from([" + ", " - "])
    return draw(
        st.one_of(
            leaf,
            _form("(", _moment(depth - 1), signs, st.integers(0, 999).map(str), " ", units, ")"),
            _form("(", leaf, signs, _number(depth - 1), ")"),
            _form("(due_on", signs, st.integers(0, 99).map(str), " hours)"),
            _call("ADDMONTHS", leaf, _number(depth - 1)),
        )
    )


@st.composite
def _condition(draw, depth):
    leaf = st.sampled_from(
        [
            "urgent",
            "paid",
            "true",
            "owner = user",
            "owner.manager <> user",
            'tags contains "a"',
            "tags is blank",
            "account is blank",
            'stage in ["new", "lost"]',
            "account.parent <> account",
            "any(lines where gift)",
            "all(lines where amount > 0)",
            "none(lines.gift)",
            "urgent = paid",
            "account.parent in [1, null]",
        ]
    )
    if depth == 0:
        return draw(leaf)
    number, text, condition = _number(depth - 1), _text(depth - 1), _condition(depth - 1)
    compare = st.sampled_from([" = ", " <> ", " < ", " <= ", " > ", " >= "])
    match = st.sampled_from([" contains ", " starts with ", " not ends with "])
    either = st.one_of(_date(depth - 1), _moment(depth - 1))
    return draw(
        st.one_of(
            leaf,
            _form("(", number, compare, number, ")"),
            _form("(", text, compare, text, ")"),
            _form("(", either, compare, either, ")"),
            _form("(", either, st.sampled_from([" in ", " not in "]), periods().map(str), ")"),
            _form("((", condition, st.sampled_from([") = (", ") <> ("]), condition, "))"),
            _form("(", text, match, text, ")"),
            _form("(", number, " between ", number, " and ", number, ")"),
            _form("(", number, st.sampled_from([" in [", " not in ["]), number, ", 1, null, ", number, "])"),
            _form("(", text, " in [", text, ', "a"])'),
            _form("(not ", condition, ")"),
            _form("(", condition, st.sampled_from([" and ", " or "]), condition, ")"),
            _form("(", st.one_of(number, text, either), st.sampled_from([" is blank", " is not blank"]), ")"),
            st.sampled_from(["CONTAINS", "BEGINS", "ENDS"]).flatmap(lambda name: _call(name, text, text)),
            _call("IF", condition, condition, st.just("null")),
        )
    )


def rules(depth: int = 3) -> st.SearchStrategy[str]:
    """Texts of rules that check over a deal."""
    return st.one_of(_condition(depth), _number(depth), _text(depth), _date(depth), _moment(depth))
