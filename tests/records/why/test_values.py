"""Why a rule gives what it gives for one record (PLAT-02, LEAD-04)."""

from __future__ import annotations

from typing import Any

import pytest

from odos.kernel.problems import Invalid, NotFound
from odos.records.why.values import Explanation, explain_field, explain_text, rule_sql


@pytest.fixture
def quote(admin, make) -> dict[str, Any]:
    customer = make(admin, "customer", name="Acme", revenue="12.5", tier="a")
    lines = [{"quantity": "2", "price": "3"}, {"quantity": "1", "price": "10"}]
    return make(admin, "quote", customer=customer["id"], lines=lines)


def explained(context, quote, text: str) -> Explanation:
    entity = context.schema.entities["quote"]
    return explain_text(context=context, entity=entity, record_id=int(quote["id"]), source=text)


def flat(part: Explanation) -> dict[str, Any]:
    """The value of each part by its text."""
    return {
        part.text: part.value,
        **{key: value for inner in part.parts for key, value in flat(inner).items()},
    }


def test_every_part_has_its_value(admin, quote):
    """PLAT-02: down to the fields, through references and over related records, in one statement."""
    found = explained(
        admin,
        quote,
        "total * 2 > customer.revenue and count(lines where quantity > 1) = 1 or today < DATE(2020, 1, 1)",
    )
    values = flat(found)
    assert found.value is True
    assert values["total * 2"] == "32"
    assert values["total"] == "16"
    assert values["customer.revenue"] == "12.5"
    assert values["count(lines where quantity > 1)"] == "1"
    assert values["today"] == "2026-03-02"
    assert "2" not in values


def test_an_error_is_told_from_a_blank(admin, quote):
    """PLAT-02: an error is a value, and the playground says so, of the whole and of the part that failed."""
    found = explained(admin, quote, "IF(total > 1, total / (total - 16), backup_customer.revenue)")
    failed = {part.text: part.failed for part in (found, *found.parts)}
    assert (found.value, found.failed) == (None, True)
    assert failed == {
        found.text: True, "total > 1": False, "total / (total - 16)": True, "backup_customer.revenue": False,
    }  # fmt: skip
    caught = explained(admin, quote, "IFERROR(total / (total - 16), 7) > 5 and total / 0 > 1")
    assert (caught.value, caught.failed) == (None, True)
    assert [(part.text, part.value, part.failed) for part in caught.parts] == [
        ("IFERROR(total / (total - 16), 7) > 5", True, False), ("total / 0 > 1", None, True),
    ]  # fmt: skip


def test_options_and_records_are_named(admin, quote):
    """PLAT-02: people read labels, not keys and numbers."""
    whole = explained(admin, quote, 'customer <> backup_customer or customer.tier = "a"')
    parts = {part.text: (part.value, part.label) for item in whole.parts for part in item.parts}
    assert parts["customer.tier"] == ("a", "A")
    assert parts["customer"] == (int(quote["customer"]["id"]), "Acme")
    assert parts["backup_customer"] == (None, None)


def test_a_formula_explains_itself(admin, quote):
    """PLAT-02: the expression of a field with the values that it read."""
    entity = admin.schema.entities["quote"]
    found = explain_field(
        context=admin, entity=entity, record_id=int(quote["id"]), field=entity.fields["tax"]
    )
    assert (found.text, found.value) == ("total * 0.1", "1.6")
    assert [(part.text, part.value) for part in found.parts] == [("total", "16")]
    with pytest.raises(Invalid):
        explain_field(context=admin, entity=entity, record_id=int(quote["id"]), field=entity.fields["total"])


def test_a_record_out_of_reach_is_not_found(seller, quote):
    """PLAT-02: an explanation tells nothing of a record that its reader may not see."""
    with pytest.raises(NotFound):
        explained(seller, quote, "total")


def test_what_the_reader_may_not_see_has_no_value(admin, seller, make):
    """PLAT-02: a hidden field is neither named nor valued; a rule of the reader may not read it at all."""
    mine = make(seller, "customer", name="Mine")
    entity = seller.schema.entities["customer"]
    with pytest.raises(Invalid):
        explain_text(context=seller, entity=entity, record_id=int(mine["id"]), source="revenue > 3")


def test_the_statement_is_shown_with_its_parameters(admin):
    """PLAT-02: what the database is asked."""
    sql, parameters = rule_sql(context=admin, entity=admin.schema.entities["quote"], source="total * 2")
    assert sql.startswith("SELECT")
    assert parameters == [2]
