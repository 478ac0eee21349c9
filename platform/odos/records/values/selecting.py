"""Which fields a reader gets, and the SQL that makes a record's JSON out of them.

PostgreSQL writes the JSON itself (``row_to_json``); Python only passes it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from odos.access.model import Access, Veil
from odos.fields.kinds.references import LINK_SOURCE, LINK_TARGET
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue, Path
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.rules.sources import RowSource
from odos.schema.model import Entity, Field
from odos.schema.names import MAX_IDENTIFIER

MAX_HOPS = 10
HEAVY_KINDS = frozenset({"long_text", "json", "children"})
LINKS = frozenset({"reference", "parent", "user"})


@dataclass(frozen=True)
class Output:
    """One member of the JSON: its name and the fields that lead to it (``owner.name`` has two)."""

    name: str
    path: tuple[Field, ...]
    lines: tuple[Output, ...] = ()  # of line items


def visible_fields(context: Context, entity: Entity, access: Access | None = None) -> list[Field]:
    """The fields of ``entity`` that the actor may see."""
    hidden = (access or context.access(entity)).hidden_fields
    return [item for item in entity.fields.values() if item.id not in hidden]


def default_outputs(context: Context, entity: Entity, *, single: bool) -> tuple[Output, ...]:
    """All visible fields; without the heavy ones in a list."""
    return tuple(
        _output(context, item.key, (item,))
        for item in visible_fields(context, entity)
        if single or item.kind not in HEAVY_KINDS
    )


def wanted_outputs(context: Context, entity: Entity, names: Iterable[str]) -> tuple[Output, ...]:
    """The outputs for requested paths; always with id and version. Raises `Invalid` for unknown ones."""
    outputs = {name: Output(name, (entity.fields[name],)) for name in ("id", "version")}
    issues: list[Issue] = []
    for name in filter(None, (part.strip() for part in names)):
        try:
            path = resolve_path(context, entity, name, at=("fields",))
            outputs[name] = _output(context, name, path)
        except Invalid as refusal:
            issues.extend(refusal.issues)
    if issues:
        raise Invalid(None, issues)
    return tuple(outputs.values())


def resolve_path(context: Context, entity: Entity, name: str, at: Path = ()) -> tuple[Field, ...]:
    """The fields along a dotted path; one that the actor may not see is refused like an unknown one."""
    found: list[Field] = []
    parts = name.split(".")
    if len(parts) > MAX_HOPS or len(name.encode()) > MAX_IDENTIFIER:
        raise Invalid(None, [_too_long(name, at)])
    for position, part in enumerate(parts):
        item = entity.find_field(part)
        out_of_reach = position > 0 and context.access(entity).impossible
        if item is None or out_of_reach or item.id in context.access(entity).hidden_fields:
            raise Invalid(None, [unknown_field(context, entity, part, at)])
        found.append(item)
        if position < len(parts) - 1:
            if item.kind not in LINKS:
                raise Invalid(None, [_leads_nowhere(item, at)])
            entity = context.schema.target_of(item)
    return tuple(found)


def resolve_plain_path(context: Context, entity: Entity, name: str, at: Path = ()) -> tuple[Field, ...]:
    """A path to order, group or measure by: all along it must be shown plainly, in every record."""
    path = resolve_path(context, entity, name, at)
    for item in path:
        if item.id in context.access(entity).veiled_fields:
            raise Invalid(None, [unknown_field(context, entity, item.key, at)])
        entity = context.schema.target_of(item) if item.target is not None else entity
    return path


def json_members(source: RowSource, outputs: Sequence[Output]) -> Sql:
    """``<expr> AS "<name>", …``; the joins that it needs are added to the source."""
    return join(", ", [_value(source, output) + f" AS {quote(output.name)}" for output in outputs])


def json_object(source: RowSource, outputs: Sequence[Output]) -> Sql:
    """SQL for one record's JSON."""
    members = " FROM (SELECT " + json_members(source, outputs) + ") o)"
    return "(SELECT " + _whole(source, outputs) + members


def json_text(source: RowSource, outputs: Sequence[Output]) -> Sql:
    """The JSON of what stands under the alias ``o`` (the members of ``outputs``), as text."""
    return _whole(source, outputs) + "::text"


def _whole(source: RowSource, outputs: Sequence[Output]) -> Sql:
    """Members under a veil that lies over some records only are taken out there."""
    absent = [kept_back for output in outputs if (kept_back := _absent(source, output)) is not None]
    if not absent:
        return Sql("row_to_json(o)")
    return "(to_jsonb(o) - ARRAY[" + join(", ", absent) + "]::text[])::json"


def _absent(source: RowSource, output: Output) -> Sql | None:
    """The member's name where a veil lies over it in this record, else NULL; None where none ever does."""
    place, veil = _place(source, output)
    if veil is None or veil.mask is not None:
        return None
    name = Sql("%s::text", (output.name,))
    return "CASE WHEN " + _lies(place, veil) + " THEN " + name + " END"


def _place(source: RowSource, output: Output) -> tuple[RowSource, Veil | None]:
    """Where the value stands, and what lies over it."""
    for link in output.path[:-1]:
        source = source.follow(link)
    return source, source.joins.visibility.veil(source.entity, output.path[-1].id)


def _lies(source: RowSource, veil: Veil) -> Sql:
    return source.joins.visibility.lies(source.entity, veil, source.alias)


def _output(context: Context, name: str, path: tuple[Field, ...]) -> Output:
    if path[-1].kind != "children":
        return Output(name, path)
    line = context.schema.target_of(path[-1])
    inner = [item for item in visible_fields(context, line) if item.id != path[-1].inverse]
    return Output(name, path, tuple(_output(context, item.key, (item,)) for item in inner))


def _value(source: RowSource, output: Output) -> Sql:
    source, veil = _place(source, output)
    if veil is None or veil.mask is None:
        return _plain(source, output)
    masked = Sql(f"to_json({veil.mask.sql(f'{source.column(output.path[-1])}::text')})")
    if not veil.when:
        return masked
    plain = "to_json(" + _plain(source, output) + ")"
    return "CASE WHEN " + _lies(source, veil) + " THEN " + masked + " ELSE " + plain + " END"


def _plain(source: RowSource, output: Output) -> Sql:
    item = output.path[-1]
    if item.key == "id" and item.system:
        return Sql(f"{source.column(item)}::text")
    if item.kind == "children":
        return _line_items(source, output)
    if item.kind == "references":
        return _linked_records(source, item)
    return Sql(get_kind(item.kind).json_sql(item, source))


def _line_items(source: RowSource, output: Output) -> Sql:
    """The live lines of a record, in their order, as a JSON list."""
    children = output.path[-1]
    line = source.joins.schema.target_of(children)
    inner = source.subquery(line)
    body = json_object(inner, output.lines)
    parent = inner.column(line.by_id[children.inverse or ""])
    return (
        "(SELECT coalesce(json_agg("
        + body
        + f" ORDER BY {inner.alias}.position, {inner.alias}.id), '[]'::json)"
        + f" FROM {quote(line.table)} {inner.alias}"
        + inner.joins.sql()
        + f" WHERE {parent} = {source.alias}.id AND {inner.alias}.deleted_at IS NULL)"
    )


def _linked_records(source: RowSource, links: Field) -> Sql:
    """The records of a many-to-many field that the viewer may see, in the order of their labels."""
    inner = source.subquery(source.joins.schema.target_of(links))
    title, table = inner.title(), quote(links.column)
    visible = inner.joins.visibility(inner.entity, inner.alias)
    return (
        f"(SELECT coalesce(json_agg(json_build_object('id', {inner.alias}.id::text, 'label', {title})"
        f" ORDER BY {title}, {inner.alias}.id), '[]'::json)"
        f" FROM {table} k JOIN {quote(inner.entity.table)} {inner.alias}"
        f" ON {inner.alias}.id = k.{LINK_TARGET}"
        + inner.joins.sql()
        + f" WHERE k.{LINK_SOURCE} = {source.alias}.id AND {inner.alias}.deleted_at IS NULL AND "
        + visible
        + ")"
    )


def unknown_field(context: Context, entity: Entity, name: str, at: Path = ()) -> Issue:
    """The finding for a name that is no visible field, with a proposal where the actor knows any."""
    known = [] if context.access(entity).impossible else visible_fields(context, entity)
    keys = [item.key for item in known]
    close = get_close_matches(name, keys, n=1)
    message = text(
        '{entity} has no field "{name}"', "{entity}没有字段“{name}”", entity=entity.key, name=name[:80]
    )
    hint = text('Did you mean "{close}"?', "您是否想用“{close}”？", close=close[0]) if close else None
    return Issue("unknown_field", message, at, hint)


def _leads_nowhere(item: Field, at: Path) -> Issue:
    message = text(
        '"{key}" is no reference, so nothing can follow it',
        "“{key}”不是引用字段，后面不能再接路径",
        key=item.key,
    )
    return Issue("not_a_reference", message, at)


def _too_long(name: str, at: Path) -> Issue:
    message = text(
        "A path has at most {hops} steps and {bytes} characters: {name}",
        "路径最多 {hops} 级、{bytes} 个字符：{name}",
        hops=MAX_HOPS,
        bytes=MAX_IDENTIFIER,
        name=name[:80],
    )
    return Issue("path_too_long", message, at)
