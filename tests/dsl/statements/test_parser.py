"""Statements: text → tree → text, tree → text → tree, and every way in which a text can be wrong."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odos.dsl.statements.change_printer import print_statement
from odos.dsl.statements.parser import keyword_of, parse_statement
from odos.dsl.tree_json import to_json
from odos.kernel.problems import Invalid
from tests.dsl.statement_trees import statements

CANONICAL = [
    """score lead "Qualification"
  +20 when industry in ["Manufacturing", "Electronics"] because "Target industry"
  +30 when annual_revenue >= 10000000
  +15 when count(communications where at >= today - 30 days) >= 3
  -40 when email is blank and phone is blank because {en: "No way to reach them", zh-hans: "无联系方式"}
  +years_in_business * 2 limit 10
  grade A from 70, B from 40, C otherwise into grade
  qualified when score >= 60 and not blacklisted into is_qualified""",
    """# Checked by sales every quarter.
score lead {en: "Retail", zh-hans: "零售"}
  when business_line = "retail"
  into score
  # Big ones first.
  +(a + b) when x
  # The end.""",
    """validate contract "End after start"
  when status = "active"
  require end_date > start_date message "The end date must be after the start date" at end_date, start_date
  require amount > 0""",
    """remind "Lead without communication" on lead
  when stage not in ["converted", "abandoned"] and count(communications) = 0
  after 3 working days since created_at
  every 2 days, at most 5 times
  notify owner, head of unit by inbox, email using "lead_idle" message "Please call"
  after 7 days escalate to managers of owner up to 3 levels by inbox
  until stage = "converted"
  snooze up to 1 week, at most 1 time
  digest every monday, friday at 08:30""",
    """remind on contract
  30 days before end_date
  every month on day 31 at 09:00
  notify role "Legal", user "admin", (team), team""",
    """assign lead "Territories"
  when region = "South" to queue "South retail" round robin limit 20 with skill product in territory region skip absent
  when amount > 1000000 to user "key.account"
  when x to owner.manager by load
  otherwise to pool "Public\"""",
    """recycle lead "Back to the pool"
  when owner is not blank and last_activity_at < now - 15 days to pool "Public" keep out previous_owner for 30 days
  warn owner 3 days before by inbox using "soon_lost"
  claim at most 10 per day, hold at most 100
  hide phone, email""",
    """on opportunity "Won" changed, restored when CHANGED(stage) and stage = "Won"
  create order from mapping "opportunity_to_order"
  create task with title = "Call " & name, due_on = today + 3 days
  set account.status = "customer", won_on = today
  update lines where not gift set price = price * 2
  notify team by inbox using "deal_won"
  send mail to account.email, role "Sales" using "thanks"
  call webhook "erp" with amount = amount, number = order_no
  start approval "contract"
  run plugin action "acme.sync" with deep = true
  wait for 3 working days
  wait until paid, at most 30 days""",
    """every working day at 08:00 on invoice "Overdue" when due_on < today
  set overdue = true""",
    """post shipment when status = "confirmed" into ledger "stock"
  for each lines where not gift: -quantity as quantity, -amount as value at product, warehouse on shipped_on
  enter 1 at account""",
    """decide approval_route on contract "Route"  first match
  amount           (count(lines))  department  ->  steps, days
  # Small.
  <= 100000        -               -               ["manager"]  3
  100000..1000000  -5              "Overseas"      role "Finance"  (a + b)
  -                <> 10%          ["a", "b"]      managers of owner up to 2 levels  DATE(2026, 1, 1)
  otherwise                                        (owner)  null""",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_text_is_a_fixed_point(text):
    """LEAD-04, REMIND-02, LEAD-03, FLOW-03, PLAT-27: statements keep every word of theirs."""
    assert print_statement(parse_statement(text)) == text


@settings(max_examples=150, deadline=None)
@given(statements())
def test_every_tree_has_a_text(statement):
    text = print_statement(statement)
    parsed = parse_statement(text)
    assert parsed == statement
    assert print_statement(parsed) == text
    assert _without_places(to_json(parsed)) == _without_places(to_json(statement))


def _without_places(document):
    if isinstance(document, list):
        return [_without_places(item) for item in document]
    if isinstance(document, dict):
        return {key: _without_places(value) for key, value in document.items() if key != "at"}
    return document


def test_a_line_that_begins_with_a_sign_begins_a_clause_only_outside_brackets():
    score = parse_statement("score lead\n+1 when (a\n + b) > 2\n-2 when c\n + 3 when d - 1 > 0")
    assert [str(clause.points.value) for clause in score.clauses] == ["1", "2", "3"]


def test_comments_stay_with_the_clause_they_stand_at():
    text = (
        "# head\nvalidate x # still the head\n# first\nrequire a # of the first\n # second\n require b\n# end"
    )
    statement = parse_statement(text)
    assert statement.notes == ("head", "still the head")
    assert [clause.notes for clause in statement.requirements] == [("first", "of the first"), ("second",)]
    assert statement.closing == ("end",)


def test_a_hash_inside_a_text_is_no_comment():
    statement = parse_statement('validate x require a = "#1" message "no # here"')
    assert statement.notes == statement.closing == ()
    assert "#1" in print_statement(statement)


@pytest.mark.parametrize(
    ("source", "place", "says"),
    [
        ("score", "1:6", "too early"),
        ("score lead\n  +10 wen a", "2:7", "wen"),
        ("score lead grade A from 1 grade B from 2", "1:27", "second time"),
        ("validate x require a message 'b' message 'c'", "1:42", "second time"),
        ("remind on lead notify owner every 2 days, at most 1.5 times", "1:51", "whole number"),
        ("remind on lead digest every day at 24:00", "1:36", "23:59"),
        ("every month on day 32 on lead set a = 1", "1:20", "31 days"),
        ("decide d on x first match a b -> c\n1 2\n", "2:1", "2 values"),
        ("decide d on x first match a -> c\n- <= 3\n", "2:3", "result"),
        ("on lead set today.x.y = 1 2", "1:27", "2"),
        ("validate x require a message {en: 'a', en: 'b'}", "1:31", "twice"),
        ("post shipment when a", "1:21", "too early"),
    ],
)
def test_faults_stand_at_their_place(source, place, says):
    with pytest.raises(Invalid) as refusal:
        parse_statement(source)
    (issue,) = refusal.value.issues
    assert issue.path == (place,)
    assert says in issue.message.render()


def test_what_may_follow_is_proposed():
    with pytest.raises(Invalid) as refusal:
        parse_statement("validate x requires a")
    assert "require" in refusal.value.issues[0].hint.render()


@pytest.mark.parametrize(
    "source",
    [
        "score lead\n" + "+1 when a\n" * 2_500,
        "validate x require " + "(" * 10_000 + "1",
        "decide d on x first match " + "a " * 5_000 + "-> b\n" + "- " * 4_000,
        "on lead " + "set a = 1 " * 1_500 + '"',
    ],
)
def test_huge_texts_are_refused_or_read(source):
    with suppress(Invalid):
        assert parse_statement(print_statement(parse_statement(source)))


_WORDS = st.sampled_from(
    """score validate remind assign recycle on every post decide lead when otherwise because message limit
    grade qualified into require at after since before escalate to notify by using until snooze up digest
    team role "x" 'y' 3 days 2 working + - * = <= -> .. , ( ) [ ] { } : # 08:00 10% with skill in territory
    for each ledger first match collect create from mapping set update where wait a.b c any count(
    """.split()  # noqa: SIM905
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_WORDS, min_size=1, max_size=25),
    st.lists(st.sampled_from([" ", "\n", ""]), min_size=25, max_size=25),
)
def test_words_in_any_order_are_read_or_refused(words, gaps):
    source = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    try:
        statement = parse_statement(source)
    except Invalid as refusal:
        issue = refusal.issues[0]
        line, column = map(int, issue.path[0].split(":"))
        lines = source.split("\n")
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    else:
        assert parse_statement(print_statement(statement)) == statement


_PIECES = re.compile(r"\s+|\w+|.")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CANONICAL), st.data())
def test_a_text_with_a_slip_is_read_or_refused_at_a_place(text, data):
    """PLAT-02: a piece left out, doubled or put elsewhere; never a crash."""
    pieces = _PIECES.findall(text)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(pieces) - 1))
        insert = data.draw(st.sampled_from([[], [pieces[at]] * 2, [data.draw(_WORDS), pieces[at]]]))
        pieces = [*pieces[:at], *insert, *pieces[at + 1 :]] or ["x"]
    source = "".join(pieces)
    try:
        statement = parse_statement(source)
    except Invalid as refusal:
        (issue,) = refusal.issues
        assert re.fullmatch(r"\d+:\d+", issue.path[0])
    else:
        written = print_statement(statement)
        assert parse_statement(written) == statement
        assert print_statement(parse_statement(written)) == written


@pytest.mark.parametrize(
    ("source", "word"),
    [("# why\n\n Score lead", "score"), ("amount > 3", None), ("", None), ("# only", None), ("scores", None)],
)
def test_the_first_word_says_what_it_is(source, word):
    assert keyword_of(source) == word
