"""Records that name segments, such as the campaign that a segment is the audience of.

A segment is named by a field of kind ``segment``. Whoever names one must have it; it stays when somebody
saves the record who does not. What a record names cannot be deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from odos.database.session import fetch_all, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text, translate
from odos.personal.audience import visible_to
from odos.personal.models import Segment
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.schema.model import Entity, Field, Schema

KIND = "segment"


def check_named(context: Context, attempts: Sequence[Attempt]) -> Iterator[tuple[int, Issue]]:
    """Findings where a record comes to name a segment that the actor does not have, or of another entity."""
    wanted = list(_wanted(attempts))
    if not wanted:
        return
    known = _known(context, {segment_id for _position, _item, segment_id in wanted})
    for position, item, segment_id in wanted:
        if (segment_id, item.target) not in known:
            yield position, _no_segment(context.schema, item)


GUARD = Guard("segments", 30, check_named)


def refuse_when_named(context: Context, segment: Segment) -> None:
    """Raises `Invalid` where records that are not in the bin name the segment; asked with its row locked."""
    fields = list(_naming_fields(context.schema, str(segment.entity)))
    asked = " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {quote(entity.table)}"
        f" WHERE {quote(item.column)} = %s AND deleted_at IS NULL)"
        for number, (entity, item) in enumerate(fields)
    )
    found = fetch_all(context.workspace, asked, [segment.pk] * len(fields)) if fields else []
    if found:
        raise Invalid(None, [_in_use(*fields[number]) for (number,) in found])


def _wanted(attempts: Sequence[Attempt]) -> Iterator[tuple[int, Field, int]]:
    for position, attempt in enumerate(attempts):
        for item in attempt.entity.fields_of_kind(KIND):
            given = attempt.after.get(item.id)
            if given and given[0] is not None and given != attempt.before.get(item.id):
                yield position, item, int(str(given[0]))


def _known(context: Context, ids: set[int]) -> set[tuple[int, str]]:
    """The segments that are there for the actor, each with its entity; locked against deletion until then."""
    seen = Q() if context.actor.user_id is None else visible_to(context.actor)
    with transaction(context.workspace):
        found = Segment.objects.select_for_update(no_key=True).filter(seen, pk__in=ids).order_by("pk")
        return {(pk, str(entity)) for pk, entity in found.values_list("pk", "entity")}


def _naming_fields(schema: Schema, entity_id: str) -> Iterator[tuple[Entity, Field]]:
    for entity in schema.entities.values():
        for item in entity.fields_of_kind(KIND):
            if item.target == entity_id:
                yield entity, item


def _no_segment(schema: Schema, item: Field) -> Issue:
    target = schema.target_of(item)
    message = text(
        "There is no such segment of {plural}", "没有这样的{plural_zh}细分",
        plural=translate(target.plural_label), plural_zh=translate(target.plural_label, "zh-hans"),
    )  # fmt: skip
    hint = text("It may have been deleted, or not be shared with you", "它可能已被删除，或未与您共享")
    return Issue("segment_not_found", message, (item.key,), hint)


def _in_use(entity: Entity, item: Field) -> Issue:
    message = text(
        "Records of {plural} name this segment", "仍有{plural_zh}使用此细分",
        plural=translate(entity.plural_label), plural_zh=translate(entity.plural_label, "zh-hans"),
    )  # fmt: skip
    hint = text("Name another segment there first", "请先在那里改用其他细分")
    return Issue("segment_in_use", message, (entity.key, item.key), hint)
