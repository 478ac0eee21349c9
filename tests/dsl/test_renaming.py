"""Present names in a text that was written with former ones; all else stays as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.renaming import with_present_names
from odos.dsl.scope import SchemaScope
from odos.schema.model import Schema
from tests.dsl import world

NEW = {
    "deal": {"amount": "worth", "account": "client"},
    "account": {"name": "title"},
    "line": {"gift": "free"},
}


def _renamed() -> SchemaScope:
    entities = {}
    for key, entity in world.SCHEMA.entities.items():
        names = NEW.get(key, {})
        fields = {
            names.get(name, name): replace(item, key=names.get(name, name), aliases=(name,))
            for name, item in entity.fields.items()
        }
        entities[key] = replace(entity, fields=fields)
    schema = Schema(2, entities)
    return SchemaScope(schema, entities["deal"], world.type_of)


@pytest.mark.parametrize(
    ("written", "present"),
    [
        ("amount>1  # amount", "worth>1  # amount"),
        ('Account.NAME = "amount"\n  and amount > 1', 'client.title = "amount"\n  and worth > 1'),
        ("count(lines where GIFT and amount > 1) > amount", "count(lines where free and amount > 1) > worth"),
        ("IF(urgent, amount, amount * 2) > 1", "IF(urgent, worth, worth * 2) > 1"),
        ("AND(amount > 1, ISBLANK(account))", "AND(worth > 1, ISBLANK(client))"),
        ("worth > quantity", "worth > quantity"),
        ('user.name = "x" and owner.manager.name = "y"', 'user.name = "x" and owner.manager.name = "y"'),
    ],
)
def test_names_are_present_and_the_rest_is_untouched(written, present):
    """PLAT-02: a rename changes the shown text of every rule and breaks none."""
    scope = _renamed()
    checked = check(parse(written), scope)
    assert not checked.issues
    shown = with_present_names(written, checked.tree)
    assert shown == present
    assert check(parse(shown), scope).tree == checked.tree
