"""PLAT-19: whoever is to be told is told once, in the transaction of what it is about."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.database.session import execute, fetch_all
from odos.kernel.texts import text
from odos.notifications import operations
from odos.notifications.operations import notify, notify_many
from odos.notifications.queries import count_unread, list_inbox


@pytest.fixture
def published(monkeypatch):
    """Events as they go out at the commit."""
    sent = []
    monkeypatch.setattr(operations, "publish_after_commit", lambda *message: sent.append(message[1:]))
    return sent


def titles(context):
    return [item["title"] for item in list_inbox(context=context).items]


def test_everybody_is_told_once_of_the_same_key(admin, seller, otto, notice, published):
    people = [seller.actor.user_id, otto.actor.user_id, seller.actor.user_id]
    assert notify(context=admin, notice=notice(), to=people) == 2
    assert notify(context=admin, notice=notice(), to=people) == 0
    assert notify(context=admin, notice=notice("other"), to=people[:1]) == 1
    assert len(titles(seller)) == 2
    assert count_unread(context=otto) == 1
    assert published == [
        ("notification", {"users": sorted(people[:2])}),
        ("notification", {"users": [people[0]]}),
    ]


def test_a_key_twice_in_one_call_is_told_once(admin, seller, notice):
    pairs = [(notice(), seller.actor.user_id), (notice(), seller.actor.user_id)]
    assert notify_many(context=admin, notices=pairs) == 1


def test_who_left_is_told_nothing(admin, seller, notice):
    execute(
        admin.workspace, "UPDATE user_account SET is_active = false WHERE id = %s", [seller.actor.user_id]
    )
    assert notify(context=admin, notice=notice(), to=[seller.actor.user_id, 10**9]) == 0


def test_words_are_in_the_readers_language(admin, seller, notice):
    words = text("{n} left", "剩余 {n}", n=3)
    notify(context=admin, notice=notice(title=words, body=words), to=[seller.actor.user_id])
    chinese = replace(seller, actor=replace(seller.actor, locale="zh-hans"))
    assert titles(seller) == ["3 left"]
    assert titles(chinese) == ["剩余 3"]


def test_a_record_is_named_to_whoever_sees_it(admin, seller, otto, make, notice):
    customer = make(seller, "customer", name="Acme")
    about = notice(entity_id=seller.schema.entities["customer"].id, record_id=int(customer["id"]))
    notify(context=admin, notice=about, to=[seller.actor.user_id, otto.actor.user_id])
    mine, his = list_inbox(context=seller).items[0], list_inbox(context=otto).items[0]
    assert (mine["title"], mine["entity"]) == ("Acme is late", "customer")
    assert mine["record"] == {"id": customer["id"], "label": "Acme"}
    assert (his["title"], his["entity"], his["record"]) == ("a record is late", None, None)
    assert "Acme" not in json.dumps(fetch_all(admin.workspace, "SELECT n::text FROM notification n"))


def test_thousands_are_told_by_one_statement(admin, seller, notice):
    pairs = [(notice(f"k{number}"), seller.actor.user_id) for number in range(3000)]
    with CaptureQueriesContext(connection) as queries:
        assert notify_many(context=admin, notices=pairs) == 3000
    assert len([query for query in queries if query["sql"].startswith("EXECUTE")]) == 1


def test_a_page_costs_one_query_for_titles_of_each_entity(admin, seller, make, notice):
    entity = seller.schema.entities["customer"].id
    for number in range(5):
        made = make(seller, "customer", name=f"C{number}")
        notify(
            context=admin,
            notice=notice(f"k{number}", entity_id=entity, record_id=int(made["id"])),
            to=[seller.actor.user_id],
        )
    with CaptureQueriesContext(connection) as queries:
        page = list_inbox(context=seller, limit=3)
    assert len(queries) == 2
    assert [item["title"] for item in page.items] == ["C4 is late", "C3 is late", "C2 is late"]
    rest = list_inbox(context=seller, after=int(page.next))
    assert [item["title"] for item in rest.items] == ["C1 is late", "C0 is late"]
    assert rest.next is None


def test_what_is_no_kind_is_a_mistake_of_the_caller(admin, seller, notice):
    for wrong in ({"kind": "gossip"}, {"key": ""}):
        with pytest.raises(ValueError, match="no kind"):
            notify(context=admin, notice=notice(**wrong), to=[seller.actor.user_id])
