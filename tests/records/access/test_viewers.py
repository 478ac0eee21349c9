"""PLAT-36: "who can see this?" says what a list and an edit of each of them say."""

from __future__ import annotations

import pytest

from odos.accounts.standing import find_standing, forget_standings, read_standings
from odos.kernel.problems import Forbidden, NotFound
from odos.records.access import viewers
from odos.records.access.sharing import share_record
from odos.records.access.viewers import list_viewers
from tests.fixtures.application import context_for
from tests.records.access import test_sharing as sharing

office = sharing.office


@pytest.fixture
def everybody(office, new_user):
    """Anna owns the record, Bert may edit it by a share; others see all, little or nothing."""
    anna, bert, account = office
    hired = {
        name: context_for(anna.workspace, new_user(name, *roles))
        for name, roles in {
            "shirley": ("sharer",), "rita": ("reader",), "nell": ("narrow",), "noone": (), "pete": ("peer",),
        }.items()
    }  # fmt: skip
    share_record(
        context=anna,
        entity="account",
        record_id=account,
        kind="user",
        identity=bert.actor.user_id,
        edits=True,
    )
    return {"anna": anna, "bert": bert, **hired}, account


def all_viewers(context, account):
    entity, found, after = context.schema.entities["account"], [], 0
    while after is not None:
        page, after = list_viewers(context=context, entity=entity, record_id=account, after=after)
        found += page
    return found


def test_everybody_who_can_see_a_record_is_told(everybody, monkeypatch):
    monkeypatch.setattr(viewers, "LOOKED_AT", 3)
    people, account = everybody
    found = all_viewers(people["shirley"], account)
    seeing = {name for name, context in people.items() if sharing.sees(context, account)}
    assert seeing == {"anna", "bert", "shirley", "rita"}
    assert {viewer.label.lower() for viewer in found if not viewer.administrator} == seeing
    assert {viewer.label for viewer in found if viewer.edits} == {"Anna", "Bert"}


def test_two_questions_for_a_page_however_many_people(everybody, django_assert_max_num_queries):
    people, account = everybody
    context = people["shirley"]
    all_viewers(context, account)  # compiled now
    forget_standings()
    with django_assert_max_num_queries(5):
        all_viewers(context, account)


def test_only_whoever_may_share_is_told(everybody):
    people, account = everybody
    entity = people["anna"].schema.entities["account"]
    with pytest.raises(Forbidden):
        list_viewers(context=people["rita"], entity=entity, record_id=account)
    with pytest.raises(NotFound):
        list_viewers(context=people["nell"], entity=entity, record_id=account)


def test_standings_read_together_are_those_read_one_by_one(everybody):
    people, _account = everybody
    workspace = people["anna"].workspace
    ids = [context.actor.user_id for context in people.values()]
    forget_standings()
    alone = [find_standing(workspace=workspace, user_id=user_id) for user_id in ids]
    forget_standings()
    read_standings(workspace=workspace, user_ids=ids)
    assert [find_standing(workspace=workspace, user_id=user_id) for user_id in ids] == alone
