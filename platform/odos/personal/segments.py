"""Segments: named sets of records. A dynamic one is a condition, a static one the records it once found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from odos.database.session import execute, fetch_value, transaction
from odos.dsl.printer import print_rule
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text
from odos.personal.audience import Names, audience_json, names_of
from odos.personal.conditions import NAME, check_filter, check_node, present_segments
from odos.personal.models import Segment, SegmentKind
from odos.personal.naming import refuse_when_named
from odos.personal.pinning import pin_rule, read_pinned
from odos.personal.sharing import (
    may_change,
    not_found,
    owner_id,
    read_name,
    require_change,
    require_entity,
    seen_by,
    set_audience,
    state_of,
    write_audit,
)
from odos.records.context import Context
from odos.records.lists.filters import compile_filter
from odos.records.lists.queries import ListRequest, list_records, narrowing_of
from odos.records.rules.compiled import rule_scope
from odos.schema.model import Entity

AUDITED_AS = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000102"
MOST_MEMBERS = 1_000_000
FREEZE_TIMEOUT_MS = 120_000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ATTRIBUTES = frozenset({"name", "audience", "entity", "key", "kind", "filter"})


def list_segments(context: Context, entity: str) -> list[Segment]:
    """The segments of an entity that the actor owns or was given, by name."""
    found = require_entity(context, entity)
    with transaction(context.workspace):
        return list(seen_by(context, Segment.objects.filter(entity=found.id)).order_by("name", "id"))


def get_segment(context: Context, segment_id: int, *, lock: bool = False) -> Segment:
    """The segment, in the open transaction; raises `NotFound`."""
    segments = Segment.objects.select_for_update() if lock else Segment.objects
    found = seen_by(context, segments.filter(pk=segment_id)).first()
    if found is None:
        raise not_found("segment", "细分", segment_id)
    return found


def read_segment(context: Context, segment_id: int) -> Segment:
    """`get_segment` in a transaction of its own."""
    with transaction(context.workspace):
        return get_segment(context, segment_id)


def count_members(context: Context, segment: Segment) -> tuple[int | None, str | None]:
    """How many of its records the actor may see, capped as in lists; None when it cannot be read."""
    entity = context.schema.by_id[str(segment.entity)]
    request = ListRequest(filter=f'{NAME}("{segment.key}")', fields=("id",), limit=1)
    try:
        page = list_records(context=context, entity=entity, request=request)
    except Invalid:
        return None, None
    return page.count, page.count_kind


def create_segment(*, context: Context, given: Mapping[str, Any]) -> Segment:
    """A segment of the actor's own; a static one is frozen at once. Raises `Invalid`."""
    _check_names(given)
    entity = require_entity(context, str(given.get("entity") or ""))
    source = _text(given, "filter")
    segment = Segment(
        entity=entity.id,
        owner=owner_id(context),
        name=read_name(given),
        kind=_kind(given),
        condition=pin_rule(source, check_filter(context, entity, source)),
        created_at=context.now,
        updated_at=context.now,
    )
    if "audience" in given:
        set_audience(context, segment, given["audience"])
    with transaction(context.workspace, timeout_ms=FREEZE_TIMEOUT_MS):
        segment.key = _free_key(context, given.get("key"), segment.name)
        segment.save()
        _freeze(context, entity, segment)
        write_audit(context, AUDITED_AS, segment, "created", {}, state_of(segment))
    return segment


def change_segment(
    *, context: Context, segment_id: int, given: Mapping[str, Any], if_version: int | None = None
) -> Segment:
    """Change what is sent. A static one is frozen anew when its condition or kind is sent."""
    _check_names(given)
    with transaction(context.workspace, timeout_ms=FREEZE_TIMEOUT_MS):
        segment = get_segment(context, segment_id, lock=True)
        require_change(context, segment, if_version)
        before = state_of(segment)
        _change(context, segment, given)
        segment.version += 1
        segment.updated_at = context.now
        segment.save()
        write_audit(context, AUDITED_AS, segment, "updated", before, state_of(segment))
    return segment


def delete_segment(*, context: Context, segment_id: int, if_version: int | None = None) -> None:
    """Remove a segment and its list of members; the records stay. Refused while records name it."""
    with transaction(context.workspace, timeout_ms=FREEZE_TIMEOUT_MS):
        segment = get_segment(context, segment_id, lock=True)
        require_change(context, segment, if_version)
        refuse_when_named(context, segment)
        write_audit(context, AUDITED_AS, segment, "deleted", state_of(segment), {})
        execute(context.workspace, "DELETE FROM segment_member WHERE segment_id = %s", [segment.pk])
        segment.delete()


def segments_json(context: Context, segments: Sequence[Segment], language: str) -> list[dict[str, Any]]:
    """The wire form of many, with one query for all names."""
    names = names_of(context.workspace, segments) if segments else {}
    return [_json(context, segment, names, language) for segment in segments]


def _json(context: Context, segment: Segment, names: Names, language: str) -> dict[str, Any]:
    entity = context.schema.by_id[str(segment.entity)]
    condition, issues = _shown(context, entity, segment)
    changeable = may_change(context, segment)
    body = {
        "id": str(segment.pk),
        "key": segment.key,
        "entity": entity.key,
        "name": segment.name,
        "kind": segment.kind,
        "filter": condition,
        "condition": f'{NAME}("{segment.key}")',
        "frozen_at": segment.frozen_at.isoformat() if segment.frozen_at else None,
        "owner": {"id": str(segment.owner), "label": names.get(("user", segment.owner))},
        "is_own": segment.owner == context.actor.user_id,
        "can_edit": changeable,
        "version": segment.version,
        "updated_at": segment.updated_at.isoformat(),
        "issues": [issue.as_json(language) for issue in issues],
    }
    return {**body, "audience": audience_json(segment, names)} if changeable else body


def _shown(context: Context, entity: Entity, segment: Segment) -> tuple[str | None, list[Issue]]:
    node = read_pinned(segment.condition)
    if not has_errors(check_node(context, entity, node).issues):
        return print_rule(node, rule_scope(context, entity)), []
    message = text(
        "The condition asks for something that is not there for you", "该条件引用了不存在或您无权查看的内容"
    )
    return None, [Issue("condition_gone", message, ("filter",), severity="warning")]


def _change(context: Context, segment: Segment, given: Mapping[str, Any]) -> None:
    entity = context.schema.by_id[str(segment.entity)]
    if "name" in given:
        segment.name = read_name(given)
    if "audience" in given:
        set_audience(context, segment, given["audience"])
    if "filter" in given:
        source = _text(given, "filter")
        segment.condition = pin_rule(source, check_filter(context, entity, source))
    if "kind" in given:
        segment.kind = _kind(given)
    if given.keys() & {"filter", "kind"}:
        _freeze(context, entity, segment)


def _freeze(context: Context, entity: Entity, segment: Segment) -> None:
    """Note the records that meet the condition now, as far as the actor sees them; in one statement."""
    execute(context.workspace, "DELETE FROM segment_member WHERE segment_id = %s", [segment.pk])
    segment.frozen_at = None
    if segment.kind != SegmentKind.STATIC:
        return
    source = print_rule(read_pinned(segment.condition), rule_scope(context, entity))
    asked = present_segments(context, entity, source)
    narrowing = narrowing_of(context, entity, [compile_filter(context, entity, asked)])
    row = narrowing.source("t", "f")
    condition = narrowing.condition(row)
    statement = (
        Sql("INSERT INTO segment_member (segment_id, record_id) SELECT %s, t.id", (segment.pk,))
        + f" FROM {quote(entity.table)} t"
        + row.joins.sql()
        + " WHERE "
        + condition
        + f" LIMIT {MOST_MEMBERS + 1}"
    )
    if execute(context.workspace, statement.text, statement.bind(context.slots)) > MOST_MEMBERS:
        message = text("A list holds at most {n} records", "名单最多包含 {n} 条记录", n=MOST_MEMBERS)
        raise Invalid(None, [Issue("too_many_members", message, ("filter",))])
    segment.frozen_at = context.now
    segment.save()


def _free_key(context: Context, given: object, name: str) -> str:
    """The key that was asked for, else one made of the name."""
    taken = "SELECT 1 FROM segment WHERE key = %s"
    if given is not None:
        if not isinstance(given, str) or not _KEY.fullmatch(given):
            message = text("A key has lower-case letters, digits and _", "标识只能包含小写字母、数字和下划线")
            raise Invalid(None, [Issue("bad_key", message, ("key",))])
        if fetch_value(context.workspace, taken, [given]):
            raise Invalid(None, [Issue("duplicate_key", text("The key is taken", "标识已被使用"), ("key",))])
        return given
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:50]
    stem = stem if stem and stem[0].isalpha() else "segment"
    numbered = (stem if n == 1 else f"{stem}_{n}" for n in range(1, 10_000))
    return next(key for key in numbered if not fetch_value(context.workspace, taken, [key]))


def _kind(given: Mapping[str, Any]) -> str:
    kind = given.get("kind") or SegmentKind.DYNAMIC
    if kind not in SegmentKind.values:
        message = text("A segment is dynamic or static", "细分应为 dynamic 或 static")
        raise Invalid(None, [Issue("bad_kind", message, ("kind",))])
    return str(kind)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        message = text("Say which records belong to it", "请填写记录所需满足的条件")
        raise Invalid(None, [Issue("required", message, (name,))])
    return value.replace("\x00", "")


def _check_names(given: Mapping[str, Any]) -> None:
    unknown = sorted(set(given) - _ATTRIBUTES)
    if unknown:
        message = text('A segment has no "{name}"', "细分没有“{name}”属性", name=unknown[0][:60])
        raise Invalid(None, [Issue("unknown_attribute", message, (unknown[0],))])
