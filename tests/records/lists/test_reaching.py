"""Whatever the organisation, roles, teams, shares and records: everything that reads agrees on who sees what.

An oracle in plain Python says which records a user reaches; lists, pages, counts, sums, searches, single
reads, history, options, labels, related lists, line items, files, groups of reports and what an export writes
must all say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odos.access.models import RecordShare, TeamMember
from odos.accounts.principals import Principal
from odos.accounts.queries import forget_answers
from odos.database.session import execute, fetch_all, fetch_value
from odos.exchange.exports import ExportRequest, exported_records
from odos.files.models import StoredFile
from odos.files.operations import store_file
from odos.kernel.problems import Forbidden, Invalid, NotFound, Problem
from odos.kernel.workspaces import MAIN
from odos.records.context import Context
from odos.records.history.trail import list_record_history
from odos.records.lists import breadth
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.choosing import list_options
from odos.records.lists.finding import find_everywhere
from odos.records.lists.queries import ListRequest, find_record, list_records
from odos.records.writes.attachments import may_open
from odos.records.writes.operations import create_record, delete_record, update_record
from tests.fixtures.application import NOW, context_for, labelled, publish

DOCUMENTS = [
    labelled(
        "account",
        kind="entity",
        key="account",
        owned=True,
        title_field="name",
        team={"lead": labelled("lead", order=1, edit=True, delete=True), "guest": labelled("guest", order=2)},
        fields={
            "name": labelled("name", kind="text", searchable=True, order=10),
            "status": labelled(
                "status",
                kind="option",
                order=20,
                options={key: labelled(key) for key in ("open", "closed")},
            ),
            "parent": labelled("parent", kind="parent", order=30),
            "amount": labelled("amount", kind="integer", order=40),
            "paper": labelled("paper", kind="file", order=50),
        },
    ),
    labelled(
        "deal_line",
        kind="entity",
        key="deal_line",
        title_field="text",
        fields={
            "deal": labelled("deal", kind="reference", target="deal", required=True, on_delete="cascade"),
            "text": labelled("text", kind="text"),
        },
    ),
    labelled(
        "deal",
        kind="entity",
        key="deal",
        owned=True,
        title_field="name",
        fields={
            "name": labelled("name", kind="text", searchable=True, order=10),
            "account": labelled("account", kind="reference", target="account", order=20, on_delete="clear"),
            "lines": labelled("lines", kind="children", target="deal_line", parent_field="deal"),
        },
    ),
    labelled(
        "note",
        kind="entity",
        key="note",
        title_field="name",
        fields={
            "name": labelled("name", kind="text", searchable=True),
            "account": labelled("account", kind="reference", target="account", on_delete="clear"),
        },
    ),
]
SCOPES = ["none", "shared", "own", "team", "unit_only", "unit", "company", "all"]
RULES = {
    "account": {
        'status = "open"': lambda world, user, row: row["status"] == "open",
        "amount > 10": lambda world, user, row: (row["amount"] or 0) > 10,
        "owner.manager = user": lambda world, user, row: world.manager(row["owner"]) == user,
    },
    "deal": {
        'account.status = "closed"': lambda world, user, row: (
            world.value("account", row["account"], "status") == "closed"
        ),
    },
    "note": {"created_by = user": lambda world, user, row: row["created_by"] == user},
}
LINKS = {"account": ["parent"], "deal": ["account"], "note": ["account"]}
USERS, UNITS = 5, 5
READING = ("see", "export")


@dataclass
class World:
    """What was generated; users and units by number (from 1), records by entity and id."""

    parents: list[int | None]  # of units
    companies: list[bool]
    units: list[int | None]  # of users
    managers: list[int | None]
    further: list[tuple[int, int]]  # (user, unit)
    held: list[list[str]]  # roles of each user
    roles: Mapping[str, Any]
    records: dict[str, dict[int, dict[str, Any]]]
    shares: list[tuple[str, int, str, object, bool, bool]]  # entity, id, kind, whom, edits, over
    team: list[tuple[str, int, int, str]]

    def manager(self, user: int | None) -> int | None:
        return self.managers[user - 1] if user else None

    def value(self, entity: str, record: int | None, name: str) -> Any:
        return self.records[entity][record][name] if record else None

    def own_units(self, user: int) -> set[int]:
        main = self.units[user - 1]
        return ({main} if main else set()) | {unit for who, unit in self.further if who == user}

    def chain(self, unit: int) -> list[int]:
        found = []
        while unit and unit not in found:
            found.append(unit)
            unit = self.parents[unit - 1]
        return found

    def below(self, units: set[int]) -> set[int]:
        return {unit for unit in range(1, UNITS + 1) if units & set(self.chain(unit))}

    def company(self, unit: int) -> int:
        chain = self.chain(unit)
        return next((each for each in chain if self.companies[each - 1]), chain[-1])

    def people(self, user: int) -> set[int]:
        found, fresh = {user}, {user}
        while fresh:
            fresh = {n for n in range(1, USERS + 1) if self.managers[n - 1] in fresh} - found
            found |= fresh
        return found


class Oracle:
    """Who may do what, worked out without SQL."""

    def __init__(self, world: World) -> None:
        self._world = world

    def reaches(self, user: int, action: str, entity: str, record: int, path: tuple[str, ...] = ()) -> bool:
        allowed = self._allowed(user, action, entity, record, path)
        return allowed if action == "see" else allowed and self._allowed(user, "see", entity, record, path)

    def _allowed(self, user: int, action: str, entity: str, record: int, path: tuple[str, ...]) -> bool:
        row = self._world.records[entity][record]
        return any(
            self._granted(user, action, entity, record, row, grant, path)
            for grant in self._grants(user, entity)
        )

    def _grants(self, user: int, entity: str) -> Iterator[Mapping[str, Any]]:
        for role in self._world.held[user - 1]:
            entities = self._world.roles[role]["entities"]
            if entity in entities or "*" in entities:
                yield entities.get(entity, entities.get("*"))

    def _granted(self, user, action, entity, record, row, grant, path) -> bool:
        right = grant.get(action, grant.get("see", "none") if action == "export" else "none")
        given = right if isinstance(right, Mapping) else {"scope": right}
        managers = {"none": False, "see": action in READING, "all": True}[grant.get("managers", "see")]
        scope = SCOPES.index(given.get("scope", "none"))
        if scope and self._within(user, action, entity, record, row, scope, managers=managers):
            return True
        if given.get("rule") and RULES[entity][given["rule"]](self._world, user, row):
            return True
        asked = "see" if action in READING else "edit"
        return entity not in path and any(
            row[link] and self.reaches(user, asked, "account", row[link], (*path, entity))
            for link in given.get("from", ())
        )

    def _within(self, user, action, entity, record, row, scope, *, managers) -> bool:
        world = self._world
        people = world.people(user) if managers else {user}
        owner = row["owner"] if "owner" in row else row["created_by"]
        unit = row.get("unit")
        own = world.own_units(user)
        companies = {world.company(each) for each in own}
        reach = [
            action != "delete" and self._shared(user, action, entity, record, people),
            owner in people,
            self._on_team(action, entity, record, people),
            unit in own,
            unit in world.below(own),
            unit is not None and bool(own) and unit in world.below(companies),
            True,
        ]
        return any(reach[:scope])

    def _shared(self, user, action, entity, record, people) -> bool:
        world = self._world
        above = {unit for own in world.own_units(user) for unit in world.chain(own)}
        reached = {"user": people, "unit": above, "role": set(world.held[user - 1])}
        return any(
            (there, number) == (entity, record)
            and not over
            and (edits or action in READING)
            and whom in reached[kind]
            for there, number, kind, whom, edits, over in world.shares
        )

    def _on_team(self, action, entity, record, people) -> bool:
        return any(
            (there, number) == (entity, record) and member in people and (action in READING or role == "lead")
            for there, number, member, role in self._world.team
        )


# ------------------------------------------------------------------ generating

scopes = st.sampled_from(SCOPES)


def rights(entity: str) -> st.SearchStrategy[Any]:
    detailed = st.fixed_dictionaries(
        {},
        optional={
            "scope": scopes,
            "rule": st.sampled_from(sorted(RULES[entity])),
            "from": st.just(LINKS[entity]),
        },
    )
    return scopes | detailed


def grants(entity: str) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"see": rights(entity), "edit": rights(entity), "delete": rights(entity)},
        optional={"managers": st.sampled_from(["none", "see", "all"]), "export": rights(entity)},
    )


ROLES = st.fixed_dictionaries(
    {
        "entities": st.fixed_dictionaries(
            {}, optional={**{key: grants(key) for key in RULES}, "*": st.fixed_dictionaries({"see": scopes})}
        )
    }
)
users = st.integers(1, USERS)
units = st.integers(1, UNITS)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    roles = {f"r{number}": draw(ROLES) for number in range(3)}
    numbers = st.integers(1, 4)
    records = {
        "account": {
            n: {
                "name": f"acme {n}",
                "status": draw(st.sampled_from(["open", "closed", None])),
                "parent": draw(st.none() | st.integers(1, n - 1)) if n > 1 else None,
                "amount": draw(st.sampled_from([None, 5, 20])),
                "owner": draw(st.none() | users),
                "unit": draw(st.none() | units),
                "created_by": draw(st.none() | users),
            }
            for n in range(1, 5)
        },
        "deal": {
            n: {
                "name": f"acme {n}",
                "account": draw(st.none() | numbers),
                "owner": draw(st.none() | users),
                "unit": draw(st.none() | units),
                "created_by": None,
            }
            for n in range(1, 4)
        },
        "note": {
            n: {
                "name": f"acme {n}",
                "account": draw(st.none() | numbers),
                "created_by": draw(st.none() | users),
            }
            for n in range(1, 4)
        },
    }
    records_of = st.sampled_from([(key, n) for key, rows in records.items() for n in rows])
    whom = (
        st.tuples(st.just("user"), users)
        | st.tuples(st.just("unit"), units)
        | st.tuples(st.just("role"), st.sampled_from(sorted(roles)))
    )
    shares = draw(st.lists(st.tuples(records_of, whom, st.booleans(), st.booleans()), max_size=6))
    return World(
        parents=[draw(st.none() | st.integers(1, n - 1)) if n > 1 else None for n in range(1, UNITS + 1)],
        companies=draw(st.lists(st.booleans(), min_size=UNITS, max_size=UNITS)),
        units=draw(st.lists(st.none() | units, min_size=USERS, max_size=USERS)),
        managers=[draw(st.none() | users) for _ in range(USERS)],
        further=draw(st.lists(st.tuples(users, units), max_size=3, unique=True)),
        held=draw(
            st.lists(
                st.lists(st.sampled_from(sorted(roles)), max_size=2, unique=True),
                min_size=USERS,
                max_size=USERS,
            )
        ),
        roles=roles,
        records=records,
        shares=list({(e, n, k, w): (e, n, k, w, x, o) for (e, n), (k, w), x, o in shares}.values()),
        team=draw(
            st.lists(
                st.tuples(st.just("account"), numbers, users, st.sampled_from(["lead", "guest"])),
                max_size=4,
                unique=True,
            )
        ),
    )


# ------------------------------------------------------------------ building


@dataclass
class Built:
    """The world in the database: real ids by number."""

    admin: Context
    world: World
    users: dict[int, int]
    ids: dict[str, dict[int, int]]
    papers: dict[int, StoredFile] = field(default_factory=dict)  # of accounts, by number

    def context(self, user: int) -> Context:
        world = self.world
        unit = world.units[user - 1]
        actor = Principal(
            user_id=self.users[user],
            username=f"u{user}",
            name=f"u{user}",
            workspace=MAIN,
            roles=tuple(sorted(world.held[user - 1])),
            unit_id=unit,
        )
        return replace(self.admin, actor=actor)


def build(admin: Context, world: World) -> Built:
    workspace = admin.workspace
    insert_unit = "INSERT INTO unit (name, kind, parent) VALUES (%s, %s, %s) RETURNING id"
    places: dict[int | None, int | None] = {None: None}
    for number, (parent, company) in enumerate(zip(world.parents, world.companies, strict=True), 1):
        kind = "company" if company else "team"
        places[number] = fetch_value(workspace, insert_unit, [f"unit {number}", kind, places[parent]])
    insert_user = (
        "INSERT INTO user_account (username, name, unit, roles) VALUES (%s, %s, %s, %s) RETURNING id"
    )
    people = {
        number: int(
            fetch_value(
                workspace, insert_user, [f"u{number}", f"u{number}", places[unit], world.held[number - 1]]
            )
        )
        for number, unit in enumerate(world.units, 1)
    }
    for number, manager in enumerate(world.managers, 1):
        if manager:
            execute(
                workspace,
                "UPDATE user_account SET manager = %s WHERE id = %s",
                [people[manager], people[number]],
            )
    for user, unit in world.further:
        execute(
            workspace, 'INSERT INTO assignment ("user", unit) VALUES (%s, %s)', [people[user], places[unit]]
        )
    built = Built(admin, world, people, {key: {} for key in world.records})
    for entity, rows in world.records.items():
        for number, row in rows.items():
            built.ids[entity][number] = _record(built, entity, row, places)
    for number, real in built.ids["account"].items():
        built.papers[number] = _paper(admin, real)
    _let_in(built, places)
    forget_answers()
    return built


def _record(built: Built, entity: str, row: Mapping[str, Any], places: Mapping[Any, Any]) -> int:
    values = dict(row)
    maker = values.pop("created_by")
    for name in ("account", "parent"):
        if values.get(name):
            values[name] = str(built.ids["account"][values[name]])
    if "owner" in values:
        values["owner"] = str(built.users[values["owner"]]) if values["owner"] else None
        values["unit"] = str(places[values["unit"]]) if values["unit"] else None
    if entity == "deal":
        values["lines"] = [{"text": f"line of {row['name']}"}]
    made = orjson.loads(create_record(context=built.admin, entity=entity, values=values))
    if maker:
        table = built.admin.schema.entities[entity].table
        execute(
            built.admin.workspace,
            f'UPDATE "{table}" SET created_by = %s WHERE id = %s',
            [built.users[maker], int(made["id"])],
        )
    return int(made["id"])


def _paper(admin: Context, account: int) -> StoredFile:
    """A file at the account, which nobody in the world has uploaded."""
    stream = BytesIO(f"paper of {account}".encode())
    stored = store_file(
        workspace=admin.workspace, stream=stream, name="paper.txt", actor=admin.actor, now=NOW
    )
    update_record(context=admin, entity="account", record_id=account, values={"paper": str(stored.pk)})
    return stored


def _let_in(built: Built, places: Mapping[Any, Any]) -> None:
    entities = built.admin.schema.entities
    for entity, number, kind, whom, edits, over in built.world.shares:
        real = {"user": built.users, "unit": places}.get(kind, {}).get(whom, whom)
        RecordShare.objects.create(
            entity_id=entities[entity].id,
            record_id=built.ids[entity][number],
            grantee=f"{kind}:{real}",
            edits=edits,
            until=NOW + timedelta(days=-1 if over else 1),
        )
    for entity, number, member, role in built.world.team:
        TeamMember.objects.create(
            entity_id=entities[entity].id,
            record_id=built.ids[entity][number],
            user_id=built.users[member],
            role=role,
        )


# ------------------------------------------------------------------ the property


class _Undo(Exception):
    pass


@pytest.fixture
def system(app, settings, tmp_path) -> Callable[[], Context]:
    settings.ODOS_FILES_DIR = tmp_path
    publish(app, DOCUMENTS)
    context = context_for(app)
    return lambda: context  # a failure shows its arguments, and a context is long


OPTIONS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target],
)


@OPTIONS
@given(world=worlds(), data=st.data(), broad=st.sampled_from([0.0, 0.02]))
def test_everything_that_reads_agrees(system, world, data, broad):
    """ACL-01, ACL-02, ACL-03, CUST-06, CUST-21, PLAT-16, PLAT-36: one answer to who sees what.

    However lists look for rows: with ``broad`` 0 units and people always stand for very many of them.
    """
    admin = system()
    admin = replace(admin, schema=replace(admin.schema, roles=MappingProxyType(dict(world.roles))))
    with pytest.raises(_Undo), patch.object(breadth, "BROAD", broad), transaction.atomic():
        built = build(admin, world)
        oracle = Oracle(world)
        for user in built.users:
            check_reads(built, oracle, user)
        check_writes(built, oracle, data.draw(users))
        raise _Undo


def check_reads(built: Built, oracle: Oracle, user: int) -> None:
    context = built.context(user)
    seen = {
        entity: {built.ids[entity][n] for n in rows if oracle.reaches(user, "see", entity, n)}
        for entity, rows in built.world.records.items()
    }
    for key, expected in seen.items():
        for name, answer in answers(context, key, built.ids[key].values()):
            assert answer == expected, f"{name} of {key} for user {user}"
    for key, rows in built.world.records.items():
        changed = {built.ids[key][n] for n in rows if oracle.reaches(user, "edit", key, n)}
        told = {int(row["id"]) for row in items(context, key, can=True)[0] if row["_can"]["edit"]}
        assert told == changed & seen[key], f"what of a list of {key} user {user} may change"
        taken = {built.ids[key][n] for n in rows if oracle.reaches(user, "export", key, n)}
        assert exported(context, key) == taken, f"export of {key} for user {user}"
    for number, file in built.papers.items():
        opens = built.ids["account"][number] in seen["account"]
        assert may_open(context, file) == opens, f"file of account {number} for user {user}"
    found = find_everywhere(context=context, q="acme")
    for key, expected in seen.items():
        assert {int(hit["id"]) for hit in found if hit["entity"] == key} == expected, "search everywhere"
    check_what_hangs_on(built, context, seen)


def answers(context: Context, key: str, ids: Any) -> Iterator[tuple[str, set[int]]]:
    """Every way to ask for records of the entity, as the set of ids that it tells of."""
    entity = context.schema.entities[key]
    for sort in (None, "name", "-created_at,name"):
        yield f"list by {sort}", set(walk(context, key, sort))
    yield "search", {int(item["id"]) for item in items(context, key, q="acme")[0]}
    yield (
        "offset",
        {
            int(item["id"])
            for offset in range(6)
            for item in items(context, key, limit=1, offset=offset, sort="name")[0]
        },
    )
    yield "single", {n for n in ids if find_record(context=context, entity=entity, record_id=n)}
    yield "history", {n for n in ids if has_history(context, entity, n)}
    yield "options", {int(str(item["id"])) for item in list_options(context=context, entity=entity)}
    yield (
        "named options",
        {int(str(item["id"])) for item in list_options(context=context, entity=entity, q="cme")},
    )
    grouped, total = aggregate(
        context=context, entity=entity, asked=Aggregation(("id",), (Measure("count", None, "n"),))
    )
    yield "groups", {int(row["id"]) for row in grouped}
    unrestricted = context.access(
        entity
    ).unrestricted  # an estimate tells them nothing that they may not know
    for mode in ("capped", "exact") if unrestricted else ("capped", "exact", "estimate"):
        count = items(context, key, limit=1, count=mode)[1]
        assert count == total["n"] == len(grouped), f"{mode} count of {key}"


def exported(context: Context, key: str) -> set[int]:
    """What a file of the list would hold."""
    entity = context.schema.entities[key]
    rows = exported_records(context, entity, ExportRequest(entity=key, fields=("id",)))
    return {int(record["id"]) for record, _total in rows}


def items(context: Context, key: str, **asked: Any) -> tuple[list[dict[str, Any]], int | None]:
    page = list_records(context=context, entity=context.schema.entities[key], request=ListRequest(**asked))
    return [orjson.loads(item) for item in page.items], page.count


def walk(context: Context, key: str, sort: str | None) -> list[int]:
    """All ids page by page; none comes twice."""
    found: list[int] = []
    cursor = None
    while True:
        request = ListRequest(sort=sort, limit=2, cursor=cursor)
        page = list_records(context=context, entity=context.schema.entities[key], request=request)
        found += [int(orjson.loads(item)["id"]) for item in page.items]
        cursor = page.next
        if cursor is None:
            assert len(found) == len(set(found))
            return found


def has_history(context: Context, entity: Any, record_id: int) -> bool:
    try:
        return bool(list_record_history(context=context, entity=entity, record_id=record_id)[0])
    except NotFound:
        return False


def check_what_hangs_on(built: Built, context: Context, seen: Mapping[str, set[int]]) -> None:
    """Labels, paths, related lists and line items show what may be seen, and nothing else.

    Where no account at all is in reach, its fields have no names.
    """
    entities = context.schema.entities
    if context.access(entities["deal"]).impossible:
        return
    named = not context.access(entities["account"]).impossible
    paths = ("account.name", "account.owner") if named else ()
    for deal in items(context, "deal", fields=("account", *paths, "lines"))[0]:
        number = next(n for n, real in built.ids["deal"].items() if real == int(deal["id"]))
        target = built.world.records["deal"][number]["account"]
        visible = target is not None and built.ids["account"][target] in seen["account"]
        assert (deal.get("account.name") is not None) == visible
        label = deal["account"] and deal["account"].get("label")
        assert (label is not None) == visible
        assert len(deal["lines"]) == 1
    check_lines(context, seen["deal"])
    if named:
        check_groups(built, context, seen)
    check_paths(built, context, seen, named=named)
    for number, real in built.ids["account"].items():
        related = {int(item["id"]) for item in items(context, "deal", filter=f"account = {real}")[0]}
        mine = {
            built.ids["deal"][n] for n, row in built.world.records["deal"].items() if row["account"] == number
        }
        assert related == mine & seen["deal"]
        if not named:
            continue
        counted = {
            int(i["id"])
            for i in items(context, "account", filter=f"id = {real} and count(deal_by_account) > 0")[0]
        }
        assert counted == ({real} if real in seen["account"] and mine & seen["deal"] else set())


def check_lines(context: Context, deals: set[int]) -> None:
    """Each deal has one line; whatever asks for lines finds those of the deals in sight."""
    entity = context.schema.entities["deal_line"]
    listed = items(context, "deal_line", fields=("deal",))[0]
    assert {int(line["deal"]["id"]) for line in listed} == deals
    everything = [row[0] for row in fetch_all(context.workspace, f'SELECT id FROM "{entity.table}"')]
    lines = {int(line["id"]) for line in listed}
    assert {n for n in everything if find_record(context=context, entity=entity, record_id=n)} == lines
    asked = Aggregation(("deal",), (Measure("count", None, "n"),))
    grouped, total = aggregate(context=context, entity=entity, asked=asked)
    assert {int(row["deal"]["id"]) for row in grouped} == deals
    assert total["n"] == len(lines)


def check_groups(built: Built, context: Context, seen: Mapping[str, set[int]]) -> None:
    """A report over a reference sums what is in sight at both ends, and names nothing else."""
    asked = Aggregation(
        ("account.name",), (Measure("count", None, "n"), Measure("sum", "account.amount", "s"))
    )
    grouped, _total = aggregate(context=context, entity=context.schema.entities["deal"], asked=asked)
    accounts, deals = built.world.records["account"], built.world.records["deal"]
    expected: dict[str | None, tuple[int, int]] = {}
    for number, row in deals.items():
        if built.ids["deal"][number] not in seen["deal"]:
            continue
        above = row["account"]
        visible = above is not None and built.ids["account"][above] in seen["account"]
        name = accounts[above]["name"] if visible else None
        n, s = expected.get(name, (0, 0))
        expected[name] = (n + 1, s + ((accounts[above]["amount"] or 0) if visible else 0))
    assert {row["account.name"]: (row["n"], int(row["s"] or 0)) for row in grouped} == expected


def check_paths(built: Built, context: Context, seen: Mapping[str, set[int]], *, named: bool) -> None:
    """A path in a filter finds what may be seen at its end; one to an entity out of reach is unknown."""
    condition = 'account.name contains "acme"'
    if not named:
        for asked in ({"fields": ("account.name",)}, {"filter": condition}):
            with pytest.raises(Invalid):
                items(context, "deal", **asked)
        return
    by_path = {int(item["id"]) for item in items(context, "deal", filter=condition)[0]}
    expected = {
        built.ids["deal"][n]
        for n, row in built.world.records["deal"].items()
        if built.ids["deal"][n] in seen["deal"]
        and row["account"]
        and built.ids["account"][row["account"]] in seen["account"]
    }
    assert by_path == expected


def check_writes(built: Built, oracle: Oracle, user: int) -> None:
    """What may be changed or deleted is what the rights say, whoever may see it."""
    context = built.context(user)
    for key, rows in built.world.records.items():
        for number in rows:
            real, record = built.ids[key][number], {"context": context, "entity": key}
            sees = oracle.reaches(user, "see", key, number)
            for action, attempt in (
                ("edit", lambda: update_record(**record, record_id=real, values={"name": "other"})),  # noqa: B023
                ("delete", lambda: delete_record(**record, record_id=real)),  # noqa: B023
            ):
                allowed = oracle.reaches(user, action, key, number)
                assert outcome(attempt) == ("done" if allowed else "forbidden" if sees else "absent"), (
                    f"{action} {key} {number} by user {user}"
                )


def outcome(attempt: Callable[[], object]) -> str:
    """What a write comes to; nothing of it stays."""
    found = "done"
    try:
        with transaction.atomic():
            attempt()
            raise _Undo
    except _Undo:
        pass
    except Forbidden:
        found = "forbidden"
    except NotFound:
        found = "absent"
    except Problem as refusal:
        found = str(refusal)
    return found
