"""Who writes a rule is told of amounts that are measured in whatever currency they have."""

from __future__ import annotations

import pytest

from odos.records.rules.checking import check_text
from tests.fixtures.crm import Crm, crm  # noqa: F401

TABLE = """decide route on opportunity  first match
  amount  (BASEAMOUNT(amount))  investment  ->  steps
  > 0     <= 5000               -               []
  = 0     -                     100..200        []
  otherwise                                     []"""


def told(crm: Crm, text: str) -> list[tuple[str, str]]:  # noqa: F811
    entity = crm.context.schema.get_entity("opportunity")
    found = check_text(context=crm.context, entity=entity, kind="statement", source=text)
    assert {issue.code for issue in found.issues} <= {"rule_bare_number"}, found.issues
    assert {issue.severity for issue in found.issues} <= {"warning"}
    return [(issue.path[-1], issue.hint.render("en")) for issue in found.issues if issue.hint]


def hint(amount: str) -> str:
    return f"Write BASEAMOUNT({amount}) to compare in the company's currency"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score opportunity\n  +10 when amount >= 200000", [("2:12", hint("amount"))]),
        ("score opportunity\n  +10 when BASEAMOUNT(amount) >= 200000 or amount > 0", []),
        (
            "score opportunity\n  +10 when 5 < sum(account.opportunities.amount) or amount between 1 and 2",
            [("2:16", hint("sum(account.opportunities.amount)")), ("2:53", hint("amount"))],
        ),
        (
            "score opportunity\n  +10 when amount in [1, 2] and amount > investment * 2 and probability > 50%",
            [("2:12", hint("amount"))],
        ),
        (TABLE, [("2:33", hint("investment"))]),
    ],
)
def test_a_limit_without_a_currency_is_told(crm, text, expected):  # noqa: F811
    """PLAT-13, LEAD-04: a bare number counts in the currency of each amount."""
    assert told(crm, text) == expected


def test_where_there_is_one_currency_nothing_is_said(crm, monkeypatch):  # noqa: F811
    """PLAT-13."""
    monkeypatch.setattr("odos.records.rules.checking.currency_digits", lambda context: {"CNY": 2})
    assert told(crm, "score opportunity\n  +10 when amount >= 200000") == []
