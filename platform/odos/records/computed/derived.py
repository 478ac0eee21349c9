"""What a computed field follows from, as one checked tree: formulas, rollups, lookups and scores alike.

So dependencies, cycles, volatility and SQL have one source, whatever the kind of the field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from odos.dsl import tree
from odos.dsl.checked import Blanks, Checked
from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.scope import INVERSE, SchemaScope
from odos.records.computed.scores import score_tree
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Field, Schema


def derived_rule(schema: Schema, entity: Entity, item: Field) -> Checked:
    """The rule of a computed field with its findings; raises `Invalid` for what cannot be read at all."""
    blanks: Blanks = "zero" if item.options.get("blanks") == "zero" else "blank"
    scope = SchemaScope(schema, entity, type_of)
    return check(_TREES[item.kind](schema, entity, item), scope, blanks=blanks, needs_sql=True)


def rolled_up(schema: Schema, entity: Entity, over: str) -> tuple[Entity, Field, str]:
    """What a rollup runs over: the entity there, its reference to ours, and the name's identity in a tree."""
    children = entity.find_field(over)
    if children is not None:
        child = schema.target_of(children)
        return child, child.by_id[children.inverse or ""], children.id
    entity_key, _, field_key = over.partition(".")
    child = schema.get_entity(entity_key)
    link = child.by_alias[field_key]
    return child, link, INVERSE + link.id


def _formula(_schema: Schema, _entity: Entity, item: Field) -> tree.Node:
    return parse(str(item.options["expression"]))


def _lookup(_schema: Schema, _entity: Entity, item: Field) -> tree.Node:
    return tree.Path(tuple(str(item.options["path"]).split(".")))


def _rollup(schema: Schema, entity: Entity, item: Field) -> tree.Node:
    child, _link, collection = rolled_up(schema, entity, str(item.options["over"]))
    name = item.options.get("field")
    counted = item.options["function"] == "count" or not name
    path = (collection,) if counted else (collection, child.by_alias[str(name)].id)
    where = item.options.get("where")
    return tree.Aggregate(
        item.options["function"], tree.FieldPath(path), parse(str(where)) if where else None, None
    )


_TREES: Mapping[str, Callable[[Schema, Entity, Field], tree.Node]] = {
    "formula": _formula,
    "rollup": _rollup,
    "lookup": _lookup,
    "score": score_tree,
}
