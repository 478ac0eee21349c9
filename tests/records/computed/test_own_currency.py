"""What formulas and roll-ups compute from amounts in one currency stays in that currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from odos.kernel.problems import Invalid
from odos.meta.changes import Change
from odos.meta.operations import apply
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.rules.compiled import compile_rule
from odos.records.rules.values import rule_value
from odos.records.why.values import explain_text
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
    "compared": ("IF(amount > 500, amount, 0)", "0.00", "USD"),
    "more": ("amount + 1", "101.00", "USD"),
    "capped": ("MIN(amount, 70)", "70.00", "USD"),
    "double": ("amount * amount / 4", "2500.00", "USD"),
    "converted": ('CONVERT(amount, "CNY")', "700.00", "CNY"),
    "home": ("BASEAMOUNT(amount)", "700.00", "CNY"),
    "either": ("IF(amount is blank, BASEAMOUNT(amount), investment)", "140.00", "CNY"),
    "back": ('CONVERT(investment * 2, "USD")', "40.00", "USD"),
}


def test_what_amounts_of_one_currency_give_stays_in_it(crm):  # noqa: F811
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


def money(amount: str, currency: str) -> dict[str, str]:
    return {"amount": amount, "currency": currency}


MIXED = [
    ("Dollars", money("100", "USD"), money("90", "USD")),  # 700 and 630 of the company's
    ("Home", money("650", "CNY"), money("640", "CNY")),
    ("Both", money("100", "USD"), money("650", "CNY")),
]


@pytest.fixture(scope="module")
def deals(crm: Crm) -> list[dict[str, Any]]:  # noqa: F811
    rule = {
        "kind": "rule",
        "entity": "opportunity",
        "label": {"en": "Costs"},
        "text": 'validate opportunity\n  require not (amount > 9000) message "Too much" at amount',
    }
    total = {
        "kind": "formula",
        "expression": "sum(opportunities.amount)",
        "label": {"en": "All"},
        "order": 900,
    }
    changes = [
        Change("put", "rule", "opportunity.cap", rule),
        Change("put", "field", "account.all_of_it", total),
        Change(
            "put", "field", "account.and_more", {**total, "expression": "sum(opportunities.amount) + 100"}
        ),
    ]
    apply(workspace=crm.workspace, changes=changes, message="Mixed", actor=crm.actor, now=NOW)
    return [
        crm.make("opportunity", name=name, amount=amount, investment=cost) for name, amount, cost in MIXED
    ]


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("amount > 500", ["Home"]),
        ("amount = 100", ["Both", "Dollars"]),
        ("BASEAMOUNT(amount) > 660", ["Both", "Dollars"]),
        ("amount > investment", ["Both", "Dollars", "Home"]),
        ("amount - investment = 10", ["Dollars", "Home"]),
        ("amount - investment = 50", ["Both"]),  # of the company's
        ("amount between 90 and 110", ["Both", "Dollars"]),
        ("not (amount > 500)", ["Both", "Dollars"]),
    ],
)
def test_filters_compare_in_the_currency_of_the_amounts(crm, deals, rule, names):  # noqa: F811
    """QUERY-01, PLAT-13."""
    wanted = f'name in ["Dollars", "Home", "Both"] and {rule}'
    assert sorted(deal["name"] for deal in crm.list("opportunity", wanted)) == names
    entity = crm.context.schema.get_entity("opportunity")
    checked = compile_rule(crm.context, entity, rule)
    rows = {deal["name"]: deal for deal in deals}
    known = {
        name: {
            entity.fields[key].id: rule_value(
                entity.fields[key],
                [Decimal(row[key]["amount"]), row[key]["currency"], Decimal(row[key]["base"])],
            )
            for key in ("amount", "investment")
        }
        for name, row in rows.items()
    }
    by_python = [name for name, values in known.items() if checked.evaluate(values, crm.context.surroundings)]
    assert sorted(by_python) == names


def test_a_requirement_measures_in_the_currency_that_was_written(crm, deals):  # noqa: F811
    """PLAT-24: 2,000 dollars are 14,000 of the company's, and not more than 9,000 of their own."""
    assert crm.make("opportunity", name="Fine", amount=money("2000", "USD"))["amount"]["base"] == "14000.00"
    with pytest.raises(Invalid, match="Too much"):
        crm.make("opportunity", name="Bad", amount=money("9001", "USD"))


def test_sums_over_lists_are_of_the_companys_currency(crm, deals):  # noqa: F811
    asked = Aggregation((), (Measure("sum", "amount", "total"),), 'name in ["Dollars", "Home", "Both"]')
    entity = crm.context.schema.get_entity("opportunity")
    _rows, total = aggregate(context=crm.context, entity=entity, asked=asked)
    assert Decimal(total["total"]) == 700 + 650 + 700


def test_formulas_over_records_add_up_in_their_one_currency_or_in_the_companys(crm, deals):  # noqa: F811
    account = crm.make("account", name="Adds up Ltd")["id"]
    crm.make("opportunity", name="One", account=account, amount=money("100", "USD"))
    crm.make("opportunity", name="Two", account=account, amount=money("50.5", "USD"))
    found = crm.get("account", account)
    assert found["all_of_it"] == {"amount": "150.50", "currency": "USD", "base": "1053.50"}
    assert found["and_more"] == {"amount": "250.50", "currency": "USD", "base": "1753.50"}
    crm.make("opportunity", name="Three", account=account, amount=money("10", "CNY"))
    found = crm.get("account", account)
    assert found["all_of_it"] == {"amount": "1063.50", "currency": "CNY", "base": "1063.50"}
    assert found["and_more"] == {"amount": "1163.50", "currency": "CNY", "base": "1163.50"}


def test_the_reasons_show_amounts_as_written(crm, deals):  # noqa: F811
    entity = crm.context.schema.get_entity("opportunity")
    found = explain_text(
        context=crm.context, entity=entity, record_id=int(deals[0]["id"]), source="amount > 500"
    )
    assert found.value is False
    assert [(part.text, part.label) for part in found.parts] == [("amount", "100.00 USD")]
