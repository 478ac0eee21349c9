"""``LOOKUP(tax.percentage, tax.country, country)``: a value of the first record that a key finds.

What is found must be unique or indexed, so that a statement looks it up for each row by an index. A closure
reads it from ``values[key_of(node)]``: what the keys lead to, of all rows fetched at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from odos.dsl import findings, tree
from odos.dsl.context import Context
from odos.dsl.functions import Overload
from odos.dsl.paths import resolve_anywhere
from odos.dsl.python.collections import Closure, Values
from odos.dsl.scope import Scope
from odos.dsl.sql.failures import guard
from odos.dsl.sql.pieces import Compiler
from odos.dsl.sql.source import SqlSource
from odos.dsl.types import Type
from odos.dsl.typing_rules import common_type, is_scalar
from odos.kernel.issues import Issue
from odos.kernel.sql import Sql
from odos.kernel.texts import text
from odos.schema.model import Field

Found = tuple[tree.FieldPath, tree.FieldPath]


def resolve_lookup(arguments: Sequence[tree.Node], scope: Scope) -> Found | Issue:
    """What is wanted and the field that finds it, both of one entity."""
    paths = []
    for node in arguments:
        if not isinstance(node, tree.Path | tree.FieldPath):
            return findings.finding("rule_arguments", node.at, _NAMES)
        found = resolve_anywhere(node, scope)
        if isinstance(found, Issue):
            return found
        paths.append(found)
    wanted, by = paths
    return _fault(wanted, by) or (wanted, by)


_NAMES = text(
    "LOOKUP is first told what is wanted and by which field, as in LOOKUP(tax.rate, tax.country, country)",
    "LOOKUP 的前两个参数是要取的值和匹配字段，例如 LOOKUP(tax.rate, tax.country, country)",
)


def _fault(wanted: tree.FieldPath, by: tree.FieldPath) -> Issue | None:
    if wanted.ids[0] != by.ids[0]:
        message = text("both must be fields of one entity", "两者必须是同一实体的字段")
        return findings.finding("rule_lookup", by.at, message)
    for path in (wanted, by):
        if not is_scalar(path.type) or path.type.kind == "any":
            return findings.no_value(path.at, path.type)
    if len(by.steps) != 1 or not _is_quick(by.steps[0].field):
        message = text(
            '"{key}" is neither unique nor indexed', "“{key}”既不唯一也未建索引", key=by.steps[-1].key
        )
        hint = text("Mark the field as unique or indexed first", "请先将该字段设为唯一或建立索引")
        return findings.finding("rule_lookup", by.at, message, hint)
    return None


def _is_quick(item: Field) -> bool:
    return bool(item.column) and (item.unique or item.indexed or item.target is not None or item.key == "id")


def looking_up(node: tree.Call, wanted: tree.FieldPath, by: tree.FieldPath, value: tree.Node) -> tree.Call:
    """The call with its type."""
    overload = node_overload(wanted.type, by.type, value.type)
    return replace(
        node,
        arguments=(wanted, by, value),
        type=wanted.type,
        overload=overload,
        parameters=tuple(overload.parameters),  # type: ignore[arg-type]
    )


def node_overload(wanted: Type, by: Type, value: Type) -> Overload:
    """The signature of one lookup."""
    return Overload((wanted, by, value), wanted, lambda *_: None, lambda _: Sql("NULL"), looks_up=True)


def is_lookup(node: tree.Node) -> bool:
    """Whether it is a checked lookup."""
    return isinstance(node, tree.Call) and node.overload is not None and node.overload.looks_up


def key_of(node: tree.Call) -> str:
    """The key under which a closure finds what the keys lead to."""
    wanted, by, _value = node.arguments
    assert isinstance(wanted, tree.FieldPath)
    assert isinstance(by, tree.FieldPath)
    return f"lookup {by.key} {wanted.key}"


def within(path: tree.Node) -> tree.FieldPath:
    """A path of the lookup as read from a record of its entity."""
    assert isinstance(path, tree.FieldPath)
    return tree.FieldPath(path.ids[1:], type=path.type, steps=path.steps)


def lookup_sql(node: tree.Call, source: SqlSource, compiler: Compiler) -> Sql:
    """One subquery, which an index answers; the sum keeps the planner from walking all ids instead."""
    wanted, by, value = node.arguments
    assert isinstance(by, tree.FieldPath)
    kind = common_type([by, value])
    collection = source.records(by.ids[0])
    inner = collection.source
    result, key = compiler.value(within(wanted), inner), compiler.argument(within(by), kind, inner)
    identity = inner.value(inner.entity.fields["id"])

    def found(parts: Sequence[Sql]) -> Sql:
        where = key.sql + " = " + parts[0]
        return (
            "("
            + collection.select(result, where=where, tail=Sql(" ORDER BY (") + identity + " + 0) LIMIT 1")
            + ")"
        )

    return guard([compiler.argument(value, kind, source)], found, node.type)


def lookup_python(node: tree.Call, value: Closure) -> Closure:
    """From what was fetched for the rows at hand."""
    place = key_of(node)

    def closure(values: Values, context: Context) -> object:
        wanted = value(values, context)
        return None if wanted is None else (values.get(place) or {}).get(wanted)

    return closure
