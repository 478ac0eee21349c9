"""What an editor offers at the cursor of an unfinished rule (PLAT-02)."""

from __future__ import annotations

import pytest

from odos.dsl.editing.completion import complete
from odos.dsl.editing.proposals import Completion
from tests.dsl.world import LINE, scope


def at_mark(
    marked: str, entity: str = "deal", hidden: frozenset[str] = frozenset()
) -> tuple[str, Completion]:
    """The completion at ``|``."""
    before, after = marked.split("|")
    return before + after, complete(before + after, len(before), scope(entity, hidden))


def offered(marked: str, **options: object) -> list[str]:
    return [proposal.text for proposal in at_mark(marked, **options)[1].proposals]  # type: ignore[arg-type]


def chosen(marked: str, text: str) -> str:
    """The rule after the proposal was taken, with the cursor's place."""
    source, found = at_mark(marked)
    proposal = next(item for item in found.proposals if item.text == text)
    inserted = proposal.text[: len(proposal.text) - proposal.back]
    rest = proposal.text[len(inserted) :]
    return source[: found.start] + inserted + "|" + rest + source[found.end :]


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("am|", "amount"),
        ("account.cr|", "credit_limit"),
        ("account.parent.na|", "name"),
        ("user.ma|", "manager"),
        ("status.|", None),
        ("amount i|", "in []"),
        ("amount is no|", "is not blank"),
        ("urgent an|", "and"),
        ("cou|", "count()"),
        ("count(li|", "lines"),
        ("count(|", "lines"),
        ("count(lines wh|", "where"),
        ("count(lines where gi|", "gift"),
        ("count(lines where amount > 3 and ti|", "title"),
        ("first(lines.amount order by sen|", "sent_on"),
        ("count(account.deals where count(li|", "lines"),
        ('stage = "|', '"new"'),
        ('stage in ["new", "w|', '"won"'),
        ("stage = |", '"new"'),
        ('CASE(stage, "l|', '"lost"'),
        ("due_on >= tod|", "today"),
        ("at >= today - 30 d|", "days"),
        ("IF(urg|", "urgent"),
        ("if(urgent, rou|", "ROUND()"),
    ],
)
def test_the_first_proposal(marked, first):
    """PLAT-02: names through references, options, functions and words of the language, each in its place."""
    assert next(iter(offered(marked)), None) == first


@pytest.mark.parametrize(
    ("marked", "text", "after"),
    [
        ("account.cr| > 3", "credit_limit", "account.credit_limit| > 3"),
        ('stage = "w|"', '"won"', 'stage = "won"|'),
        ('stage = "w|', '"won"', 'stage = "won"|'),
        ("amount is no|", "is not blank", "amount is not blank|"),
        ("rou|", "ROUND()", "ROUND(|)"),
        ("amount > 1 and tod|", "TODAY()", "amount > 1 and TODAY()|"),
        ("stage i|", "in []", "stage in [|]"),
    ],
)
def test_what_is_written_is_replaced_by_the_chosen_one(marked, text, after):
    """PLAT-02: a chosen proposal takes the place of what was typed."""
    assert chosen(marked, text) == after


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("sc|", "score"),
        ("score |", "deal"),
        ('score deal "Q"\n  +20 when am|', "amount"),
        ("score deal\n  +20 when amount > 3 be|", 'because ""'),
        ("score deal\n  +20 when count(lines where ti|", "title"),
        ('score deal\n  +20 when stage = "|', '"new"'),
        ("score deal\n  +1\n  qua|", "qualified when score >= "),
        ("score deal\n  +1\n  qualified when sc|", "score"),
        ("validate deal\n  req|", "require "),
        ('validate deal\n  require amount > 3 message "x" at am|', "amount"),
        ("score deal\n  +5 when due_on in this m|", "this month"),
        ("score deal # am|", None),
    ],
)
def test_the_first_proposal_in_a_statement(marked, first):
    """LEAD-04: the clauses of a score, and names within them."""
    before, after = marked.split("|")
    found = complete(before + after, len(before), scope(), is_statement=True).proposals
    assert (found[0].text if found else None) == first


def test_a_fault_before_the_cursor_does_not_silence_it():
    """PLAT-02: whoever is in the middle of an edit still gets help."""
    assert offered('amount ) ) § 3 and stage = "|') == ['"new"', '"won"', '"lost"']
    assert offered("=> and and am|")[0] == "amount"


def test_hidden_fields_are_not_offered():
    """PLAT-02: a field that the author may not see is not offered, on the entity or through a reference."""
    assert "secret" in offered("se|")
    assert "secret" not in offered("se|", hidden=frozenset({"deal-id.secret"}))
    assert offered("account.se|", hidden=frozenset({"account-id.secret"})) == []
    assert "gift" not in offered("count(lines where |", hidden=frozenset({f"{LINE}.gift"}))


def test_what_is_of_another_type_stands_behind():
    """PLAT-02: fields of the type of the value beside come first."""
    found = at_mark("amount > |")[1].proposals
    fields = [(item.text, item.fits) for item in found if item.kind == "field"]
    assert fields[:3] == [("quantity", True), ("amount", True), ("price", True)]
    assert ("urgent", False) in fields


def test_a_label_finds_its_field():
    """PLAT-02: whoever knows the label only finds the option by it."""
    assert offered('stage = "Won d|') == ['"won"']


@pytest.mark.parametrize(
    "source", ["", '"', "'", "(" * 500, "a." * 300, "\\", "é" * 30, "a\n\n  and (", "😀 and am"]
)
def test_it_never_raises(source):
    """PLAT-02: whatever stands in the editor, at whatever place."""
    for position in range(0, len(source) + 1, 7):
        found = complete(source, position, scope())
        assert 0 <= found.start <= found.end <= len(source)
