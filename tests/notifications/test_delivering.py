"""PLAT-19: deliveries go at least once, and a crash makes one duplicate at most."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from odos.database.session import execute, fetch_all
from odos.notifications import delivering
from odos.notifications.configuring import save_channel
from odos.notifications.deliveries import list_dead, retry
from odos.notifications.delivering import BATCH, LEASE, MAX_ATTEMPTS
from odos.notifications.marking import Selection, mark
from odos.notifications.operations import notify_many
from odos.notifications.preferences import save_preferences
from tests.fixtures.application import NOW


@pytest.fixture
def tell(admin, seller, notice):
    def run(*keys, **attributes):
        pairs = [(notice(key, **attributes), seller.actor.user_id) for key in keys]
        return notify_many(context=admin, notices=pairs)

    return run


def states(workspace):
    rows = fetch_all(workspace, "SELECT state, count(*) FROM notification_delivery GROUP BY 1")
    return dict(rows)


def test_a_worker_that_dies_after_sending_makes_one_duplicate(
    app, seller, mailbox, address, drain, tell, monkeypatch
):
    """The first message is noted, the second was sent when the worker died, the third not yet."""
    address(seller)
    tell("1", "2", "3")
    ended = delivering._Batch._end

    def die(self, bundle, state, error):
        if len(mailbox.messages) == 2:
            raise KeyboardInterrupt
        ended(self, bundle, state, error)

    monkeypatch.setattr(delivering._Batch, "_end", die)
    with pytest.raises(KeyboardInterrupt):
        drain()
    monkeypatch.setattr(delivering._Batch, "_end", ended)
    assert drain(NOW + LEASE / 2) == 1, "the third is not held up"
    assert drain(NOW + LEASE) == 1
    assert states(app) == {"sent": 3}
    ids = [message["Message-ID"] for message in mailbox.messages]
    assert (len(ids), len(set(ids))) == (4, 3)


def test_a_mailbox_that_is_none_is_given_up_at_once(app, seller, admin, mailbox, address, drain, tell):
    address(seller, "nobody@example.com")
    tell("1")
    assert drain() == 1
    assert states(app) == {"dead": 1}
    dead = list_dead(context=admin)["items"][0]
    assert (dead["channel"], dead["recipient"]["label"]) == ("mail", "Sally")
    assert "550" in dead["error"]
    address(seller)
    retry(context=admin, delivery_id=int(dead["id"]))
    drain()
    assert states(app) == {"sent": 1}


def test_a_server_that_is_down_is_asked_less_and_less(app, admin, seller, mailbox, address, drain, tell):
    address(seller)
    options = {"host": "127.0.0.1", "port": 1, "security": "none", "from_address": "odos@example.com"}
    save_channel(context=admin, key="mail", given={"options": options})
    tell("1")
    now, tries = NOW, []
    while states(app) == {"waiting": 1}:
        if drain(now):
            tries.append(now)
        now += timedelta(seconds=30)
    pauses = [(after - before).total_seconds() for before, after in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert pauses[0] == 30
    assert len(tries) == MAX_ATTEMPTS
    assert states(app) == {"dead": 1}


def test_who_has_no_address_and_what_has_no_channel_is_dropped(app, admin, seller, mailbox, drain, tell):
    tell("1")
    drain()
    assert states(app) == {"dropped": 1}


def test_many_are_claimed_batch_by_batch(app, seller, mailbox, address, drain, tell):
    address(seller)
    tell(*map(str, range(BATCH + 3)))
    assert drain() == BATCH + 3
    assert len(mailbox.messages) == BATCH + 3


def test_what_is_told_is_chosen_by_kind_and_channel(app, admin, seller, mailbox, address, drain, tell):
    address(seller)
    modes = {"reminder": {"mail": "off"}, "job": {"mail": "now"}}
    save_preferences(context=seller, given={"modes": modes})
    tell("1")
    tell("2", kind="job")
    tell("3", channels=("mail",))
    drain()
    assert len(mailbox.messages) == 2
    save_preferences(context=seller, given={"modes": {"reminder": {"mail": None}}})
    tell("4")
    drain()
    assert len(mailbox.messages) == 3


def test_quiet_hours_hold_until_they_end_where_the_person_is(app, seller, mailbox, address, drain, tell):
    address(seller, time_zone="Asia/Shanghai")
    save_preferences(context=seller, given={"quiet": {"starts": "17:00", "ends": "08:30", "days": [6, 7]}})
    tell("1")  # 17:30 in Shanghai
    drain()
    assert mailbox.messages == []
    drain(datetime(2026, 3, 3, 0, 29, tzinfo=UTC))
    assert mailbox.messages == []
    drain(datetime(2026, 3, 3, 0, 30, tzinfo=UTC))
    assert len(mailbox.messages) == 1
    attempts = fetch_all(app, "SELECT attempts FROM notification_delivery")
    assert attempts == [(1,)]


def test_a_digest_gathers_a_day_and_leaves_out_what_was_read(
    app, admin, seller, mailbox, address, drain, tell
):
    address(seller, time_zone="Asia/Shanghai")
    save_preferences(
        context=seller, given={"modes": {"reminder": {"mail": "digest"}}, "quiet": {"digest_at": "09:00"}}
    )
    tell("1", "2", "3")
    drain()
    assert mailbox.messages == []
    newest = fetch_all(app, "SELECT max(id) FROM notification")[0][0]
    mark(context=seller, action="read", selection=Selection(ids=(newest,)))
    drain(datetime(2026, 3, 3, 1, 0, tzinfo=UTC))
    assert [message["Subject"] for message in mailbox.messages] == ["2 notifications"]
    assert mailbox.messages[0].get_body(("plain",)).get_content().count("is late") == 2
    assert states(app) == {"sent": 2, "dropped": 1}


def test_two_workers_share_the_work(live_workspace):
    """Rows that one worker claims are passed over by the other."""
    workspace = live_workspace.workspace
    execute(
        workspace,
        "INSERT INTO user_account (username, name, email) VALUES ('ann', 'Ann', 'ann@example.com')",
    )
    execute(
        workspace,
        "INSERT INTO notification (recipient, kind, key, title, body, about, channels, created_at)"
        " SELECT u.id, 'job', n::text, '{}', '{}', '{}', '{}', now() FROM user_account u, generate_series(1, 40) n",
    )
    execute(
        workspace,
        "INSERT INTO notification_delivery (notification_id, recipient, channel, mode, state, due_at, attempts, error)"
        " SELECT id, recipient, 'none', 'now', 'waiting', %s, 0, '' FROM notification",
        [NOW],
    )

    def work():
        return [delivering.deliver(workspace, NOW) for _ in range(4)]

    claimed = live_workspace.at_once(work, work)
    assert sum(map(sum, claimed)) == 40


def test_preferences_are_refused_where_they_mean_nothing(seller, mailbox):
    wrong = [
        {"modes": {"gossip": {"mail": "now"}}},
        {"modes": {"job": {"pigeon": "now"}}},
        {"modes": {"job": {"mail": "loud"}}},
        {"modes": []},
        {"quiet": {"starts": "25:00"}},
        {"quiet": {"days": [1, 2, 3, 4, 5, 6, 7]}},
        {"quiet": {"until": "08:00"}},
    ]
    for given in wrong:
        with pytest.raises(Exception, match="not valid"):
            save_preferences(context=seller, given=given)
