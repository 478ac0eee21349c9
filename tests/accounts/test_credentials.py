"""Tokens, sessions, passwords: what is kept, what opens, what ends."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.accounts import operations, queries, timed_cache
from odos.accounts.credentials import digest
from odos.accounts.models import Token, User
from odos.accounts.principals import Principal, system_principal
from odos.accounts.timed_cache import TimedCache
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.kernel.problems import Invalid, NotFound

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def _fresh_answers():
    queries.forget_answers()


@pytest.fixture
def create(workspace, clock):
    def create(username="anna", **options) -> int:
        options = {"name": username.title(), "password": PASSWORD} | options
        actor = system_principal(workspace)
        return operations.create_user(
            workspace=workspace, username=username, actor=actor, now=clock(), **options
        )

    return create


@pytest.fixture
def find(workspace, clock):
    def find(token: str) -> Principal | None:
        return queries.find_principal_by_token(workspace=workspace, token=token, now=clock())

    return find


def issue(workspace, user_id, clock, **options):
    return operations.issue_token(workspace=workspace, user_id=user_id, now=clock(), **options)


def test_a_token_leads_to_the_actor_of_every_operation(workspace, create, clock, find):
    user_id = create(roles=["sales_rep", "clerk"], locale="zh-hans", time_zone="Asia/Shanghai")
    issued = issue(workspace, user_id, clock)
    assert find(issued.token) == Principal(
        user_id=user_id,
        username="anna",
        name="Anna",
        workspace=workspace,
        roles=("clerk", "sales_rep"),
        locale="zh-hans",
        time_zone="Asia/Shanghai",
    )
    assert find(issued.token + "x") is None
    assert find("") is None
    assert find("\ud800\0") is None


def test_only_the_digest_of_a_token_is_kept(workspace, create, clock):
    issued = issue(workspace, create(), clock, label="laptop")
    (row,) = fetch_all(workspace, "SELECT t::text, digest FROM access_token t")
    assert issued.token not in row[0]
    assert bytes(row[1]) == hashlib.sha256(issued.token.encode()).digest()
    assert len(issued.token) > 40


def test_a_token_ends_when_it_expires(workspace, create, clock, find):
    issued = issue(workspace, create(), clock, lifetime=timedelta(hours=1))
    clock.advance(minutes=59)
    assert find(issued.token)
    clock.advance(minutes=1)
    queries.forget_answers()
    assert find(issued.token) is None
    assert operations.remove_expired_tokens(workspace=workspace, now=clock() + timedelta(seconds=1)) == 1


def test_revoking_counts_at_once_in_this_process(workspace, create, clock, find):
    user_id = create()
    first, second = issue(workspace, user_id, clock), issue(workspace, user_id, clock)
    assert find(first.token)
    assert find(second.token)
    operations.revoke_token(workspace=workspace, token=first.token)
    assert find(first.token) is None
    assert find(second.token)
    operations.revoke_token_by_id(workspace=workspace, token_id=second.id, user_id=user_id + 1)
    assert find(second.token)
    operations.revoke_token_by_id(workspace=workspace, token_id=second.id, user_id=user_id)
    assert find(second.token) is None


def test_a_session_is_no_bearer_token_and_the_other_way_round(workspace, create, clock, find):
    user_id = create()
    session = operations.start_session(workspace=workspace, user_id=user_id, now=clock())
    bearer = issue(workspace, user_id, clock)

    def by_session(key: str) -> Principal | None:
        return queries.find_principal_by_session(workspace=workspace, session_key=key, now=clock())

    assert by_session(session.token)
    assert find(bearer.token)
    assert find(session.token) is None
    assert by_session(bearer.token) is None


@pytest.mark.parametrize("column", ["is_active = false", "is_active = NULL", "deleted_at = now()"])
def test_who_may_no_longer_act_is_nobody(workspace, create, clock, find, column):
    user_id = create()
    issued = issue(workspace, user_id, clock)
    execute(workspace, f"UPDATE user_account SET {column} WHERE id = %s", [user_id])
    assert find(issued.token) is None
    assert queries.find_principal_by_id(workspace=workspace, user_id=user_id) is None


def test_a_new_password_ends_everything_that_the_old_one_opened(workspace, create, clock, find):
    user_id = create()
    issued = issue(workspace, user_id, clock)
    assert find(issued.token)
    operations.set_password(workspace=workspace, user_id=user_id, password="another one", now=clock())
    assert find(issued.token) is None
    assert fetch_value(workspace, "SELECT count(*) FROM access_token") == 0
    with pytest.raises(NotFound):
        operations.set_password(workspace=workspace, user_id=-1, password="another one", now=clock())


def test_the_last_use_is_written_every_few_minutes_only(workspace, create, clock, find):
    issued = issue(workspace, create(), clock)
    written = []
    for _ in range(7):
        queries.forget_answers()
        find(issued.token)
        written.append(fetch_value(workspace, "SELECT last_used_at FROM access_token"))
        clock.advance(minutes=1)
    assert len(set(written)) == 2


def test_a_burst_of_requests_asks_the_database_once(workspace, create, clock, find):
    issued = issue(workspace, create(), clock)
    find(issued.token)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert all(find(issued.token) for _ in range(50))
    assert len(asked) <= 1  # one more if the second was just over


def test_the_memory_is_bounded_and_short(monkeypatch):
    now = 0.0
    monkeypatch.setattr(timed_cache, "time", SimpleNamespace(monotonic=lambda: now))
    cache: TimedCache[int, int] = TimedCache(seconds=1, largest=3)
    reads: list[int] = []

    def read(key: int) -> int:
        def from_database() -> int:
            reads.append(key)
            return key

        return cache.get(key, from_database)

    for key in range(10):
        assert read(key) == key
    assert len(cache._entries) == 3
    read(9)
    assert len(reads) == 10
    now = 1.1
    read(9)
    assert len(reads) == 11


def test_an_answer_read_before_a_revocation_is_not_remembered_after_it():
    cache: TimedCache[str, str] = TimedCache(seconds=60)

    def slow() -> str:
        cache.forget()  # somebody revokes while the database answers
        return "old"

    assert cache.get("key", slow) == "old"
    assert cache.get("key", lambda: "new") == "new"


def test_passwords_are_kept_as_argon2(workspace, create, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    create()
    kept = fetch_value(workspace, "SELECT password FROM user_account WHERE username = 'anna'")
    assert kept.startswith("argon2$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize("password", ["", "short", "Anna-Maria", "x" * 2000])
def test_bad_passwords_are_refused(create, password):
    with pytest.raises(Invalid) as refusal:
        create("anna-maria", password=password)
    assert refusal.value.issues[0].path == ("password",)


@pytest.mark.parametrize("username", ["", "   ", "a b", "a\0b", "tab\tbed"])
def test_bad_user_names_are_refused(create, username):
    with pytest.raises(Invalid) as refusal:
        create(username)
    assert refusal.value.issues[0].path == ("username",)


@pytest.mark.parametrize(("first", "second"), [("anna", "ANNA"), ("Jürgen", "JÜRGEN"), ("电子", "电子")])
def test_a_user_name_is_given_once_whatever_the_case(workspace, create, first, second):
    create(first)
    with pytest.raises(Invalid) as refusal:
        create(second)
    assert refusal.value.issues[0].code == "duplicate"
    execute(workspace, "UPDATE user_account SET deleted_at = now()")
    assert create(second)  # the bin keeps names free


def test_a_stranger_who_signs_in_without_a_password_is_nobody(create, workspace, clock):
    user_id = create("guest", password=None)
    assert fetch_value(workspace, "SELECT password FROM user_account WHERE id = %s", [user_id]) == "!"


def test_users_and_units_are_tables_of_entities_to_which_columns_may_be_added(workspace, clock):
    for table in ("user_account", "unit"):
        columns = {
            row[0]: row[1]
            for row in fetch_all(
                workspace,
                "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0",
                [table],
            )
        }
        system = {
            "id": "bigint",
            "version": "integer",
            "created_at": "timestamp with time zone",
            "created_by": "bigint",
            "updated_at": "timestamp with time zone",
            "updated_by": "bigint",
            "deleted_at": "timestamp with time zone",
            "deletion_id": "bigint",
        }
        assert columns | system == columns
    execute(workspace, "ALTER TABLE user_account ADD COLUMN f_badge text")
    execute(workspace, "INSERT INTO user_account (username, name, f_badge) VALUES ('bob', 'Bob', '7')")
    with transaction(workspace):
        bob = User.objects.get(username="bob")
        assert (bob.version, bob.is_active, bob.is_admin, bob.password) == (1, True, False, "!")
        assert not Token.objects.filter(user=bob).exists()


def test_digests_of_odd_tokens():
    assert digest("\ud800") != digest("")


@pytest.mark.parametrize("closed", ["is_active = FALSE", "is_active = NULL", "deleted_at = now()"])
def test_a_closed_account_ends_its_tokens_for_good(workspace, create, clock, find, closed):
    """PLAT-39, AUDIT-01: whichever way it is closed; opened again, it asks for a new sign-in."""
    user_id, other = create(), create("berta")
    token, kept = issue(workspace, user_id, clock).token, issue(workspace, other, clock).token
    session = operations.start_session(workspace=workspace, user_id=user_id, now=clock()).token
    execute(workspace, f"UPDATE user_account SET {closed} WHERE id = %s", [user_id])
    execute(workspace, "UPDATE user_account SET is_active = TRUE, deleted_at = NULL WHERE id = %s", [user_id])
    queries.forget_answers()
    assert find(token) is None
    assert queries.find_principal_by_session(workspace=workspace, session_key=session, now=clock()) is None
    assert find(kept) is not None
    assert find(issue(workspace, user_id, clock).token) is not None
