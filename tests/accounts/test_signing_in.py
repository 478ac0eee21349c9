"""Signing in: throttled, the same for unknown names, once for the first administrator."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth import hashers
from redis import Redis

from odos.accounts import operations, throttle
from odos.accounts.principals import system_principal
from odos.database.redis_connection import redis_connection
from odos.database.session import execute, fetch_value
from odos.kernel.problems import Throttled, Unauthenticated, Unavailable

PASSWORD = "correct horse"


@pytest.fixture
def address() -> str:
    """Nobody else's, so that tests do not count each other's tries."""
    return f"test {uuid.uuid4()}"


@pytest.fixture
def sign_in(workspace, clock, address):
    operations.create_user(
        workspace=workspace,
        username="Anna",
        name="Anna",
        password=PASSWORD,
        actor=system_principal(workspace),
        now=clock(),
    )

    def sign_in(password=PASSWORD, username="anna", address=address):
        return operations.authenticate(
            workspace=workspace, username=username, password=password, address=address, now=clock()
        )

    return sign_in


def test_name_and_password_give_the_user(workspace, sign_in, clock):
    assert sign_in().username == "Anna"
    assert sign_in(username="ANNA").username == "Anna"
    assert fetch_value(workspace, "SELECT last_login FROM user_account WHERE username = 'Anna'") == clock()


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("anna", "wrong horse"),
        ("nobody", PASSWORD),
        ("", ""),
        ("anna\0", PASSWORD),
        ("anna\ud800", PASSWORD),
        ("anna", "x" * 5000),
    ],
)
def test_every_refusal_is_the_same(sign_in, username, password):
    with pytest.raises(Unauthenticated) as refusal:
        sign_in(password, username)
    assert str(refusal.value) == "User name or password is wrong"


def test_who_may_not_act_may_not_sign_in(workspace, sign_in):
    execute(workspace, "UPDATE user_account SET is_active = false")
    with pytest.raises(Unauthenticated):
        sign_in()


def test_an_unusable_password_opens_nothing(workspace, sign_in):
    execute(workspace, "UPDATE user_account SET password = '!'")
    for tried in ("!", ""):
        with pytest.raises(Unauthenticated):
            sign_in(tried)


def test_unknown_names_cost_the_same_hashing(sign_in, monkeypatch):
    hashed: list[int] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def counted(*args):
        hashed.append(1)
        return encode(*args)

    monkeypatch.setattr(hasher, "encode", counted)
    for username in ("anna", "nobody"):
        hashed.clear()
        with pytest.raises(Unauthenticated):
            sign_in("wrong", username)
        assert len(hashed) == 1


def test_guessing_is_locked_even_for_the_right_password(sign_in):
    for _ in range(throttle.PER_USER_AND_ADDRESS.tries):
        with pytest.raises(Unauthenticated):
            sign_in("wrong")
    with pytest.raises(Throttled) as refusal:
        sign_in()
    assert refusal.value.extra["retry_after"] == throttle.PER_USER_AND_ADDRESS.lock
    assert "15 minutes" in str(refusal.value)
    with pytest.raises(Throttled):
        sign_in(username="ANNA")  # another spelling is the same name


def test_spellings_that_the_database_takes_for_the_same_count_together(workspace, sign_in):
    """The lower case of a dotted capital I is not the same everywhere."""
    execute(workspace, "UPDATE user_account SET username = 'admin'")
    for username in ("admin", "ADMIN", "adm\u0130n", "ADM\u0130N", "Admin"):
        with pytest.raises(Unauthenticated):
            sign_in("wrong", username)
    same = fetch_value(workspace, "SELECT lower('\u0130' COLLATE odos_case) = 'i'")
    with pytest.raises(Throttled if same else Unauthenticated):
        sign_in("wrong", "admin")


def test_others_are_not_locked_out_by_it(sign_in, address):
    for _ in range(throttle.PER_USER_AND_ADDRESS.tries + 1):
        with pytest.raises((Unauthenticated, Throttled)):
            sign_in("wrong")
    assert sign_in(address=f"{address} elsewhere").username == "Anna"


def test_a_success_forgives_earlier_failures(sign_in):
    for _ in range(3):
        for _ in range(throttle.PER_USER_AND_ADDRESS.tries - 1):
            with pytest.raises(Unauthenticated):
                sign_in("wrong")
        sign_in()


def test_one_address_cannot_try_many_names(sign_in):
    for number in range(throttle.PER_ADDRESS.tries):
        with pytest.raises(Unauthenticated):
            sign_in("wrong", f"user{number}")
    with pytest.raises(Throttled):
        sign_in()


def test_many_people_sign_in_from_one_address(sign_in):
    """An office sits behind one address; only those who fail count against it."""
    for _ in range(throttle.PER_ADDRESS.tries + 5):
        assert sign_in().username == "Anna"
    with pytest.raises(Unauthenticated):
        sign_in("wrong")


def test_a_count_that_has_ended_is_not_taken_back(workspace, address):
    throttle.take_back(workspace, address=address)
    assert redis_connection().get(throttle._name(workspace, "address", address)) is None


def test_the_count_ends_by_itself(workspace, sign_in, address):
    with pytest.raises(Unauthenticated):
        sign_in("wrong")
    user_id = fetch_value(workspace, "SELECT id FROM user_account WHERE username = 'Anna'")
    name = throttle._name(workspace, "user", f"#{user_id}", address)
    assert 0 < redis_connection().ttl(name) <= throttle.PER_USER_AND_ADDRESS.window


def test_without_redis_nobody_can_guess(sign_in, monkeypatch):
    nowhere = Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.1)
    monkeypatch.setattr(throttle, "redis_connection", lambda: nowhere)
    with pytest.raises(Unavailable):
        sign_in()


def test_many_tries_at_once_cannot_slip_past_the_limit(live_workspace, address):
    def tried() -> str:
        try:
            throttle.count_try(live_workspace.workspace, subject="anna", address=address)
        except Throttled:
            return "throttled"
        return "tried"

    results = live_workspace.at_once(*[tried] * 12)
    assert results.count("tried") == throttle.PER_USER_AND_ADDRESS.tries


def test_the_first_administrator_is_made_once(live_workspace, clock):
    workspace = live_workspace.workspace

    def ensure():
        actor = system_principal(workspace)
        return operations.ensure_admin(workspace=workspace, password=None, actor=actor, now=clock())

    passwords = [made for made in live_workspace.at_once(*[ensure] * 3) if made]
    assert len(passwords) == 1
    found = operations.authenticate(
        workspace=workspace, username="admin", password=passwords[0], address="here", now=clock()
    )
    assert found.is_admin
    kept = fetch_value(workspace, "SELECT locale || ' ' || time_zone FROM user_account")
    assert kept == "en UTC", "what the form of a user requires"
    assert ensure() is None
