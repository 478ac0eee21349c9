"""Nobody alters the trail: neither the application's role, nor anybody else unnoticed."""

from __future__ import annotations

import contextlib
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from psycopg2.errors import InsufficientPrivilege

from odos.accounts.principals import system_principal
from odos.audit.entries import Entry, Origin
from odos.audit.operations import add_partition, insert_sql, write_entries
from odos.audit.queries import list_history
from odos.audit.removing import erase_values, prune_entries
from odos.audit.sealing import add_partitions, seal_settled, verify_chain
from odos.database.roles import roles_of
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def entity() -> str:
    return str(uuid.uuid4())


def origin(workspace, at: datetime = NOW, **attributes: Any) -> Origin:
    return Origin(actor=system_principal(workspace), at=at, source="api", **attributes)


def write(workspace, entity, record_id=1, **attributes) -> None:
    changes = {"field-1": [None, "Zürich 电子"]}
    entry = Entry(entity=entity, record_id=record_id, version=1, action="created", changes=changes)
    write_entries(workspace=workspace, origin=origin(workspace, **attributes), entries=[entry])


def seal(workspace, wanted: int) -> None:
    """Seal ``wanted`` entries; transactions of other tests on the same server may delay that for a moment."""
    deadline = time.monotonic() + 20
    while (wanted := wanted - seal_settled(workspace=workspace)) > 0 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert wanted == 0


def seal_rest(workspace) -> None:
    """Seal what earlier tests of the module wrote."""
    sealed = verify_chain(workspace=workspace).entries
    seal(workspace, fetch_value(workspace, "SELECT count(*) FROM audit_entry") - sealed)


@pytest.fixture
def superuser(live_workspace):
    connection = psycopg2.connect(settings.ODOS_ADMIN_DATABASE_URL)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"set search_path to {live_workspace.workspace.audit_namespace}")
        yield cursor
    connection.close()


def test_an_entry_carries_who_when_from_where_and_why(workspace, entity):
    correlation = uuid.uuid4()
    write(workspace, entity, reason="rule 7", address="192.0.2.1", correlation=correlation, schema_version=4)
    (item,) = list_history(workspace=workspace, entity_id=entity, record_id=1).items
    assert (item.at, item.actor_label, item.source, item.reason) == (NOW, "System", "api", "rule 7")
    assert item.changes == {"field-1": [None, "Zürich 电子"]}
    assert (item.correlation, item.schema_version, item.version) == (str(correlation), 4, 1)


def test_entries_travel_with_the_statement_that_changes(workspace, entity):
    rows = Sql(
        "SELECT %s::uuid, n, n::integer, 'updated',"
        " jsonb_build_object('f', jsonb_build_array(n, n + 1)) FROM changed",
        (entity,),
    )
    statement = (
        Sql("WITH changed AS (SELECT generate_series(1, %s)::bigint AS n), trail AS (", (3,))
        + insert_sql(rows)
        + ") SELECT count(*) FROM changed"
    )
    values = origin(workspace).slots()
    assert fetch_value(workspace, statement.text, statement.bind(values)) == 3
    (item,) = list_history(workspace=workspace, entity_id=entity, record_id=2).items
    assert item.changes == {"f": [2, 3]}


def test_a_change_that_is_rolled_back_leaves_no_entry(live_workspace, entity):
    workspace = live_workspace.workspace
    with contextlib.suppress(ZeroDivisionError), transaction(workspace):
        write(workspace, entity)
        raise ZeroDivisionError
    assert not list_history(workspace=workspace, entity_id=entity, record_id=1).items


def test_history_is_paged_newest_first(workspace, entity):
    for minute in range(5):
        write(workspace, entity, at=NOW + timedelta(minutes=minute))
    first = list_history(workspace=workspace, entity_id=entity, record_id=1, limit=2)
    second = list_history(workspace=workspace, entity_id=entity, record_id=1, limit=2, cursor=first.next)
    third = list_history(workspace=workspace, entity_id=entity, record_id=1, limit=2, cursor=second.next)
    minutes = [item.at.minute for page in (first, second, third) for item in page.items]
    assert minutes == [4, 3, 2, 1, 0]
    assert third.next is None


@pytest.mark.parametrize("cursor", ["", "x", "!!", "MjAyNg", "é", "MjAyNi0wMS0wMSAx"])
def test_an_unreadable_cursor_is_refused(workspace, entity, cursor):
    with pytest.raises(Invalid):
        list_history(workspace=workspace, entity_id=entity, record_id=1, cursor=cursor)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_label = 'somebody else'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DROP TABLE audit_entry",
        "DROP TABLE audit_entry_rest",
        "DELETE FROM audit_entry_rest",
        "ALTER TABLE audit_entry ADD COLUMN more text",
        "ALTER TABLE audit_entry DETACH PARTITION audit_entry_rest",
        (
            "CREATE TRIGGER t BEFORE INSERT ON audit_entry"
            " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        ),
        "CREATE RULE r AS ON INSERT TO audit_entry DO INSTEAD NOTHING",
        (
            "INSERT INTO audit_entry (id, at, entity, action, source) OVERRIDING SYSTEM VALUE"
            " VALUES (1, now(), gen_random_uuid(), 'x', 'api')"
        ),
        (
            "INSERT INTO audit_entry (xid, at, entity, action, source)"
            " VALUES ('1', now(), gen_random_uuid(), 'x', 'api')"
        ),
        (
            "INSERT INTO audit_entry (salt, at, entity, action, source)"
            " VALUES ('', now(), gen_random_uuid(), 'x', 'api')"
        ),
        "INSERT INTO audit_seal SELECT * FROM audit_seal",
        "UPDATE audit_seal SET number = number + 1",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_removal",
        "SELECT audit_prune(gen_random_uuid(), now(), now(), 1, 'x', 'api', '')",
        "SELECT audit_erase(gen_random_uuid(), 1, '{{}}', now(), 1, 'x', 'api', '')",
        (
            "CREATE OR REPLACE FUNCTION {audit}.audit_digest(entry {audit}.audit_entry)"
            " RETURNS bytea LANGUAGE sql RETURN ''::bytea"
        ),
        "CREATE TABLE {audit}.mine (id int)",
        "SET ROLE {owner}",
        "DROP SCHEMA {audit} CASCADE",
    ],
)
def test_the_application_cannot_alter_the_trail(live_workspace, entity, statement):
    write(live_workspace.workspace, entity)
    owner = roles_of(str(settings.DATABASES["default"]["NAME"])).audit
    names = {"audit": live_workspace.workspace.audit_namespace, "owner": owner}
    with (
        pytest.raises(InsufficientPrivilege),
        live_workspace.connect() as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(**names))


def test_functions_of_the_same_name_elsewhere_do_not_hide_tampering(live_workspace, entity, superuser):
    """The application may create functions in its own schema, which the search path names first."""
    workspace = live_workspace.workspace
    write(workspace, entity)
    seal_rest(workspace)
    superuser.execute("UPDATE audit_entry SET version = version + 1 WHERE entity = %s", [entity])
    with live_workspace.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION audit_digest(entry audit_entry) RETURNS bytea LANGUAGE sql"
            " RETURN (SELECT listed.digest FROM audit_seal, unnest(entry_ids, digests) AS listed(id, digest)"
            " WHERE listed.id = entry.id)"
        )
    assert not verify_chain(workspace=workspace).intact
    with live_workspace.connect() as connection, connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION audit_digest")
    superuser.execute("UPDATE audit_entry SET version = version - 1 WHERE entity = %s", [entity])
    assert verify_chain(workspace=workspace).intact


def test_months_have_partitions_and_take_their_rows_out_of_the_rest(live_workspace, entity):
    workspace = live_workspace.workspace
    write(workspace, entity, at=datetime(2031, 5, 31, 23, 59, 59, tzinfo=UTC))
    assert partition_of(workspace, entity) == ["audit_entry_rest"]
    assert add_partition(workspace=workspace, month="2031-05-17")
    assert not add_partition(workspace=workspace, month="2031-05-01")
    assert partition_of(workspace, entity) == ["audit_entry_2031_05"]
    write(workspace, entity, at=datetime(2031, 6, 1, tzinfo=UTC))
    add_partitions(workspace=workspace, today=datetime(2031, 5, 31, tzinfo=UTC).date())
    assert partition_of(workspace, entity) == ["audit_entry_2031_05", "audit_entry_2031_06"]


def partition_of(workspace, entity) -> list[str]:
    sql = "SELECT DISTINCT tableoid::regclass::text FROM audit_entry WHERE entity = %s::uuid ORDER BY 1"
    return [row[0].rpartition(".")[2] for row in fetch_all(workspace, sql, [entity])]


def test_seals_wait_for_transactions_that_may_still_write(live_workspace, entity):
    workspace = live_workspace.workspace
    seal_rest(workspace)
    with live_workspace.connect() as slow, slow.cursor() as cursor:
        # The slow one draws its id first and commits last: a seal ordered by id would miss it.
        cursor.execute(
            "INSERT INTO audit_entry (at, entity, action, source) VALUES (%s, %s, 'slow', 'api')",
            [NOW, entity],
        )
        write(workspace, entity, record_id=2)
        assert seal_settled(workspace=workspace) == 0
        slow.commit()
    seal(workspace, 2)
    found = verify_chain(workspace=workspace)
    assert found.intact, found.issues
    assert seal_settled(workspace=workspace) == 0


def test_an_id_that_becomes_visible_late_is_sealed_too(live_workspace, entity, superuser):
    """An id may be drawn before the transaction has a number; the next seal must still find it."""
    workspace = live_workspace.workspace
    seal_rest(workspace)
    superuser.execute("SELECT last_value FROM audit_entry_id_seq")
    (drawn,) = superuser.fetchone()
    superuser.execute("SELECT setval('audit_entry_id_seq', %s)", [drawn + 10])
    write(workspace, entity)
    seal(workspace, 1)
    superuser.execute(
        "INSERT INTO audit_entry (id, at, entity, action, source) OVERRIDING SYSTEM VALUE"
        " VALUES (%s, now(), %s, 'late', 'api')",
        [drawn + 5, entity],
    )
    seal(workspace, 1)
    assert verify_chain(workspace=workspace).intact


def test_a_long_backlog_becomes_several_seals(live_workspace, entity, monkeypatch):
    workspace = live_workspace.workspace
    seal_rest(workspace)
    monkeypatch.setattr("odos.audit.sealing.ENTRIES_PER_SEAL", 2)
    before = verify_chain(workspace=workspace).seals
    for record in range(5):
        write(workspace, entity, record_id=record)
    seal(workspace, 5)
    found = verify_chain(workspace=workspace)
    assert (found.seals - before, found.intact) == (3, True)


@pytest.mark.parametrize(
    ("tamper", "repair", "code"),
    [
        (
            "UPDATE audit_entry SET actor_label = 'Mallory' WHERE entity = %(entity)s",
            "UPDATE audit_entry SET actor_label = 'System' WHERE entity = %(entity)s",
            "audit_altered",
        ),
        (
            "UPDATE audit_entry SET changes = '{}' WHERE entity = %(entity)s",
            (
                "UPDATE audit_entry SET changes ="
                " jsonb_build_object('field-1', jsonb_build_array(NULL, 'Zürich 电子'))"
                " WHERE entity = %(entity)s"
            ),
            "audit_altered",
        ),
        (
            (
                "CREATE TEMP TABLE gone AS SELECT * FROM audit_entry WHERE entity = %(entity)s;"
                " DELETE FROM audit_entry WHERE entity = %(entity)s"
            ),
            "INSERT INTO audit_entry OVERRIDING SYSTEM VALUE SELECT * FROM gone; DROP TABLE gone",
            "audit_missing",
        ),
        (
            (
                "INSERT INTO audit_entry (xid, at, entity, action, source)"
                " SELECT xid, at, entity, 'forged', 'api' FROM audit_entry WHERE entity = %(entity)s"
            ),
            "DELETE FROM audit_entry WHERE entity = %(entity)s AND action = 'forged'",
            "audit_added",
        ),
        (
            (
                "CREATE TEMP TABLE whole AS SELECT * FROM audit_entry WHERE entity = %(entity)s;"
                " UPDATE audit_entry SET changes = '{}', salt = NULL WHERE entity = %(entity)s"
            ),
            (
                "UPDATE audit_entry e SET changes = w.changes, salt = w.salt FROM whole w WHERE e.id = w.id;"
                " DROP TABLE whole"
            ),
            "audit_blanked",
        ),
        (
            "UPDATE audit_seal SET sealed_at = sealed_at + interval '1 second' WHERE number = 1",
            "UPDATE audit_seal SET sealed_at = sealed_at - interval '1 second' WHERE number = 1",
            "audit_seal_altered",
        ),
    ],
)
def test_whatever_a_superuser_alters_is_found(live_workspace, entity, superuser, tamper, repair, code):
    workspace = live_workspace.workspace
    write(workspace, entity)
    seal_rest(workspace)
    assert verify_chain(workspace=workspace).intact
    superuser.execute(tamper, {"entity": entity})
    assert code in {issue.code for issue in verify_chain(workspace=workspace).issues}
    superuser.execute(repair, {"entity": entity})
    assert verify_chain(workspace=workspace).intact


def test_a_seal_that_was_cut_out_is_found(live_workspace, entity, superuser):
    workspace = live_workspace.workspace
    for record in range(3):
        write(workspace, entity, record_id=record)
        seal_rest(workspace)
    superuser.execute("CREATE TEMP TABLE cut AS SELECT * FROM audit_seal WHERE number = 2")
    superuser.execute("DELETE FROM audit_seal WHERE number = 2")
    assert "audit_chain_broken" in {issue.code for issue in verify_chain(workspace=workspace).issues}
    superuser.execute("INSERT INTO audit_seal SELECT * FROM cut; DROP TABLE cut")
    assert verify_chain(workspace=workspace).intact


def test_erasing_personal_data_keeps_the_chain(live_workspace, entity, superuser):
    workspace = live_workspace.workspace
    write(workspace, entity)
    seal_rest(workspace)
    before = verify_chain(workspace=workspace)
    erased = erase_values(
        workspace=workspace, admin_url=settings.ODOS_ADMIN_DATABASE_URL, entity_id=entity, record_id=1,
        field_ids=["field-1"], origin=origin(workspace, reason="asked for on 1 March"),
    )  # fmt: skip
    after = verify_chain(workspace=workspace)
    assert after.intact, after.issues
    assert (erased, after.erased, after.head) == (1, before.erased + 1, before.head)
    told, emptied = list_history(workspace=workspace, entity_id=entity, record_id=1).items
    assert (told.action, told.reason, told.changes["entries"]) == (
        "erased",
        "asked for on 1 March",
        [None, 1],
    )
    assert emptied.changes == {}
    seal_rest(workspace)
    assert verify_chain(workspace=workspace).intact


def test_what_is_kept_no_longer_goes_and_tells_so(live_workspace, entity, superuser):
    workspace = live_workspace.workspace
    other = str(uuid.uuid4())
    for moment in (NOW - timedelta(days=400), NOW):
        write(workspace, entity, at=moment)
        write(workspace, other, at=moment)
    seal_rest(workspace)
    head = verify_chain(workspace=workspace).head
    pruned = prune_entries(
        workspace=workspace, admin_url=settings.ODOS_ADMIN_DATABASE_URL, entity_id=entity,
        before=NOW - timedelta(days=365), origin=origin(workspace),
    )  # fmt: skip
    found = verify_chain(workspace=workspace)
    assert (pruned, found.intact, found.pruned, found.head) == (1, True, 1, head), found.issues
    assert len(list_history(workspace=workspace, entity_id=entity, record_id=1).items) == 1
    assert len(list_history(workspace=workspace, entity_id=other, record_id=1).items) == 2
    seal_rest(workspace)
    superuser.execute("UPDATE audit_removal SET at = at + interval '1 day' WHERE kind = 'pruned'")
    assert "audit_removal_unknown" in {issue.code for issue in verify_chain(workspace=workspace).issues}
    superuser.execute("UPDATE audit_removal SET at = at - interval '1 day' WHERE kind = 'pruned'")
    assert verify_chain(workspace=workspace).intact


def test_what_no_seal_covers_yet_is_not_pruned(live_workspace, entity):
    workspace = live_workspace.workspace
    seal_rest(workspace)
    write(workspace, entity, at=NOW - timedelta(days=400))
    pruned = prune_entries(
        workspace=workspace, admin_url=settings.ODOS_ADMIN_DATABASE_URL, entity_id=entity, before=NOW,
        origin=origin(workspace),
    )  # fmt: skip
    assert pruned == 0
    seal_rest(workspace)
    assert verify_chain(workspace=workspace).intact


def test_an_agent_is_kept_and_sealed(live_workspace, entity, superuser):
    workspace = live_workspace.workspace
    write(workspace, entity, agent="Browser/7 " * 100)
    seal_rest(workspace)
    (item,) = list_history(workspace=workspace, entity_id=entity, record_id=1).items
    assert item.agent is not None
    assert len(item.agent) == 200
    superuser.execute("UPDATE audit_entry SET agent = 'Other' WHERE entity = %s", [entity])
    assert "audit_altered" in {issue.code for issue in verify_chain(workspace=workspace).issues}
    superuser.execute("UPDATE audit_entry SET agent = %s WHERE entity = %s", [item.agent, entity])
    assert verify_chain(workspace=workspace).intact


def test_transaction_numbers_may_start_again_after_a_restore(live_workspace, entity, superuser):
    """A dump restored on a young server: its transactions have lower numbers than the last seal."""
    workspace = live_workspace.workspace
    write(workspace, entity, record_id=1)
    seal_rest(workspace)
    lift = "((to_xid::text::numeric + 1000000000000)::text)::xid8"
    superuser.execute(
        "INSERT INTO audit_seal"
        f" SELECT number + 1, epoch, base_id, to_xid, {lift}, now(), '{{}}', '{{}}', hash, ''"
        " FROM audit_seal ORDER BY number DESC LIMIT 1"
    )
    superuser.execute("UPDATE audit_seal s SET hash = audit_seal_hash(s) WHERE hash = ''")
    write(workspace, entity, record_id=2)
    assert seal_settled(workspace=workspace) == 0  # closes the old epoch
    seal(workspace, 1)
    write(workspace, entity, record_id=3)
    seal(workspace, 1)
    found = verify_chain(workspace=workspace)
    assert found.intact, found.issues


def test_two_sealers_at_once_seal_everything_once(live_workspace, entity):
    workspace = live_workspace.workspace
    seal_rest(workspace)
    for record in range(20):
        write(workspace, entity, record_id=record)
    results = live_workspace.at_once(*[lambda: seal_settled(workspace=workspace)] * 3)
    seal(workspace, 20 - sum(results))
    assert verify_chain(workspace=workspace).intact


def test_writing_nothing_is_nothing(workspace):
    write_entries(workspace=workspace, origin=origin(workspace), entries=[])
    assert execute(workspace, "SELECT 1 FROM audit_entry WHERE at = %s", [NOW]) == 0
