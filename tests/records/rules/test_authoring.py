"""PLAT-02, ACL-04: an entity out of reach is unknown to whoever writes a rule, a filter or a path."""

from __future__ import annotations

import pytest

from odos.kernel.hints import HINTS
from odos.kernel.problems import Invalid
from odos.personal.builder import clauses_of_text
from odos.personal.segments import create_segment
from odos.records.lists.queries import ListRequest, list_records
from odos.records.why.values import explain_text
from tests.fixtures.application import context_for, labelled, publish

SALARIES = [
    labelled("salary", kind="entity", key="salary", title_field="bonus", fields={
        "bonus": labelled("bonus", kind="text", order=10),
        "customer": labelled("customer", kind="reference", target="customer", order=20),
    }),
    labelled("customer", kind="entity", key="customer", fields={
        "paid": labelled("paid", kind="reference", target="salary", order=90),
        "payments": labelled("payments", kind="references", target="salary", order=95),
    }),
]  # fmt: skip
ASKED = (
    "count(salary) > 0",
    "count(salary_by_customer where bonus is blank) > 0",
    "paid.bonus is blank",
    "paid.bonsu is blank",
    "count(payments) > 0",
    "count(salry) > 0",
)


@pytest.fixture
def eyes(app, new_user):
    publish(app, SALARIES)
    return context_for(app), context_for(app, new_user("sid", "seller"))


def _entity(context):
    return context.schema.entities["customer"]


def _told(refusal) -> str:
    """The words and hints, without what was written."""
    return " ".join(
        f"{i.message.values.get('word')} {i.hint.render('en') if i.hint else ''}" for i in refusal
    )


@pytest.mark.parametrize("source", ASKED)
def test_filters_segments_and_explanations_know_nothing_out_of_reach(eyes, make, source):
    """PLAT-02: refused like a name that does not exist, and none is proposed."""
    root, sid = eyes
    record = make(root, "customer", name="Mine", owner=sid.actor.user_id)
    ways = [
        lambda: list_records(context=sid, entity=_entity(sid), request=ListRequest(filter=source)),
        lambda: create_segment(context=sid, given={"entity": "customer", "name": "S", "filter": source}),
        lambda: explain_text(context=sid, entity=_entity(sid), record_id=int(record["id"]), source=source),
    ]
    for way in ways:
        with pytest.raises(Invalid) as refusal:
            way()
        assert {issue.code for issue in refusal.value.issues} == {"unknown_field"}
        assert not any(word in _told(refusal.value.issues) for word in ("salary", "bonus", "payments"))
    assert [issue.code for issue in clauses_of_text(sid, _entity(sid), source).issues] == ["unknown_field"]


def test_whoever_reaches_it_may_ask(eyes):
    root, _sid = eyes
    source = " and ".join(source for source in ASKED if "bonsu" not in source and "salry" not in source)
    assert list_records(context=root, entity=_entity(root), request=ListRequest(filter=source)).items == []


@pytest.mark.parametrize("path", ["paid.bonus", "paid.bonsu"])
def test_columns_lead_to_nothing_out_of_reach(eyes, path):
    _root, sid = eyes
    with pytest.raises(Invalid) as refusal:
        list_records(context=sid, entity=_entity(sid), request=ListRequest(fields=(path,)))
    [issue] = refusal.value.issues
    assert "salary" not in str(issue.hint)  # nor any other name
    assert issue.hint == HINTS["unknown_field"]
