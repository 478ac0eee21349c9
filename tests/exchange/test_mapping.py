"""Mapping documents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from odos.exchange.mapping import Target, read_mapping, same_names
from odos.kernel.problems import Invalid


def test_short_and_long_forms_and_defaults_of_the_file():
    mapping = read_mapping(
        {
            "match": "number",
            "dates": "m/d/Y",
            "currency": "USD",
            "columns": {
                "id": "number",
                "agent": ["name", {"field": "username", "transform": "slug"}],
                "value": {"field": "amount", "multiply": 1000, "currency": "EUR"},
                "skipped": None,
            },
        }
    )
    assert mapping.match == ("number",)
    assert mapping.columns["id"] == (Target("number", dates=("m/d/Y",), currency="USD"),)
    assert [target.field for target in mapping.columns["agent"]] == ["name", "username"]
    assert mapping.columns["value"][0].multiply == Decimal(1000)
    assert mapping.columns["value"][0].currency == "EUR"
    assert mapping.columns["skipped"] == ()


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], ()),
        ({"colums": {}}, ("colums",)),
        ({"columns": {"a": {"to": "b"}}}, ("columns", "a", "to")),
        ({"columns": {"a": {"field": "b", "transform": "shout"}}}, ("columns", "a", "transform")),
        ({"columns": {"a": {"field": "b", "multiply": "much"}}}, ("columns", "a", "multiply")),
        ({"columns": {"a": 5}}, ("columns", "a")),
        ({"follow": {"unit": "owner"}}, ("follow", "unit")),
    ],
)
def test_what_is_no_mapping_is_refused_at_its_place(document, path):
    with pytest.raises(Invalid) as refusal:
        read_mapping(document)
    assert refusal.value.issues[0].path == path


def test_without_a_mapping_columns_are_fields_of_the_same_name():
    assert set(same_names(["name", "other"], ["id", "name"]).columns) == {"name"}
