"""QUERY-03: records that name a segment, as a campaign names its audience."""

from __future__ import annotations

import orjson
import pytest

from odos.kernel.problems import Invalid
from odos.personal.segments import create_segment, delete_segment
from odos.records.lists.queries import get_record
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import delete_record, update_record
from tests.fixtures.application import context_for, publish_fields


@pytest.fixture
def app(app):
    """Quotes name a segment of customers, and another one of quotes."""
    publish_fields(
        app,
        ("quote", "audience", {"kind": "segment", "target": "customer"}),
        ("quote", "similar", {"kind": "segment", "target": "quote"}),
    )
    return app


@pytest.fixture
def other(app, new_user):
    return context_for(app, new_user("otto", "seller"))


@pytest.fixture
def segment(seller):
    given = {"entity": "customer", "name": "Key accounts", "filter": 'tier = "a"'}
    return create_segment(context=seller, given=given)


def named_by(context, quote):
    entity = context.schema.entities["quote"]
    found = orjson.loads(get_record(context=context, entity=entity, record_id=int(quote["id"])))
    return found["audience"]


def codes(refusal) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(issue.code, issue.path) for issue in refusal.value.issues]


def test_a_record_names_a_segment(seller, make, segment):
    quote = make(seller, "quote", audience=str(segment.pk))
    told = {"id": str(segment.pk), "label": "Key accounts", "key": "key_accounts"}
    assert named_by(seller, quote) == told
    update_record(context=seller, entity="quote", record_id=int(quote["id"]), values={"audience": None})
    assert named_by(seller, quote) is None


@pytest.mark.parametrize("field", ["audience", "similar"])
def test_only_segments_of_the_other_entity_that_one_has_are_named(seller, other, make, segment, field):
    asker, wanted = (other, segment.pk) if field == "audience" else (seller, segment.pk)
    for number in (wanted, segment.pk + 1000):
        with pytest.raises(Invalid) as refusal:
            make(asker, "quote", **{field: number})
        assert codes(refusal) == [("segment_not_found", (field,))]


def test_every_way_in_is_asked(seller, segment):
    rows = [{"audience": str(segment.pk)}, {"similar": str(segment.pk)}]
    result = write_bulk(context=seller, entity="quote", request=BulkRequest(create=rows))
    assert [error.issues[0].code for error in result.errors] == ["segment_not_found"]


def test_who_does_not_have_the_segment_still_saves_the_record(admin, seller, other, make, segment):
    quote = make(seller, "quote", audience=segment.pk)
    record = {"entity": "quote", "record_id": int(quote["id"])}
    update_record(context=admin, **record, values={"owner": other.actor.user_id})
    update_record(context=other, **record, values={"contact_name": "Ann", "audience": str(segment.pk)})
    assert named_by(other, quote)["label"] == "Key accounts"


def test_a_segment_that_records_name_is_not_deleted(seller, make, segment):
    quote = make(seller, "quote", audience=segment.pk)
    with pytest.raises(Invalid) as refusal:
        delete_segment(context=seller, segment_id=segment.pk)
    assert codes(refusal) == [("segment_in_use", ("quote", "audience"))]
    delete_record(context=seller, entity="quote", record_id=int(quote["id"]))
    delete_segment(context=seller, segment_id=segment.pk)
