"""A rule taken apart for people (PLAT-02)."""

from __future__ import annotations

from odos.dsl.checker import read_rule
from odos.dsl.editing.steps import MOST, Step, steps_of
from tests.dsl.world import scope

SECRET = frozenset({"deal-id.secret", "line-id.amount", "account-id.secret"})


def steps(text: str, hidden: frozenset[str] = frozenset()) -> Step:
    return steps_of(read_rule(text, scope()).tree, scope(), lambda item: item.id in hidden)


def test_literals_are_no_steps():
    """PLAT-02: only what has a value of its own is shown."""
    found = steps('stage in ["new", "won"] and amount + 1 > 3')
    assert [step.text for step in found.walk()] == [
        'stage in ["new", "won"] and amount + 1 > 3',
        'stage in ["new", "won"]', "stage", "amount + 1 > 3", "amount + 1", "amount",
    ]  # fmt: skip


def test_what_is_hidden_is_masked():
    """PLAT-02: neither its name nor, through a condition on related records, its values come out."""
    found = steps(
        'secret = "x" and sum(lines.amount) > 3 and count(lines where amount > 2) = 1 and urgent', SECRET
    )
    shown = {step.text: step.hidden for step in found.walk()}
    assert "secret" not in " ".join(shown)
    assert shown["urgent"] is False
    assert all(hidden for text, hidden in shown.items() if "…" in text)
    assert sum(shown.values()) == 6


def test_a_large_rule_keeps_its_upper_parts():
    """PLAT-02: a rule of many parts is explained from the top."""
    found = steps(" and ".join(f"amount + {n} > {n}" for n in range(50)))
    assert len(list(found.walk())) <= MOST
    assert len(found.parts) == 50
