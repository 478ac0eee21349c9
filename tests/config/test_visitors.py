"""What visitors of live events may hear, by their roles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.accounts.operations import issue_token
from odos.config.visitors import Visitor, find_visitor
from odos.kernel.clock import utc_now
from tests.fixtures.application import labelled, publish


@pytest.fixture
def visitor_for(app, new_user):
    def find(name: str, *roles: str) -> Visitor:
        user = new_user(name, *roles)
        token = issue_token(workspace=app, user_id=user.user_id, now=utc_now(), lifetime=timedelta(hours=1))
        found = find_visitor(None, f"Bearer {token.token}", 0)
        assert found is not None
        return found

    return find


def test_a_visitor_hears_of_entities_that_their_roles_let_them_see(visitor_for):
    sally, nobody = visitor_for("sally", "seller"), visitor_for("nina")
    assert {"customer", "quote", "quote_line", "product"} <= sally.entities
    assert not {"customer", "quote", "quote_line", "product"} & nobody.entities
    assert sally.may_hear("record", {"entity": "customer"})
    assert not nobody.may_hear("record", {"entity": "customer"})


def test_a_job_is_heard_of_by_whoever_started_it(visitor_for):
    sally, nina = visitor_for("sally", "seller"), visitor_for("nina")
    job = {"created_by": str(sally.principal.user_id)}
    assert sally.may_hear("job", job)
    assert not nina.may_hear("job", job)


def test_a_notification_reaches_its_recipients_alone_and_names_no_other(visitor_for):
    """PLAT-19."""
    sally, nina = visitor_for("sally", "seller"), visitor_for("nina")
    event = {"users": [sally.principal.user_id, 99]}
    assert sally.may_hear("notification", event)
    assert not nina.may_hear("notification", event)
    assert sally.told("notification", event) == {}


def test_an_approval_tells_the_staff_that_something_changed_and_nobody_from_outside(app, visitor_for):
    """FLOW-06: inboxes of approvals follow what others decide."""
    publish(app, [labelled("guest", kind="role", key="guest", portal=True, entities={})])
    assert visitor_for("sally", "seller").may_hear("approval", {"changes": 1})
    assert not visitor_for("gina", "guest").may_hear("approval", {"changes": 1})


def test_strangers_are_not_known(app):
    assert find_visitor(None, None, 0) is None
    assert find_visitor("nonsense", None, 0) is None
    assert find_visitor(None, "Bearer nonsense", 0) is None


@pytest.mark.parametrize(
    ("scopes", "hears"), [(None, True), (["read"], True), (["write"], False), (["enrol"], False)]
)
def test_a_token_made_for_something_else_hears_nothing(app, new_user, scopes, hears):
    user = new_user("sally", "seller")
    token = issue_token(
        workspace=app, user_id=user.user_id, now=utc_now(), lifetime=timedelta(hours=1), scopes=scopes
    )
    assert (find_visitor(None, f"Bearer {token.token}", 0) is not None) is hears
