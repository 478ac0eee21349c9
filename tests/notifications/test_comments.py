"""PLAT-19: comments and mentions on records, messages between people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.access.grantees import grantee
from odos.audit.queries import list_history
from odos.database.session import execute
from odos.kernel.problems import Forbidden, Invalid, NotFound
from odos.notifications.comments import add_comment, change_comment, delete_comment, list_comments
from odos.notifications.messages import (
    list_conversations,
    mark_conversation_read,
    read_conversation,
    send_message,
)
from odos.notifications.queries import list_inbox
from odos.records.access.sharing import share_record


@pytest.fixture
def customer(seller, make):
    return int(make(seller, "customer", name="Acme")["id"])


@pytest.fixture
def comment(customer):
    def write(context, words, *people):
        ids = [each.actor.user_id for each in people]
        return add_comment(context=context, entity="customer", record_id=customer, words=words, mentions=ids)

    return write


def listed(context, customer):
    return list_comments(context=context, entity=context.schema.entities["customer"], record_id=customer)


def told(context):
    return [(item["title"], item["body"]) for item in list_inbox(context=context).items]


def let_in(seller, customer, other):
    share_record(context=seller, entity="customer", record_id=customer, kind="user",
                 identity=str(other.actor.user_id))  # fmt: skip


def test_who_may_not_see_the_record_is_named_and_not_told(seller, otto, customer, comment):
    made = comment(seller, "@Otto look", otto)
    assert [person["label"] for person in made["unreached"]] == ["Otto"]
    assert made["mentions"] == []
    assert told(otto) == []
    with pytest.raises(NotFound):
        listed(otto, customer)
    with pytest.raises(NotFound):
        comment(otto, "Hello")


def test_who_is_mentioned_is_told_and_answers_reach_the_owner(seller, otto, customer, comment):
    let_in(seller, customer, otto)
    made = comment(seller, "@Otto look <b>here</b>", otto)
    assert (made["unreached"], [person["label"] for person in made["mentions"]]) == ([], ["Otto"])
    assert told(otto) == [("Sally mentioned you on Acme", "@Otto look <b>here</b>")]
    comment(otto, "Seen")
    assert told(seller) == [("Otto commented on Acme", "Seen")]
    assert [item["text"] for item in listed(otto, customer)["items"]] == ["Seen", "@Otto look <b>here</b>"]


def test_words_of_a_record_go_out_of_sight_with_it(app, seller, otto, customer, comment):
    let_in(seller, customer, otto)
    comment(seller, "Secret price", otto)
    execute(app, "DELETE FROM record_share WHERE grantee = %s", [grantee("user", str(otto.actor.user_id))])
    assert told(otto) == [("Sally mentioned you on a record", "")]


def test_authors_change_their_own_and_the_trail_keeps_all(app, seller, otto, admin, customer, comment):
    let_in(seller, customer, otto)
    made = int(comment(seller, "Frist")["id"])
    change_comment(context=seller, comment_id=made, words="First @Otto", mentions=[otto.actor.user_id])
    change_comment(context=seller, comment_id=made, words="First! @Otto", mentions=[otto.actor.user_id])
    assert len(told(otto)) == 1
    with pytest.raises(Forbidden):
        change_comment(context=otto, comment_id=made, words="Mine")
    with pytest.raises(Forbidden):
        delete_comment(context=otto, comment_id=made)
    shown = listed(otto, customer)["items"][0]
    assert (shown["can_edit"], shown["can_delete"], shown["edited_at"]) == (False, False, seller.now)
    delete_comment(context=admin, comment_id=made)
    assert listed(seller, customer)["items"] == []
    with pytest.raises(NotFound):
        change_comment(context=seller, comment_id=made, words="Again")
    entries = list_history(
        workspace=app, entity_id=seller.schema.entities["customer"].id, record_id=customer, limit=10
    )
    kept = [
        entry.changes for entry in entries.items if "comment" in entry.action or entry.action == "commented"
    ]
    assert {"comment": ["First! @Otto", None]} in [dict(changes) for changes in kept]


@pytest.mark.parametrize("words", ["", "  ", "x" * 5001])
def test_a_comment_says_something_and_not_too_much(seller, comment, words):
    with pytest.raises(Invalid):
        comment(seller, words)


def test_messages_are_between_two(seller, otto, new_user):
    nina = replace(otto, actor=new_user("nina"))
    send_message(context=seller, to=[otto.actor.user_id, nina.actor.user_id], words="Lunch?")
    send_message(context=otto, to=[seller.actor.user_id], words="Yes")
    assert told(otto) == [("Sally wrote to you", "Lunch?")]
    talk = read_conversation(context=otto, peer=seller.actor.user_id)
    assert [(item["text"], item["is_own"]) for item in talk["items"]] == [("Yes", True), ("Lunch?", False)]
    assert read_conversation(context=nina, peer=otto.actor.user_id)["items"] == []
    mine = list_conversations(context=seller)["items"]
    assert [(item["peer"]["label"], item["text"], item["unread"]) for item in mine] == [
        ("Otto", "Yes", 1),
        ("Nina", "Lunch?", 0),
    ]
    mark_conversation_read(context=seller, peer=otto.actor.user_id)
    assert list_conversations(context=seller)["items"][0]["unread"] == 0
    assert list_inbox(context=seller, box="unread").items == []


def test_nobody_writes_to_themselves_nor_to_nobody(seller, otto):
    for to, words in (([], "x"), ([seller.actor.user_id], "x"), ([10**9], "x"), ([otto.actor.user_id], " ")):
        with pytest.raises(Invalid):
            send_message(context=seller, to=to, words=words)
    with pytest.raises(NotFound):
        read_conversation(context=seller, peer=10**9)
