"""What a client sends, parsed field by field into column values; every finding says where.

A `Draft` holds only what was given; defaults and computed values come later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from odos.fields.kind import ParseContext
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.currencies import currency_digits
from odos.records.selecting import unknown_field
from odos.schema.model import Entity, Field

Mode = Literal["create", "edit"]
ColumnValues = tuple[object, ...]
MAX_LINKS = 1_000
MAX_LINES = 5_000
# Told to clients, and sent back by those that return a whole record; saying the same again is no change.
_ECHOED = frozenset({"id", "version", "created_at", "created_by", "updated_at", "updated_by"})


@dataclass
class Line:
    """One line item as sent: a new one (no id), a change, or a removal."""

    index: int
    id: int | None
    delete: bool
    draft: Draft


@dataclass
class Draft:
    """Parsed input by field identity."""

    values: dict[str, ColumnValues] = field(default_factory=dict)
    links: dict[str, list[int]] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class _Writable:
    """What may be written to one entity in one mode."""

    fields: Mapping[str, Field]
    refused: Mapping[str, Field]  # visible, but not to be written


def read_draft(
    context: Context, entity: Entity, payload: object, mode: Mode, *, hidden: frozenset[str] = frozenset()
) -> Draft:
    """Parse ``payload``; findings are collected in the draft, nothing is raised."""
    draft = Draft()
    if not isinstance(payload, Mapping):
        message = text("A record is an object of field values", "记录应为字段值对象")
        draft.issues.append(Issue("not_an_object", message))
        return draft
    writable = kept(context, ("writable", entity.id, mode), lambda: _writable(context, entity, mode))
    parsing = parse_context(context)
    for key, value in payload.items():
        item = writable.fields.get(key) or _by_alias(entity, key, writable)
        if item is not None and item.id not in hidden:
            _read_value(context, draft, item, value, parsing)
        elif key not in _ECHOED:
            draft.issues.append(_refusal(context, entity, str(key), writable, mode))
    return draft


def parse_context(context: Context) -> ParseContext:
    """What kinds may need beside the value."""
    return ParseContext(context.now, context.schema.base_currency, currency_digits(context))


def _writable(context: Context, entity: Entity, mode: Mode) -> _Writable:
    access = context.access(entity, mode)
    fields: dict[str, Field] = {}
    refused: dict[str, Field] = {}
    for item in entity.fields.values():
        if item.id in access.hidden_fields:
            continue
        locked = item.read_only or item.id in access.readonly_fields or item.kind in {"formula", "rollup"}
        locked = locked or (mode == "edit" and item.read_only_after_create)
        (refused if locked else fields)[item.key] = item
    return _Writable(fields, refused)


def _by_alias(entity: Entity, key: str, writable: _Writable) -> Field | None:
    found = entity.find_field(key)
    return writable.fields.get(found.key) if found else None


def _refusal(context: Context, entity: Entity, key: str, writable: _Writable, mode: Mode) -> Issue:
    if key not in writable.refused:
        return unknown_field(context, entity, key, at=(key[:80],))
    if mode == "edit" and writable.refused[key].read_only_after_create:
        message = text('"{key}" cannot be changed after creation', "“{key}”创建后不能修改", key=key)
    else:
        message = text('"{key}" cannot be written', "“{key}”为只读字段", key=key)
    return Issue("read_only", message, (key,), text("Leave it out", "请去掉该字段"))


def _read_value(context: Context, draft: Draft, item: Field, value: Any, parsing: ParseContext) -> None:
    reader = _READERS.get(item.kind)
    try:
        if reader is not None:
            reader(context, draft, item, value)
        else:
            draft.values[item.id] = get_kind(item.kind).parse(item, value, parsing)
    except Invalid as refusal:
        draft.issues.extend(issue.under(item.key) for issue in refusal.issues)


def _read_links(_context: Context, draft: Draft, item: Field, value: Any) -> None:
    listed = [] if value is None else value
    if not isinstance(listed, list) or len(listed) > MAX_LINKS:
        message = text("A list of at most {n} ids", "应为最多 {n} 个编号的列表", n=MAX_LINKS)
        raise Invalid(None, [Issue("not_a_list", message)])
    ids = [read_id(entry.get("id") if isinstance(entry, Mapping) else entry) for entry in listed]
    draft.links[item.id] = list(dict.fromkeys(ids))


def _read_lines(context: Context, draft: Draft, item: Field, value: Any) -> None:
    listed = [] if value is None else value
    if not isinstance(listed, list) or len(listed) > MAX_LINES:
        message = text("A list of at most {n} line items", "应为最多 {n} 行的明细列表", n=MAX_LINES)
        raise Invalid(None, [Issue("not_a_list", message)])
    draft.lines[item.id] = [
        _read_line(context, draft, item, index, entry) for index, entry in enumerate(listed)
    ]


def _read_line(context: Context, draft: Draft, item: Field, index: int, entry: Any) -> Line:
    entity = context.schema.target_of(item)
    given = dict(entry) if isinstance(entry, Mapping) else entry
    line_id, delete = None, False
    if isinstance(given, dict):
        line_id = given.pop("id", None)
        delete = given.pop("_delete", False) is True
    hidden = frozenset({item.inverse or ""})
    mode: Mode = "create" if line_id is None else "edit"
    inner = read_draft(context, entity, {} if delete else given, mode, hidden=hidden)
    try:
        number = None if line_id is None else read_id(line_id)
    except Invalid as refusal:
        inner.issues.extend(issue.under("id") for issue in refusal.issues)
        number = None
    draft.issues.extend(issue.under(item.key, index) for issue in inner.issues)
    return Line(index, number, delete, inner)


_READERS: Mapping[str, Callable[[Context, Draft, Field, Any], None]] = {
    "references": _read_links,
    "children": _read_lines,
}


def read_id(value: object) -> int:
    """An id as sent (text of digits, or a number); raises `Invalid`."""
    if isinstance(value, str | int) and not isinstance(value, bool) and str(value).isascii():
        digits = str(value)
        if digits.isdigit() and len(digits) <= 18:
            return int(digits)
    message = text("{value} is no id", "{value} 不是有效的编号", value=repr(value)[:60])
    raise Invalid(None, [Issue("bad_id", message)])
