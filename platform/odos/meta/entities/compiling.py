"""One entity: its effective document, layouts and views to the frozen `Entity` that everything runs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.db.models import Model

from odos.accounts.models import Assignment, Position, Unit, User
from odos.calendars.models import WorkingCalendar
from odos.fields.computed import COMPUTED_KINDS, is_computed_when_read
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.meta.checks.rollups import find_rolled
from odos.meta.design.environment import Environment
from odos.meta.design.outlines import FieldOutline, Outline, plural_labels
from odos.meta.design.rewriting import present_groups
from odos.meta.entities.parts import PARTS
from odos.meta.entities.stage_requirements import with_stage_requirements
from odos.meta.schemas.documents import FIELD_ATTRIBUTES
from odos.records.checks.conditions import CONDITIONS
from odos.schema.model import Entity, Field, Incoming, LineOf, Unique
from odos.schema.names import physical_name
from odos.schema.system import (
    ASSIGNMENT_ENTITY,
    CALENDAR_ENTITY,
    POSITION_ENTITY,
    UNIT_ENTITY,
    USER_ENTITY,
    system_fields,
)
from odos.storage.physical import TABLE_PREFIX, column_stem, is_generated

_NO_ORDER = 1_000.0
_TITLES = ("text", "auto_number", "email", "phone", "url", "long_text")
_UNIQUE_KINDS = frozenset({"auto_number"})


@dataclass(frozen=True)
class _Static:
    """A table that exists without metadata."""

    table: str
    columns: frozenset[str]


def _static(model: type[Model]) -> _Static:
    options = model._meta  # noqa: SLF001  (public, in spite of its name)
    return _Static(options.db_table, frozenset(str(column.column) for column in options.concrete_fields))


_STATIC = {
    USER_ENTITY: _static(User),
    UNIT_ENTITY: _static(Unit),
    POSITION_ENTITY: _static(Position),
    ASSIGNMENT_ENTITY: _static(Assignment),
    CALENDAR_ENTITY: _static(WorkingCalendar),
}


def compile_entity(environment: Environment, outline: Outline, building: frozenset[str]) -> Entity:
    """The entity; expects a document without errors. ``building`` are fields whose rows are worked on."""
    document = environment.stacks[outline.id].document or {}
    pipelines = tuple(_documents(environment, outline, "pipeline"))
    fields = with_stage_requirements(_fields(environment, outline, document, building), pipelines)
    return Entity(
        id=outline.id,
        key=outline.key,
        label=document.get("label") or {"en": outline.key},
        plural=plural_labels(document, outline.key),
        former_plurals=tuple(document.get("former_plurals") or ()),
        table=table_name(outline),
        fields=MappingProxyType({item.key: item for item in fields}),
        title_field=_title(outline, document, fields),
        owned=outline.owned,
        system=outline.system,
        team=_team(document),
        icon=str(document.get("icon") or ""),
        description=document.get("description") or {},
        aliases=outline.aliases,
        uniques=tuple(_uniques(outline, document)),
        duplicates=tuple(_duplicates(outline, document)),
        line_of=_line_of(environment, outline),
        incoming=tuple(Incoming(*pair) for pair in environment.incoming.get(outline.id, ())),
        layouts=tuple(_documents(environment, outline, "layout")),
        views=tuple(_documents(environment, outline, "view")),
        workflows=tuple(_documents(environment, outline, "workflow")),
        rules=tuple(_documents(environment, outline, "rule")),
        pipelines=pipelines,
        conversions=tuple(_documents(environment, outline, "conversion")),
        templates=tuple(_documents(environment, outline, "template")),
        query_groups=tuple(present_groups(environment, outline, document.get("query_groups") or {})),
    )


def _team(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The roles in the team of a record; ``team: true`` is one that only sees."""
    given = document.get("team") or {}
    roles = {"member": _MEMBER} if given is True else given
    return MappingProxyType(
        dict(sorted(roles.items(), key=lambda pair: float(pair[1].get("order", _NO_ORDER))))
    )


_MEMBER: Mapping[str, Any] = {"label": {"en": "Member", "zh-hans": "成员"}, "see": True}


def table_name(outline: Outline) -> str:
    """People and units stand on static tables; all others on generated ones."""
    static = _STATIC.get(outline.id)
    return static.table if static else physical_name(TABLE_PREFIX, outline.birth, outline.id)


def with_options(item: Field, birth: str, **options: Any) -> Field:
    """The field with further options; its columns may become others."""
    changed = replace(item, options=MappingProxyType({**item.options, **options}))
    if item.kind not in COMPUTED_KINDS and not is_generated(item):
        return changed
    return replace(changed, column="" if is_computed_when_read(changed) else column_stem(changed, birth))


def _fields(
    environment: Environment, outline: Outline, document: Mapping[str, Any], building: frozenset[str]
) -> list[Field]:
    documents: Mapping[str, Any] = document.get("fields") or {}
    own = [
        _field(environment, outline, outline.fields[birth], item, building)
        for birth, item in documents.items()
    ]
    own.sort(key=lambda item: (item.order, item.key))
    return [*system_fields(outline.id, owned=outline.owned), *own]


def _field(
    environment: Environment,
    outline: Outline,
    item: FieldOutline,
    document: Mapping[str, Any],
    building: frozenset[str],
) -> Field:
    target = environment.target(item)
    inverse = environment.inverse(item)
    options = {key: value for key, value in document.items() if key not in FIELD_ATTRIBUTES}
    if target is not None and "target" in options:
        options["target"] = target.key
    if inverse is not None:
        options["parent_field"] = inverse.key
    if "options_from" in options:
        options["options"] = environment.offered[options["options_from"]]
    if item.kind in COMPUTED_KINDS:
        options.setdefault("result", "number")  # until `results` has found it out
    if item.kind == "rollup":
        options |= _present_rollup(environment, outline, options)
    compiled = Field(
        id=item.id,
        key=item.key,
        kind=item.kind,
        label=document.get("label") or {"en": item.key},
        column="",
        order=float(document.get("order", _NO_ORDER)),
        help=document.get("help") or {},
        state="building" if item.id in building else "active",
        target=target.id if target else None,
        inverse=inverse.id if inverse else None,
        aliases=item.aliases,
        options=MappingProxyType(options),
        **_flags(document),
    )
    return replace(compiled, column=_column(outline, item, compiled))


def _present_rollup(environment: Environment, outline: Outline, options: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of former times become present ones."""
    found = find_rolled(environment, outline, str(options.get("over")))
    if isinstance(found, Issue):
        return {}
    child, reference = found
    own = outline.find(str(options["over"]))
    taken = child.find(str(options.get("field")))
    over = own.key if own else f"{child.key}.{reference.key}"
    return {"over": over, **({"field": taken.key} if taken else {})}


def _flags(document: Mapping[str, Any]) -> dict[str, Any]:
    names = ("required", "read_only", "read_only_after_create", "indexed", "searchable", "personal_data")
    flags: dict[str, Any] = {name: document.get(name) is True for name in names}
    unique = document.get("unique") is True or document.get("kind") in _UNIQUE_KINDS
    return flags | {
        "unique": unique,
        "audited": document.get("audited") is not False,
        "default": document.get("default"),
        **{name: document.get(name) or None for name in CONDITIONS},
    }


def _column(outline: Outline, item: FieldOutline, compiled: Field) -> str:
    static = _STATIC.get(outline.id)
    if static and item.birth in static.columns:
        return item.birth
    return column_stem(compiled, item.birth) if get_kind(item.kind).storage != "none" else ""


def _title(outline: Outline, document: Mapping[str, Any], fields: Sequence[Field]) -> str:
    named = outline.find(str(document.get("title_field")))
    if named is not None:
        return named.key
    own = (item for kind in _TITLES for item in fields if item.kind == kind and not item.system)
    return next((item.key for item in own), "id")


def _uniques(outline: Outline, document: Mapping[str, Any]) -> Iterator[Unique]:
    for key, unique in sorted((document.get("uniques") or {}).items()):
        found = (outline.find(name) for name in unique["fields"])
        yield Unique(key, tuple(item.id for item in found if item is not None))


def _duplicates(outline: Outline, document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rules in their order, with present keys."""
    rules = (document.get("duplicates") or {}).items()
    for key, rule in sorted(rules, key=lambda entry: (entry[1].get("order", _NO_ORDER), entry[0])):
        found = ((outline.find(name), how) for name, how in rule["fields"].items())
        yield {**rule, "key": key, "fields": {item.key: how for item, how in found if item is not None}}


def _line_of(environment: Environment, outline: Outline) -> LineOf | None:
    claims = environment.lines.get(outline.id, ())
    return LineOf(*claims[0]) if claims else None


def _documents(environment: Environment, outline: Outline, kind: str) -> Iterator[Mapping[str, Any]]:
    rewrite = PARTS[kind].present
    stacks = environment.parts(kind, outline)
    for stack in sorted(stacks, key=lambda item: ((item.document or {}).get("order", _NO_ORDER), item.key)):
        own = {"id": stack.uuid, "key": stack.present_key}
        yield rewrite(environment, outline, {**(stack.document or {}), **own})
