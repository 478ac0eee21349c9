"""Roles compiled to branches: the list and the single record always agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.access.compile import compile_access, may_administer, require_access
from odos.access.model import branch_predicates, combined_predicate, may
from odos.accounts.principals import Principal, system_principal
from odos.database.session import fetch_all
from odos.kernel.problems import Forbidden
from odos.kernel.sql import Sql, join
from odos.kernel.workspaces import MAIN
from odos.schema.model import Entity, Field, LineOf, Schema
from odos.schema.system import UNIT_ENTITY, USER_ENTITY, system_fields

LEAD = "00000000-0000-4000-8000-000000000001"
NOTE = "00000000-0000-4000-8000-000000000002"
QUOTE = "00000000-0000-4000-8000-000000000003"
LINE = "00000000-0000-4000-8000-000000000004"
PART = "00000000-0000-4000-8000-000000000005"


def entity(identity: str, key: str, *keys: str, owned: bool = True, **attributes: Any) -> Entity:
    label = {"en": key.title()}
    own = [Field(id=f"{key}.{name}", key=name, kind="text", label=label, column=name) for name in keys]
    fields = {item.key: item for item in (*system_fields(identity, owned=owned), *own)}
    return Entity(
        id=identity,
        key=key,
        label=label,
        plural=label,
        table=f"e_{key}",
        fields=fields,
        owned=owned,
        **attributes,
    )


ENTITIES = (
    entity(LEAD, "lead", "phone", "amount", aliases=("prospect",)),
    entity(NOTE, "note", "text", owned=False),
    entity(QUOTE, "quote", "number"),
    entity(LINE, "line", "quote", "price", owned=False, line_of=LineOf(QUOTE, "quote.lines", "line.quote")),
    entity(PART, "part", "line", owned=False, line_of=LineOf(LINE, "line.parts", "part.line")),
    entity(USER_ENTITY, "user", "unit", "roles", "is_admin", owned=False, system=True),
    entity(UNIT_ENTITY, "unit", "name", owned=False, system=True),
)


def schema(**roles: Any) -> Schema:
    return Schema(version=1, entities={item.key: item for item in ENTITIES}, roles=roles)


def person(*roles: str, **attributes: Any) -> Principal:
    return Principal(user_id=7, username="anna", name="Anna", workspace=MAIN, roles=roles, **attributes)


def access_of(found: Schema, key: str, *roles: str, action: Any = "see"):
    return compile_access(schema=found, principal=person(*roles), entity=found.entities[key], action=action)


def grant(see="none", create=False, edit="none", delete="none"):
    return {"see": see, "create": create, "edit": edit, "delete": delete}


def test_without_a_role_there_is_nothing():
    for item in ENTITIES:
        access = access_of(schema(), item.key)
        assert access.impossible
        assert combined_predicate(access, "t") == Sql("FALSE")
    assert access_of(schema(), "lead", "a role that is gone").impossible


def test_administrators_are_above_all_rules():
    found = schema(boss={"admin": True})
    admin = replace(person(), is_admin=True)
    for who in (admin, person("boss"), system_principal(MAIN)):
        access = compile_access(schema=found, principal=who, entity=found.entities["lead"], action="delete")
        assert access.unrestricted
        assert combined_predicate(access, "t") == Sql("TRUE")
        assert may_administer(schema=found, principal=who)
    assert not may_administer(schema=found, principal=person())


def test_several_roles_add_up():
    found = schema(
        narrow={"entities": {"lead": grant(see="own")}}, wide={"entities": {"lead": grant(see="unit")}}
    )
    kinds = [branch.kind for branch in access_of(found, "lead", "narrow", "wide").branches]
    assert kinds == ["own", "unit"]


def test_an_entity_of_its_own_counts_before_the_star():
    found = schema(role={"entities": {"*": grant(see="all"), "lead": grant(see="own")}})
    assert access_of(found, "quote", "role").unrestricted
    assert not access_of(found, "lead", "role").unrestricted


def test_a_role_that_names_an_entity_by_its_former_key_still_means_it():
    found = schema(role={"entities": {"prospect": grant(see="all")}})
    assert access_of(found, "lead", "role").unrestricted


def test_nothing_can_be_changed_that_cannot_be_seen():
    found = schema(role={"entities": {"lead": grant(see="own", create=True, edit="all", delete="unit")}})
    assert [b.kind for b in access_of(found, "lead", "role", action="edit").branches] == ["own"]
    assert [b.kind for b in access_of(found, "lead", "role", action="delete").branches] == ["own"]
    assert access_of(found, "lead", "role", action="create").unrestricted


def test_the_star_gives_no_power_over_people():
    found = schema(role={"entities": {"*": grant("all", create=True, edit="all", delete="all")}})
    assert access_of(found, "user", "role").unrestricted  # names are needed to read any record
    for action in ("create", "edit", "delete"):
        assert access_of(found, "user", "role", action=action).impossible


def test_only_administrators_give_powers():
    found = schema(hr={"entities": {"user": grant("all", create=True, edit="all")}})
    access = access_of(found, "user", "hr", action="edit")
    assert access.unrestricted
    assert {"user.roles", "user.is_admin"} <= access.readonly_fields


def test_without_an_owner_the_creator_counts():
    found = schema(role={"entities": {"*": grant(see="unit")}})
    assert [branch.column for branch in access_of(found, "note", "role").branches] == ["created_by"]


def test_a_field_is_masked_when_every_role_masks_it():
    masked = {
        "entities": {"lead": grant(see="all", edit="all")},
        "fields": {"lead": {"phone": {"see": False}, "amount": {"edit": False}, "gone": {"see": False}}},
    }
    plain = {"entities": {"lead": grant(see="own")}}
    found = schema(masked=masked, plain=plain, stranger={"entities": {"quote": grant(see="all")}})
    access = access_of(found, "lead", "masked", "stranger")
    assert access.hidden_fields == {"lead.phone"}
    assert access.readonly_fields == {"lead.phone", "lead.amount"}
    assert access_of(found, "lead", "masked", "plain").hidden_fields == frozenset()


def test_statements_are_shared_by_all_who_have_the_same_shape():
    found = schema(a={"entities": {"lead": grant(see="unit")}}, b={"entities": {"*": grant(see="unit")}})
    first, second = access_of(found, "lead", "a"), access_of(found, "lead", "b")
    assert first.shape == second.shape
    assert hash(first.shape) == hash(second.shape)
    assert first.shape != access_of(schema(a={"entities": {"lead": grant(see="own")}}), "lead", "a").shape
    assert access_of(found, "lead", "a") is first  # and compiled once


def test_a_refusal_says_what_and_how_to_get_it():
    found = schema(role={"entities": {"lead": grant(see="all")}})
    with pytest.raises(Forbidden) as refusal:
        require_access(schema=found, principal=person("role"), entity=found.entities["lead"], action="create")
    (issue,) = refusal.value.issues
    assert str(issue.message) == "You may not create Lead"
    assert issue.hint is not None


ids = st.integers(1, 4)
blankable = st.none() | ids
scopes = st.sampled_from(["all", "unit", "own", "none", "nonsense"])
grants = st.fixed_dictionaries({"see": scopes, "create": st.booleans(), "edit": scopes, "delete": scopes})
roles = st.fixed_dictionaries(
    {"entities": st.dictionaries(st.sampled_from(["lead", "note", "quote", "*", "user"]), grants)}
)
rows = st.lists(
    st.fixed_dictionaries({"owner": blankable, "unit": blankable, "created_by": blankable}), max_size=8
)
OPTIONS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def source(table: str, items: list[dict[str, Any]]) -> Sql:
    """Rows as a table expression of that name."""
    columns = ("id", "owner", "unit", "created_by", "parent")
    listed = [
        Sql("(" + ", ".join(["%s::bigint"] * len(columns)) + ")", tuple(row.get(name) for name in columns))
        for row in [*items, {}]
    ]
    return f'"{table}" (id, owner, unit, created_by, parent) AS (VALUES ' + join(", ", listed) + ")"


@OPTIONS
@given(
    held=st.lists(roles, max_size=3),
    rows=rows,
    key=st.sampled_from(["lead", "note", "user", "unit"]),
    action=st.sampled_from(["see", "edit", "delete"]),
    user=ids,
    units=st.lists(ids, max_size=3),
)
def test_list_and_single_record_agree(workspace, held, rows, key, action, user, units):
    found = schema(**{f"r{number}": role for number, role in enumerate(held)})
    access = access_of(found, key, *found.roles, action=action)
    rows = [{"id": number, **row} for number, row in enumerate(rows, 1)]
    slots = {"user": user, "units": units}
    for predicate in (
        combined_predicate(access, "t"),
        join(" OR ", [Sql("FALSE"), *branch_predicates(access, "t")]),
    ):
        statement = "WITH " + source("e", rows) + ' SELECT id FROM "e" t WHERE id > 0 AND (' + predicate + ")"
        listed = {row[0] for row in fetch_all(workspace, statement.text, statement.bind(slots))}
        assert listed == {row["id"] for row in rows if may(access, row, slots)}


@OPTIONS
@given(
    held=st.lists(roles, max_size=2), parents=rows, user=ids, units=st.lists(ids, max_size=3), data=st.data()
)
def test_line_items_are_reached_with_their_parents(workspace, held, parents, user, units, data):
    found = schema(**{f"r{number}": role for number, role in enumerate(held)})
    parents = [{"id": number, **row} for number, row in enumerate(parents, 1)]
    places = st.sampled_from([row["id"] for row in parents]) if parents else st.none()
    lines = [{"id": n, "parent": data.draw(places)} for n in range(1, 4)]
    parts = [{"id": n, "parent": data.draw(st.integers(1, 3))} for n in range(1, 4)]
    access = access_of(found, "part", *found.roles)
    access = replace(access, parents=tuple(replace(item, column="parent") for item in access.parents))
    slots = {"user": user, "units": units}
    tables = join(", ", [source("e_quote", parents), source("e_line", lines), source("e_part", parts)])
    statement = (
        "WITH " + tables + ' SELECT id FROM "e_part" t WHERE id > 0 AND ' + combined_predicate(access, "t")
    )
    listed = {row[0] for row in fetch_all(workspace, statement.text, statement.bind(slots))}
    quotes, links = {row["id"]: row for row in parents}, {row["id"]: row["parent"] for row in lines}
    seen = {row["id"] for row in parts if may(access, quotes.get(links[row["parent"]], {}), slots)}
    assert listed == seen
