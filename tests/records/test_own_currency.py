"""What formulas and roll-ups compute from amounts in one currency stays in that currency."""

from __future__ import annotations

from typing import Any

import pytest

from odos.meta.changes import Change
from odos.meta.operations import apply
from tests.fixtures.crm import NOW, Crm, crm  # noqa: F401


@pytest.fixture(scope="module")
def account(crm: Crm) -> str:  # noqa: F811
    return str(crm.make("account", name="Many currencies Ltd")["id"])


def quote(crm: Crm, account: str, *prices: tuple[str, str]) -> dict[str, Any]:  # noqa: F811
    unit_prices = [{"amount": amount, "currency": currency} for amount, currency in prices]
    lines = [{"quantity": "3", "discount": "10", "unit_price": price} for price in unit_prices]
    return crm.make("quote", name="Q", account=account, tax_percent="20", lines=lines)


def test_a_quote_in_dollars_adds_up_in_dollars(crm, account):  # noqa: F811
    """QUOTE-01, PLAT-13."""
    made = quote(crm, account, ("100.05", "USD"), ("10", "USD"))
    assert [line["amount"] for line in made["lines"]] == [
        {"amount": "270.14", "currency": "USD", "base": "1890.95"},
        {"amount": "27.00", "currency": "USD", "base": "189.00"},
    ]
    assert made["subtotal"] == {"amount": "297.14", "currency": "USD", "base": "2079.95"}
    assert made["tax_amount"] == {"amount": "59.43", "currency": "USD", "base": "415.99"}
    assert made["grand_total"]["amount"] == "356.57"


def test_each_currency_is_rounded_to_its_own_minor_unit(crm, account):  # noqa: F811
    made = quote(crm, account, ("1001", "JPY"))
    assert made["lines"][0]["amount"]["amount"] == "2703"
    assert (made["subtotal"]["amount"], made["tax_amount"]["amount"]) == ("2703", "541")


def test_mixed_currencies_add_up_in_the_companys(crm, account):  # noqa: F811
    made = quote(crm, account, ("100", "USD"), ("100", "CNY"))
    assert made["subtotal"] == {"amount": "2160.00", "currency": "CNY", "base": "2160.00"}
    assert made["grand_total"]["currency"] == "CNY"
    line = made["lines"][0]["id"]
    made = crm.change("quote", made["id"], lines=[{"id": line, "_delete": True}])
    assert made["subtotal"]["amount"] == "270.00"
    empty = quote(crm, account)
    assert empty["subtotal"] == {"amount": "0.00", "currency": "CNY", "base": "0.00"}


FORMULAS = {
    "share": ("amount * probability", "50.00", "USD"),
    "rest": ("amount - investment / 2", "90.00", "USD"),
    "opposite": ("-amount", "-100.00", "USD"),
    "chosen": ("IF(probability > 0.2, amount, 0)", "100.00", "USD"),
    "larger": ("MAX(amount, investment)", "100.00", "USD"),
    "compared": ("IF(amount > 500, amount, 0)", "700.00", "CNY"),
    "more": ("amount + 1", "701.00", "CNY"),
}


def test_only_what_is_proportional_keeps_its_currency(crm):  # noqa: F811
    fields = {
        key: {"kind": "formula", "expression": text, "result": "money", "label": {"en": key}, "order": 900}
        for key, (text, _amount, _currency) in FORMULAS.items()
    }
    changes = [Change("put", "field", f"opportunity.{key}", field) for key, field in fields.items()]
    apply(workspace=crm.workspace, changes=changes, message="Formulas", actor=crm.actor, now=NOW)
    amount, investment = ({"amount": number, "currency": "USD"} for number in ("100", "20"))
    made = crm.make("opportunity", name="Deal", probability="50", amount=amount, investment=investment)
    found = {key: (made[key]["amount"], made[key]["currency"]) for key in FORMULAS}
    assert found == {key: (amount, currency) for key, (_text, amount, currency) in FORMULAS.items()}
