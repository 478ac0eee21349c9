"""What is computed of percentages is shown as percentages: 10 stands for 10 %, and rules read 0.1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from odos.meta.changes import Change
from odos.meta.operations import apply
from tests.fixtures.crm import NOW, Crm, crm  # noqa: F401

ROLLED = {"kind": "rollup", "over": "lines", "field": "discount"}
FIELDS: dict[str, dict[str, Any]] = {
    "quote.most": {**ROLLED, "function": "max"},
    "quote.mean": {**ROLLED, "function": "avg"},
    "quote.formula": {"kind": "formula", "expression": "BLANKVALUE(max(lines.discount), 0%)"},
    "quote.own": {"kind": "formula", "expression": "tax_percent"},
    "quote.plain": {"kind": "formula", "expression": "tax_percent", "result": "number"},
    "quote.part": {
        "kind": "formula",
        "expression": "subtotal / (subtotal + tax_amount)",
        "result": "percent",
    },
    "quote.again": {"kind": "formula", "expression": "IF(most > 12%, most * 100, 0)"},
    "quote_line.tax": {"kind": "lookup", "path": "quote.tax_percent"},
    "quote.when_read": {"kind": "formula", "expression": "IF(today > created_at, tax_percent, 1%)"},
}


@pytest.fixture
def quote(crm: Crm) -> dict[str, Any]:  # noqa: F811
    changes = [
        Change("put", "field", key, {**field, "label": {"en": key}, "order": 900})
        for key, field in FIELDS.items()
    ]
    apply(workspace=crm.workspace, changes=changes, message="Percents", actor=crm.actor, now=NOW)
    account = crm.make("account", name="Percents Ltd")["id"]
    lines = [{"quantity": "1", "unit_price": "100", "discount": each} for each in ("10", "12.5", "0")]
    return crm.make("quote", name="Q", account=account, tax_percent="25", lines=lines)


def test_computed_percentages_are_percentages(crm, quote):  # noqa: F811
    """PLAT-05, QUOTE-01: in Python while saving, and in SQL."""
    names = ("most", "mean", "formula", "own", "plain", "part", "again")
    expected = ["12.50", "7.5000", "12.5000", "25.0000", "0.2500", "79.9988", "12.5000"]
    assert [quote[name] for name in names] == expected
    assert quote["lines"][0]["tax"] == "25.00"
    assert Decimal(quote["when_read"]) in (25, 1)
    saved = crm.change("quote", quote["id"], tax_percent="20")
    assert (saved["own"], saved["lines"][0]["tax"]) == ("20.0000", "20.00")
