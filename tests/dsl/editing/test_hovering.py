"""What an editor says about the word under the pointer (PLAT-02)."""

from __future__ import annotations

import pytest

from odos.dsl.editing.hovering import Hover, explain_at
from tests.dsl.world import scope


def hover(marked: str, hidden: frozenset[str] = frozenset()) -> Hover | None:
    before, after = marked.split("|")
    return explain_at(before + after, len(before), scope(hidden=hidden))


@pytest.mark.parametrize(
    ("marked", "kind", "code"),
    [
        ("am|ount > 3", "field", "amount"),
        ("account.cr|edit_limit > 3", "field", "account.credit_limit"),
        ("acc|ount.credit_limit > 3", "field", "account"),
        ("I|F(urgent, 1, 2)", "function", "IF"),
        ("cou|nt(lines where gift)", "aggregate", "count"),
        ("count(lines where gi|ft)", "field", "gift"),
        ("amount is not bl|ank", "word", "is not blank"),
        ('stage in ["new", "w|on"]', "option", "won"),
        ("due_on > tod|ay", "word", "today"),
    ],
)
def test_every_word_is_explained(marked, kind, code):
    """PLAT-02: a field by its labels and type, a function by its help, an option by its label."""
    found = hover(marked)
    assert found is not None
    assert (found.kind, found.code) == (kind, code)


def test_what_it_says():
    """PLAT-02: labels and types of fields, examples of functions."""
    field, function, option = hover("account.credit_l|imit"), hover("RO|UND(1.5)"), hover('stage = "wo|n"')
    assert field
    assert (field.title, field.type) == ("account › credit_limit", "number")
    assert function
    assert all((function.help, function.example, function.gives))
    assert option
    assert option.title == "Won deal"


@pytest.mark.parametrize("marked", ["12|.5", "nothing.at|_all", "  |  amount", "secr|et"])
def test_nothing_is_said_about_the_rest(marked):
    """PLAT-02: neither about numbers nor about what the author does not know."""
    assert hover(marked, hidden=frozenset({"deal-id.secret"})) is None
