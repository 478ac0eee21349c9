"""SALES-03, PLAT-37: a view that is a calendar says which of its fields give start, end, length and colour."""

from __future__ import annotations

import pytest

from odos.accounts.principals import system_principal
from odos.kernel.problems import Invalid
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.storage.active import active_schema, refresh
from tests.fixtures.application import NOW, labelled, publish, publish_fields

VIEW = labelled(
    "calendar", kind="view", key="quote.calendar", entity="quote", type="calendar", starts="valid_until"
)


@pytest.fixture
def dated(app):
    publish_fields(
        app,
        ("quote", "valid_until", {"kind": "date"}),
        ("quote", "length", {"kind": "integer"}),
    )
    return app


def calendar(workspace):
    entity = active_schema(workspace).entities["quote"]
    return next(view for view in entity.views if view["key"] == "quote.calendar")


def test_a_calendar_names_its_fields(dated):
    publish(dated, [{**VIEW, "minutes": "length"}])
    assert (calendar(dated)["starts"], calendar(dated)["minutes"]) == ("valid_until", "length")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"starts": None}, "starts"),
        ({"starts": "number"}, "starts"),
        ({"starts": "nothing"}, "starts"),
        ({"ends": "length"}, "ends"),
        ({"minutes": "valid_until"}, "minutes"),
        ({"color": "length"}, "color"),
    ],
)
def test_what_is_no_date_starts_nothing(dated, changes, path):
    document = {key: value for key, value in {**VIEW, **changes}.items() if value is not None}
    with pytest.raises(Invalid) as refusal:
        publish(dated, [document])
    assert refusal.value.issues[0].path[-1] == path


def test_a_renamed_field_stays_in_the_calendar(dated):
    publish(dated, [VIEW])
    renamed = [{"op": "rename", "kind": "field", "key": "quote.valid_until", "new_key": "open_until"}]
    apply(workspace=dated, changes=read_changes(renamed), message="", actor=system_principal(dated), now=NOW)
    refresh(dated)
    assert calendar(dated)["starts"] == "open_until"
