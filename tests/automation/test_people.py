"""Whom rules mean, for many records at once: every way of naming somebody (PLAT-18, FLOW-02)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from odos.automation.people import Asking, people_of
from odos.database.session import execute, fetch_value
from odos.dsl.statements.tree import Remind
from odos.records.rules.statements import read_document
from tests.automation.conftest import Office
from tests.fixtures.application import publish_fields

Ask = Callable[..., list[str]]


@pytest.fixture
def ask(office: Office) -> Ask:
    """The names of those whom a text means of a record."""

    def meant(text: str, record: int, level: int = 1) -> list[str]:
        context = office.context()
        checked = read_document(context.schema, {"text": f"remind on customer notify {text}"})
        assert not checked.issues, checked.issues
        assert isinstance(checked.statement, Remind)
        entity = context.schema.get_entity("customer")
        asking = Asking(context, entity, [record, 999_999], checked.expression)
        found = people_of(asking, checked.statement.notices[0].to, level=level)
        assert found[999_999] == () or "role" in text or "user" in text or '"' in text
        names = {office.id(name): name for name in office.people}
        return [names.get(user, "?") for user in found[record]]

    return meant


def unit(office: Office, name: str, parent: int | None = None) -> int:
    return int(
        fetch_value(
            office.workspace,
            "INSERT INTO unit (name, code, parent, created_at, updated_at, version)"
            " VALUES (%s, %s, %s, now(), now(), 1) RETURNING id",
            [name.title(), name, parent],
        )
    )


def test_people_and_their_superiors(office: Office, ask: Ask):
    record = office.customer()
    assert ask("owner", record) == ["sally"]
    assert ask("owner.manager, owner", record) == ["mona", "sally"]
    assert ask("managers of owner", record, 1) == ["mona"]
    assert ask("managers of owner", record, 2) == ["greta"]
    assert ask("managers of owner up to 1 level", record, 2) == ["mona"]
    assert ask("managers of owner", record, 9) == ["greta"]
    assert ask('user "otto"', record) == ["otto"]
    assert ask('role "boss"', record) == ["greta", "mona"]
    assert ask('role "boss", owner.manager', record) == ["greta", "mona"]


def test_units_groups_and_positions(office: Office, ask: Ask):
    top = unit(office, "head_office")
    south = unit(office, "south", top)
    office.hire("uma", "seller", unit_id=south)
    office.hire("tom", "seller", unit_id=top)
    record = office.customer(owner="uma", unit=str(south))
    assert ask("unit", record) == ["uma"]
    assert ask('unit "south"', record) == ask('unit "South"', record) == ["uma"]
    assert ask('group "head_office"', record) == ["tom", "uma"]
    post = fetch_value(
        office.workspace,
        "INSERT INTO position_held (name, code, created_at, updated_at, version)"
        " VALUES ('Head of sales', 'hos', now(), now(), 1) RETURNING id",
    )
    execute(
        office.workspace,
        'INSERT INTO assignment ("user", held_position, created_at, updated_at, version)'
        " VALUES (%s, %s, now(), now(), 1)",
        [office.id("tom"), post],
    )
    assert ask('position "hos"', record) == ask('position "Head of sales"', record) == ["tom"]
    assert ask('queue "Anything"', record) == []
    execute(office.workspace, "UPDATE unit SET head = %s WHERE id = %s", [office.id("tom"), south])
    assert ask("head of unit", record) == ["tom"]
    assert ask("head of owner", record) == ["tom"]


def test_paths_through_collections_and_the_team(office: Office, ask: Ask):
    publish_fields(
        office.workspace, ("quote", "helper", {"kind": "user"}), ("product", "buyer", {"kind": "user"})
    )
    record = office.customer()
    office.quote(customer=str(record), owner=str(office.id("otto")), helper=str(office.id("mona")))
    office.quote(customer=str(record), owner=str(office.id("otto")))
    assert ask("quote_by_customer.owner", record) == ["otto"]
    assert ask("quote_by_customer.helper", record) == ["mona"]
    assert ask("quote_by_customer.owner.manager", record) == ["mona"]
    execute(
        office.workspace,
        "INSERT INTO team_member (entity_id, record_id, user_id, role, created_at)"
        " VALUES (%s::uuid, %s, %s, 'helper', now())",
        [office.context().schema.get_entity("customer").id, record, office.id("greta")],
    )
    assert ask("team", record) == ["sally", "greta"]


def test_who_left_is_replaced_by_the_nearest_above_who_did_not(office: Office, ask: Ask):
    record = office.customer()
    for name in ("sally", "mona"):
        execute(
            office.workspace, "UPDATE user_account SET is_active = false WHERE id = %s", [office.id(name)]
        )
    assert ask("owner", record) == ["greta"]
    assert ask("owner, owner.manager", record) == ["greta"]
