"""What a client sends, parsed field by field into column values; every finding says where.

A `Draft` holds only what was given; defaults and computed values come later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from odos.access.model import Access
from odos.fields.computed import COMPUTED_KINDS
from odos.fields.kind import ParseContext
from odos.fields.links import read_id
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.values.currencies import currency_digits
from odos.records.values.selecting import unknown_field
from odos.schema.model import Entity, Field

Mode = Literal["create", "edit"]
ColumnValues = tuple[object, ...]
Parse = Callable[[Field, Any, ParseContext], ColumnValues]
Gather = Callable[[Context, "Draft", Field, Any], None]
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

    @property
    def further(self) -> frozenset[str]:
        """What is written beside the row itself: fields of links, and of lines where any were sent."""
        return frozenset([*self.links, *(key for key, lines in self.lines.items() if lines)])


@dataclass(frozen=True)
class _Writable:
    """What may be written to one entity in one mode, by present key."""

    plain: Mapping[str, tuple[Field, Parse]]
    gathered: Mapping[str, tuple[Field, Gather]]  # lists of links and lines
    refused: Mapping[str, Field]  # visible, but not to be written


def read_draft(
    context: Context, entity: Entity, payload: object, mode: Mode, *, hidden: frozenset[str] = frozenset()
) -> Draft:
    """Parse one ``payload``; see `DraftReader`."""
    return DraftReader(context, entity, mode, hidden=hidden).read(payload)


class DraftReader:
    """Parses payloads of one entity; findings are collected in the drafts, nothing is raised."""

    def __init__(
        self, context: Context, entity: Entity, mode: Mode, *, hidden: frozenset[str] = frozenset()
    ) -> None:
        self._context = context
        self._entity = entity
        self._mode = mode
        self._hidden = hidden
        self._parsing = parse_context(context)
        self._writable = kept(
            context, ("writable", entity.id, mode), lambda: _writable(context, entity, mode)
        )

    def read(self, payload: object) -> Draft:
        """The draft of one object of field values."""
        draft = Draft()
        if not isinstance(payload, Mapping):
            message = text("A record is an object of field values", "记录应为字段值对象")
            draft.issues.append(Issue("not_an_object", message))
            return draft
        plain, parsing, values = self._writable.plain, self._parsing, draft.values
        for key, value in payload.items():
            entry = plain.get(key)
            if entry is None or entry[0].id in self._hidden:
                self._read_other(draft, key, value)
                continue
            item, parse = entry
            try:
                values[item.id] = parse(item, value, parsing)
            except Invalid as refusal:
                draft.issues.extend(issue.under(item.key) for issue in refusal.issues)
        return draft

    def _read_other(self, draft: Draft, key: str, value: Any) -> None:
        """Lists, former keys, and what may not be written."""
        gathered = self._writable.gathered.get(key)
        former = self._entity.find_field(key)
        if gathered is not None:
            item, gather = gathered
            try:
                gather(self._context, draft, item, value)
            except Invalid as refusal:
                draft.issues.extend(issue.under(item.key) for issue in refusal.issues)
        elif former is not None and former.key != key and former.id not in self._hidden:
            self._merge(draft, self.read({former.key: value}))
        elif key not in _ECHOED:
            refusal_of = _refusal(self._context, self._entity, str(key), self._writable, self._mode)
            draft.issues.append(refusal_of)

    def _merge(self, draft: Draft, other: Draft) -> None:
        draft.values |= other.values
        draft.links |= other.links
        draft.lines |= other.lines
        draft.issues += other.issues


def is_blank(values: ColumnValues | None) -> bool:
    """Whether column values say nothing; a text of blanks does not."""
    if values is None or values[0] is None or values[0] == []:
        return True
    return isinstance(values[0], str) and values[0].isspace()


def parse_context(context: Context) -> ParseContext:
    """What kinds may need beside the value."""
    return ParseContext(context.now, context.schema.base_currency, currency_digits(context))


def _writable(context: Context, entity: Entity, mode: Mode) -> _Writable:
    access = context.access(entity, mode)
    visible = [item for item in entity.fields.values() if item.id not in access.hidden_fields]
    refused = {item.key: item for item in visible if is_locked(item, access, mode)}
    fields = [item for item in visible if item.key not in refused]
    return _Writable(
        {item.key: (item, get_kind(item.kind).parse) for item in fields if item.kind not in _GATHERERS},
        {item.key: (item, _GATHERERS[item.kind]) for item in fields if item.kind in _GATHERERS},
        refused,
    )


def is_locked(item: Field, access: Access, mode: Mode) -> bool:
    """Whether no value of the field may be sent in that mode."""
    computed = item.kind in COMPUTED_KINDS
    frozen = mode == "edit" and item.read_only_after_create
    return item.read_only or computed or frozen or item.id in access.readonly_fields


def _refusal(context: Context, entity: Entity, key: str, writable: _Writable, mode: Mode) -> Issue:
    if key not in writable.refused:
        return unknown_field(context, entity, key, at=(key[:80],))
    if mode == "edit" and writable.refused[key].read_only_after_create:
        message = text('"{key}" cannot be changed after creation', "“{key}”创建后不能修改", key=key)
        return Issue("read_only", message, (key,), _LEAVE_OUT)
    return may_not_write(key)


def may_not_write(key: str) -> Issue:
    """The finding for a field that is not the actor's to write."""
    return Issue(
        "read_only", text('"{key}" cannot be written', "“{key}”为只读字段", key=key), (key,), _LEAVE_OUT
    )


_LEAVE_OUT = text("Leave it out", "请去掉该字段")


def _read_links(_context: Context, draft: Draft, item: Field, value: Any) -> None:
    listed = [] if value is None else value
    if not isinstance(listed, list) or len(listed) > MAX_LINKS:
        message = text("A list of at most {n} ids", "应为最多 {n} 个编号的列表", n=MAX_LINKS)
        raise Invalid(None, [Issue("not_a_list", message)])
    ids = [read_id(entry) for entry in listed]
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


_GATHERERS: Mapping[str, Gather] = {"references": _read_links, "children": _read_lines}
