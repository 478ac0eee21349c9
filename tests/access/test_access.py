"""Roles compiled to branches and veils."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from odos.access.compile import branches_by_role, compile_access, covers, may_administer, require_access
from odos.access.masks import Mask
from odos.access.model import Everything, Inherited, InUnits, OnTeam, Owned, Ruled, Shared, Veil
from odos.accounts.principals import Principal, system_principal
from odos.kernel.problems import Forbidden
from odos.kernel.workspaces import MAIN
from odos.schema.model import Entity, Field, LineOf, Schema
from odos.schema.system import ASSIGNMENT_ENTITY, POSITION_ENTITY, UNIT_ENTITY, USER_ENTITY, system_fields

LEAD = "00000000-0000-4000-8000-000000000001"
NOTE = "00000000-0000-4000-8000-000000000002"
QUOTE = "00000000-0000-4000-8000-000000000003"
LINE = "00000000-0000-4000-8000-000000000004"
PART = "00000000-0000-4000-8000-000000000005"


def entity(
    identity: str, key: str, *keys: str, owned: bool = True, links: Any = None, **attributes: Any
) -> Entity:
    label = {"en": key.title()}
    own = [Field(id=f"{key}.{name}", key=name, kind="text", label=label, column=name) for name in keys]
    own += [
        Field(id=f"{key}.{name}", key=name, kind="reference", label=label, column=name, target=target)
        for name, target in (links or {}).items()
    ]
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
    entity(LEAD, "lead", "phone", "amount", aliases=("prospect",), team={"rep": {"edit": True}}),
    entity(NOTE, "note", "text", owned=False),
    entity(QUOTE, "quote", "number", links={"account": LEAD}),
    entity(LINE, "line", "quote", "price", owned=False, line_of=LineOf(QUOTE, "quote.lines", "line.quote")),
    entity(PART, "part", "line", owned=False, line_of=LineOf(LINE, "line.parts", "part.line")),
    entity(
        USER_ENTITY, "user", "username", "unit", "roles", "is_admin", "is_active", owned=False, system=True
    ),
    entity(UNIT_ENTITY, "unit", "name", owned=False, system=True),
    entity(POSITION_ENTITY, "position", "name", "roles", owned=False, system=True),
    entity(
        ASSIGNMENT_ENTITY,
        "assignment",
        "unit",
        owned=False,
        system=True,
        links={"user": USER_ENTITY, "held_position": POSITION_ENTITY},
    ),
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
    assert access_of(schema(), "lead", "a role that is gone").impossible


def test_administrators_are_above_all_rules():
    found = schema(boss={"admin": True})
    admin = replace(person(), is_admin=True)
    for who in (admin, person("boss"), system_principal(MAIN)):
        access = compile_access(schema=found, principal=who, entity=found.entities["lead"], action="delete")
        assert access.unrestricted
        assert may_administer(schema=found, principal=who)
    assert not may_administer(schema=found, principal=person())


def slots_of(access) -> list[str]:
    return [branch.slot for branch in access.branches if not isinstance(branch, Shared)]


def test_several_roles_add_up():
    found = schema(
        narrow={"entities": {"lead": grant(see="own")}}, wide={"entities": {"lead": grant(see="unit")}}
    )
    assert slots_of(access_of(found, "lead", "narrow")) == ["people"]
    assert slots_of(access_of(found, "lead", "narrow", "wide")) == ["people", "people", "units"]  # and teams


def test_each_scope_includes_the_narrower_ones():
    """PLAT-36: none, shared, own, team, unit, unit and below, company, all."""
    kinds = {
        scope: [type(branch) for branch in access_of(
            schema(role={"entities": {"lead": grant(see=scope)}}), "lead", "role").branches]
        for scope in ("none", "shared", "own", "team", "unit_only", "unit", "company", "all")
    }  # fmt: skip
    assert kinds == {
        "none": [],
        "shared": [Shared],
        "own": [Owned, Shared],
        "team": [Owned, Shared, OnTeam],
        "unit_only": [Owned, Shared, OnTeam, InUnits],
        "unit": [Owned, Shared, OnTeam, InUnits],
        "company": [Owned, Shared, OnTeam, InUnits],
        "all": [Everything],
    }


def test_a_rule_and_a_parent_record_are_further_ways():
    """ACL-02: each kind of record of a customer is opened by a switch of its own."""
    right = {"scope": "own", "rule": "amount = phone", "from": ["account"]}
    found = schema(role={"entities": {"quote": {"see": right}, "lead": grant(see="unit")}})
    access = access_of(found, "quote", "role")
    assert [type(branch) for branch in access.branches] == [Owned, Shared, Ruled, Inherited]
    (inherited,) = (branch for branch in access.branches if isinstance(branch, Inherited))
    assert inherited.accesses == (access_of(found, "lead", "role"),)
    assert access_of(found, "quote", "role", action="edit").impossible


def test_what_is_not_said_follows_from_what_is():
    found = schema(
        role={"entities": {"quote": {"see": "all", "edit": "own", "delete": "unit", "create": True}}}
    )

    def scope(action):
        return [type(branch) for branch in access_of(found, "quote", "role", action=action).branches]

    assert scope("export") == [Everything]
    assert scope("import") == [Everything]
    assert scope("restore") == scope("delete") == [Owned, InUnits]
    assert scope("share") == scope("submit") == [Owned, Shared]


def test_managers_follow_where_the_role_says_so():
    """ACL-03: a manager sees what subordinates see, and may do more or less where a role says so."""
    for managers, see, edit in (
        ("none", "user", "user"),
        ("see", "people", "user"),
        ("all", "people", "people"),
    ):
        rights = {"see": "own", "edit": "own", "managers": managers}
        found = schema(role={"entities": {"note": rights}})
        assert slots_of(access_of(found, "note", "role")) == [see]
        assert slots_of(access_of(found, "note", "role", action="edit")) == [edit]


def test_beside_a_portal_role_no_other_counts():
    """PLAT-17: somebody from outside sees what the portal's roles open, and no directory of the staff."""
    found = schema(
        guest={"portal": True, "entities": {"quote": {"see": {"rule": "number = phone"}}}},
        staff={"entities": {"*": grant(see="all")}},
    )
    assert access_of(found, "lead", "guest", "staff").impossible
    assert access_of(found, "user", "guest", "staff").impossible
    assert [type(b) for b in access_of(found, "quote", "guest", "staff").branches] == [Ruled]


def test_an_entity_of_its_own_counts_before_the_star():
    found = schema(role={"entities": {"*": grant(see="all"), "lead": grant(see="own")}})
    assert access_of(found, "quote", "role").unrestricted
    assert not access_of(found, "lead", "role").unrestricted


def test_a_role_that_names_an_entity_by_its_former_key_still_means_it():
    found = schema(role={"entities": {"prospect": grant(see="all")}})
    assert access_of(found, "lead", "role").unrestricted


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


def test_a_position_and_who_holds_it_are_powers_as_well():
    """Whoever holds a position has its roles: to give it, or to give it roles, is to give those."""
    given = grant("all", create=True, edit="all")
    found = schema(hr={"entities": {"position": given, "assignment": given}})
    for action in ("create", "edit"):
        assert access_of(found, "position", "hr", action=action).readonly_fields == {"position.roles"}
        locked = access_of(found, "assignment", "hr", action=action).readonly_fields
        assert locked == {"assignment.user", "assignment.held_position"}


@pytest.mark.parametrize("key", ["user", "position", "assignment"])
def test_only_administrators_delete_and_restore_what_gives_powers(key):
    """A deleted account is a closed one; a position that comes back gives its roles again."""
    given = grant("all", create=True, edit="all", delete="all")
    found = schema(hr={"entities": {key: given}})
    for action in ("delete", "restore"):
        assert access_of(found, key, "hr", action=action).impossible
        assert branches_by_role(schema=found, roles=["hr"], entity=found.entities[key], action=action) == []


def test_an_administrators_token_gives_powers_only_where_it_is_made_for_that():
    found = schema()

    def locked(scopes):
        admin = person(is_admin=True, scopes=None if scopes is None else frozenset(scopes))
        access = compile_access(schema=found, principal=admin, entity=found.entities["user"], action="edit")
        assert access.unrestricted
        return access.readonly_fields

    assert {"user.roles", "user.is_admin", "user.is_active", "user.username"} <= locked({"read", "write"})
    assert locked({"administer"}) == locked(None) == frozenset()


def test_without_an_owner_the_creator_counts():
    found = schema(role={"entities": {"*": grant(see="unit")}})
    owned = access_of(found, "note", "role").branches[0]
    assert isinstance(owned, Owned)
    assert owned.column == "created_by"


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


@pytest.mark.parametrize(
    ("broad", "narrow", "answer"),
    [
        (Everything(), Ruled("true"), True),
        (Owned("owner", "people"), Owned("owner", "user"), True),
        (Owned("owner", "user"), Owned("owner", "people"), False),
        (Owned("owner", "people"), Owned("created_by", "user"), False),
        (InUnits("unit", "company"), InUnits("unit", "own_units"), True),
        (OnTeam("e", ("a", "b"), "people"), OnTeam("e", ("a",), "user"), True),
        (OnTeam("e", ("a",), "user"), OnTeam("e", ("a", "b"), "user"), False),
        (Shared("e", "see", "granted"), Shared("e", "edit", "granted"), True),
        (Shared("e", "edit", "granted"), Shared("e", "see", "granted"), False),
        (Ruled("a"), Ruled("b"), False),
    ],
)
def test_a_broad_way_covers_narrower_ones_of_its_kind(broad, narrow, answer):
    assert covers(broad, narrow) is answer


def test_statements_are_shared_by_all_who_have_the_same_shape():
    found = schema(a={"entities": {"lead": grant(see="unit")}}, b={"entities": {"*": grant(see="unit")}})
    first, second = access_of(found, "lead", "a"), access_of(found, "lead", "b")
    assert first == second
    assert hash(first) == hash(second)
    assert first != access_of(schema(a={"entities": {"lead": grant(see="own")}}), "lead", "a")
    assert access_of(found, "lead", "a") is first  # and compiled once


def test_a_refusal_says_what_and_how_to_get_it():
    found = schema(role={"entities": {"lead": grant(see="all")}})
    with pytest.raises(Forbidden) as refusal:
        require_access(schema=found, principal=person("role"), entity=found.entities["lead"], action="create")
    (issue,) = refusal.value.issues
    assert str(issue.message) == "You may not create Lead"
    assert issue.hint is not None


def test_the_role_that_shows_most_of_a_field_decides():
    """ACL-04: see, mask or hide, by role and by rule."""
    veils = {
        "hides": {"see": False},
        "masks": {"see": "mask"},
        "more": {"see": "mask", "mask": {"start": 4, "end": 4}},
        "closed": {"see": False, "when": 'phone = "1"'},
    }
    documents = {
        name: {"entities": {"lead": grant(see="all", edit="all")}, "fields": {"lead": {"phone": veil}}}
        for name, veil in veils.items()
    }
    found = schema(**documents)

    def veil(*roles):
        return access_of(found, "lead", *roles).veil_of.get("lead.phone")

    assert veil("hides") == Veil()
    assert veil("masks") == Veil(Mask())
    assert veil("hides", "masks", "more") == Veil(Mask(4, 4))
    assert veil("closed") == Veil(None, ('phone = "1"',))
    assert veil("masks", "closed") == Veil(Mask(), ('phone = "1"',))
    access = access_of(found, "lead", "closed")
    assert access.hidden_fields == frozenset()
    assert access.veiled_fields == {"lead.phone"}
    assert access.readonly_fields == frozenset()
    assert access.locks_by_record == {"lead.phone": ('phone = "1"',)}
