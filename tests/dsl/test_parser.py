"""Text → tree → text, and every way in which a text can be wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odos.dsl import tree
from odos.dsl.parser import MAX_LENGTH, parse
from odos.dsl.printer import print_rule
from odos.kernel.problems import Invalid
from tests.dsl import trees

CANONICAL = [
    'IF(AND(stage = "Won", account.tier = "A"), amount * 0.1, 0)',
    'count(communications where type = "call" and at >= today - 30 days) >= 3',
    "sum(lines.amount where not gift) > account.credit_limit",
    'owner.manager = user or HAS_ROLE("Sales manager")',
    'status in ["new", "working"] and email is not blank and name contains "电子"',
    "a between 1 and 2 and b not between c and d",
    'a not in [1, null] or b starts with "x" or b not ends with "\\"\\\\\\n"',
    "first(lines.title where gift order by sent_on desc)",
    "-2 ^ -3 * (a + b) - (c - d)",
    "10% = 12.5%",
    "due_on + 1 month - 5 working days",
    "not (a or b) and not c",
    "a & b & (c & d)",
    "AND(a)",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_text_is_a_fixed_point(text):
    assert print_rule(parse(text)) == text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("A==1 && B!=2 || !C", "a = 1 and b <> 2 or not c"),
        ("NOT(a) AND x IS  NOT\nBLANK", "not a and x is not blank"),
        ("if(a, 'it\\'s', \"\\u4e2d\")", 'IF(a, "it\'s", "中")'),
        ("x is null and y = BLANK", "x is blank and y = null"),
        ("MIN(lines.a) + min(a,b)", "min(lines.a) + MIN(a, b)"),
        ("NOT (x IN [1])", "x not in [1]"),
        ("1.50 + .5", "1.5 + 0.5"),
    ],
)
def test_other_spellings_print_canonically(written, canonical):
    assert print_rule(parse(written)) == canonical


def test_words_within_names_are_no_keywords():
    assert parse("order_date > inner and notes = android") == tree.And(
        (
            tree.Compare(">", tree.Path(("order_date",)), tree.Path(("inner",))),
            tree.Compare("=", tree.Path(("notes",)), tree.Path(("android",))),
        )
    )


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "1:1", "empty"),
        ("1 +", "1:4", "too early"),
        ("a = b = c", "1:7", "="),
        ("(a", "1:3", "too early"),
        ("a\n  ? b", "2:3", "?"),
        ('a = "open', "1:5", "not expected"),
        ("a % b", "1:3", "%"),
        ("IF(a，b)", "1:5", "，"),
        ('"\\q"', "1:2", "backslash"),
        ('"\\u0000"', "1:1", "cannot be stored"),
        ('"\\ud800"', "1:1", "cannot be stored"),
        ("foo(a where b)", "1:1", "where"),
        ("9" * 39, "1:1", "digits"),
        (".".join("abcdefghijk"), "1:1", "10 names"),
    ],
)
def test_a_text_that_cannot_be_read_says_where_and_why(text, place, words):
    with pytest.raises(Invalid) as caught:
        parse(text)
    (issue,) = caught.value.issues
    assert issue.code == "rule_syntax"
    assert issue.path == (place,)
    line, column = place.split(":")
    assert str(issue.message).startswith(f"line {line}, column {column}: ")
    assert words in str(issue.message)
    assert issue.message.render("zh-hans").startswith(f"第 {line} 行第 {column} 列")


@pytest.mark.parametrize("found", ["1 +", "a ! b", "a % b", '"x', "a，b"])
def test_a_refusal_carries_a_hint(found):
    with pytest.raises(Invalid) as caught:
        parse(found)
    hint = caught.value.issues[0].hint
    assert hint is not None
    assert hint.render("en") != hint.render("zh-hans")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "(" * 9_999 + "1" + ")" * 9_999,
        "[" * 10_000,
        "not " * 4_000 + "a",
        "-" * 19_000 + "1",
        "1" + "+1" * 9_000,
        "2" + "^2" * 9_000,
        "f(" * 6_000,
        "x" * (MAX_LENGTH + 1),
    ],
)
def test_size_and_depth_are_bounded(text):
    with pytest.raises(Invalid) as caught:
        parse(text)
    assert caught.value.issues[0].code == "rule_syntax"


def test_brackets_within_a_text_do_not_count():
    assert parse('"' + "(" * 5_000 + '"') == tree.Literal("(" * 5_000, "text")


def test_a_long_flat_rule_is_fine():
    node = parse(" or ".join(f"a = {number}" for number in range(1_000)))
    assert isinstance(node, tree.Or)
    assert len(node.items) == 1_000


@given(trees.nodes())
@settings(max_examples=300, deadline=None)
def test_printing_and_parsing_is_the_identity(node):
    assert parse(print_rule(node)) == node


_WORDS = st.sampled_from(
    [
        "and",
        "or",
        "not",
        "in",
        "between",
        "is",
        "blank",
        "contains",
        "starts",
        "with",
        "(",
        ")",
        "[",
        "]",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        "&",
        "=",
        "<>",
        "<",
        '"x"',
        "1",
        "10%",
        "3",
        "days",
        "name",
        "a.b",
        "IF(",
        "count(",
        "where",
        "order",
        "by",
        "null",
        "true",
        "today",
        ".",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(_WORDS, max_size=25).map(" ".join)))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused(text):
    refusal = None
    try:
        node = parse(text)
    except Invalid as refused:
        (refusal,) = refused.issues
    if refusal is None:
        assert parse(print_rule(node)) == node
    else:
        assert refusal.code == "rule_syntax"
        assert refusal.as_json("zh-hans")["path"]
