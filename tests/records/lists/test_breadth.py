"""Whether a list's plan may be kept: by what statistics say of the people and units that somebody stands for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.access.model import PEOPLE_SLOT
from odos.accounts.queries import forget_answers
from odos.database.session import execute
from odos.records.lists.breadth import UNKNOWN, breadth_of
from odos.records.lists.queries import ListRequest, list_records
from odos.storage.spread import find_spread, forget_spreads

ROWS = 4_000


@pytest.fixture
def staff(admin, seller, new_user):
    """Two people below the seller; of all records each owns as many as a test says."""
    people = [new_user(f"below{number}", "seller").user_id for number in range(2)]
    customer = admin.schema.entities["customer"]

    def own(*parts):
        execute(
            seller.workspace,
            f'INSERT INTO "{customer.table}" ("{customer.fields["name"].column}", owner)'
            " SELECT 'Customer ' || g, CASE WHEN g <= %s THEN %s WHEN g <= %s THEN %s ELSE %s END"
            " FROM generate_series(1, %s) g",
            [parts[0], people[0], sum(parts), people[1], admin.actor.user_id, ROWS],
        )
        execute(seller.workspace, f'ANALYZE "{customer.table}"')
        forget_spreads()

    def manage():
        execute(
            seller.workspace,
            "UPDATE user_account SET manager = %s WHERE id = ANY(%s)",
            [seller.actor.user_id, people],
        )
        forget_answers()
        return replace(seller)

    yield own, manage
    forget_spreads()


def shown(context):
    request = ListRequest(sort="name", fields=("name",), limit=500)
    page = list_records(context=context, entity=context.schema.entities["customer"], request=request)
    return page.count, len(page.items)


def test_whoever_stands_alone_or_for_very_many_rows_has_a_plan_that_is_kept(seller, staff):
    """PLAT-36: an index gives the rows of one in order; those of very many are met soon in any order."""
    own, manage = staff
    customer = seller.schema.entities["customer"]
    own(300, 100)
    alone = breadth_of(seller, customer)
    assert PEOPLE_SLOT in alone.single
    assert alone.settled
    manager = manage()
    many = breadth_of(manager, customer)
    assert many.broad == {PEOPLE_SLOT}
    assert many.settled
    assert shown(manager) == (400, 400)


def test_a_list_of_few_rows_is_planned_for_whom_it_shows(seller, staff):
    """PLAT-36: going through all rows would take long until a page is full; a count takes the same way for all."""
    own, manage = staff
    own(10, 10)
    few = breadth_of(manage(), seller.schema.entities["customer"])
    assert few.broad == frozenset()
    assert (few.kept, few.settled) == (True, False)
    assert shown(manage()) == (20, 20)


def test_administrators_need_nothing_of_the_kind(admin):
    assert breadth_of(admin, admin.schema.entities["customer"]) is UNKNOWN


def test_a_spread_knows_common_ids_and_guesses_the_others(admin, staff):
    """PLAT-36: what was never analysed has no part in any rows, and is planned as it comes."""
    table = admin.schema.entities["customer"].table
    assert find_spread(admin.workspace, table, "owner").part([1, 2, 3]) == 0
    own, _manage = staff
    own(1_000, 200)
    spread = find_spread(admin.workspace, table, "owner")
    assert max(spread.common.values()) == pytest.approx(0.25, abs=0.02)
    assert spread.part([]) == 0
