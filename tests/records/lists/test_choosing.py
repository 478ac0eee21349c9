"""Choosing a record while typing: by its label, its other words, its sound; never by what is kept back."""

from __future__ import annotations

import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.records.lists.choosing import list_options
from tests.fixtures.application import NOW, context_for, labelled, publish

SEARCHED = labelled("customer", kind="entity", key="customer", fields={
    "phone": labelled("phone", kind="phone", searchable=True, order=95),
    "code": labelled("code", kind="text", searchable=True, unique=True, order=96),
})  # fmt: skip


@pytest.fixture
def colleagues(app):
    for username, name, email in (
        ("wei.zhang", "张伟", "zw@qiyuan.example"),
        ("chong.li", "李重庆", "boss@qiyuan.example"),
        ("annl", "Anna Lee", "anna@qiyuan.example"),
    ):
        create_user(
            workspace=app, username=username, name=name, email=email, actor=system_principal(app), now=NOW
        )


def chosen(context, entity: str, q: str) -> list[str]:
    found = list_options(context=context, entity=context.schema.get_entity(entity), q=q)
    return [item["label"] for item in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("张", ["张伟"]),
        ("zhangwei", ["张伟"]),
        ("Zhang Wei", ["张伟"]),
        ("zhang w", ["张伟"]),
        ("zw", ["张伟"]),
        ("wei.zhang", ["张伟"]),
        ("lichong", ["李重庆"]),
        ("boss@", ["李重庆"]),
        ("anna", ["Anna Lee"]),
        ("annl", ["Anna Lee"]),
        ("100%", []),
        ("qiyuan", ["Anna Lee", "张伟", "李重庆"]),
    ],
)
def test_people_are_found_by_name_user_name_address_and_sound(admin, colleagues, typed, found):
    """PLAT-07, FLOW-04: everywhere a person is chosen."""
    assert sorted(chosen(admin, "user", typed)) == sorted(found)


def test_people_of_the_same_name_are_told_apart(admin, colleagues):
    entity = admin.schema.get_entity("user")
    found = list_options(context=admin, entity=entity, q="zhangwei")
    assert [(item["label"], item["detail"]) for item in found] == [("张伟", "wei.zhang")]


def test_records_are_found_by_their_other_words_and_by_sound(app, make):
    """PLAT-07: a number or a telephone of the customer; pinyin of its name."""
    publish(app, [SEARCHED])
    context = context_for(app)
    make(context, "customer", name="重庆电子", phone="+86 138 0013 8000", code="K-77")
    make(context, "customer", name="Zhong Ltd", code="K-78")
    assert chosen(context, "customer", "chongqing") == ["重庆电子"]
    assert chosen(context, "customer", "cqdz") == ["重庆电子"]
    assert chosen(context, "customer", "K-77") == ["重庆电子"]
    assert chosen(context, "customer", "0013") == ["重庆电子"]
    assert chosen(context, "customer", "zhong") == ["Zhong Ltd"]


def test_what_is_kept_back_finds_nobody(app, make, colleagues, new_user):
    """ACL-04, PLAT-36: whoever may not see addresses cannot probe them."""
    role = labelled("clerk", kind="role", key="clerk", entities={"customer": {"see": "all"}},
        fields={"user": {"email": {"see": False}}, "customer": {"code": {"see": False}}})  # fmt: skip
    publish(app, [SEARCHED, role])
    context = context_for(app)
    make(context, "customer", name="Acme", code="secret7")
    clerk = context_for(app, new_user("clerk", "clerk"))
    assert chosen(clerk, "customer", "acme") == ["Acme"]
    assert chosen(clerk, "customer", "secret7") == []
    assert chosen(clerk, "user", "boss@") == []
    assert chosen(clerk, "user", "zw@") == []
    found = list_options(context=clerk, entity=clerk.schema.get_entity("customer"), q="acme")
    assert "detail" not in found[0]
