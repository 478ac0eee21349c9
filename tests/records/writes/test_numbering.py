"""Numbers given out by a pattern, beside those that people give by hand or bring from elsewhere."""

from __future__ import annotations

import orjson

from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import create_record
from tests.fixtures.application import NOW


def quote(admin, **values):
    return orjson.loads(
        create_record(context=admin, entity="quote", values={"contact_name": "Lea", **values})
    )


def number(counter):
    return f"Q-{NOW.year}-{counter:04d}"


def test_a_number_that_is_taken_is_not_given_out(admin, make):
    """PLAT-38: records brought from elsewhere keep their numbers, and new ones go around them."""
    customer = make(admin, "customer", name="A")
    first = quote(admin, customer=customer)["number"]
    count = int(first[-4:])
    brought = [number(count + step) for step in (1, 2, 3, 4, 5, 6, 7, 9)]
    rows = [{"contact_name": "Lea", "customer": customer, "number": each} for each in brought]
    assert not write_bulk(context=admin, entity="quote", request=BulkRequest(create=rows)).errors
    assert [quote(admin, customer=customer)["number"] for _ in range(3)] == [
        number(count + step) for step in (8, 10, 11)
    ]


def test_numbers_given_in_the_same_call_are_not_given_twice(admin, make):
    """PLAT-38, PLAT-09."""
    customer = make(admin, "customer", name="A")
    count = int(quote(admin, customer=customer)["number"][-4:])
    given = [None, number(count + 2), None, number(count + 1), None]
    rows = [
        {"contact_name": "Lea", "customer": customer, **({"number": each} if each else {})} for each in given
    ]
    result = write_bulk(context=admin, entity="quote", request=BulkRequest(create=rows))
    assert (len(result.created), result.errors) == (5, [])
    assert quote(admin, customer=customer)["number"] == number(count + 6)
