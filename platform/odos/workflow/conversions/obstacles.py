"""Why a conversion cannot be undone: others depend on what it made, or somebody has worked on it since.

Records are named as far as whoever asks may see them; of others only the kind is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from odos.database.session import fetch_all
from odos.fields.kinds.references import LINK_SOURCE, LINK_TARGET
from odos.kernel.issues import Issue
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import Text, text, translate
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.schema.model import Entity
from odos.workflow.conversions.converting import versions_of
from odos.workflow.models import ConversionResult, RecordConversion

_SHOWN = 3  # records that a finding names
_USES = """
    SELECT %s, %s, {column}, (array_agg(t.id ORDER BY t.id))[:{shown}]
    FROM {rows} WHERE {column} = ANY(%s) AND t.deleted_at IS NULL AND NOT t.id = ANY(%s) GROUP BY {column}
"""

Place = tuple[str, int]  # identity of an entity, id of a record
Uses = dict[Place, dict[str, list[int]]]  # of a record: who uses it, by identity of their entity


@dataclass(frozen=True)
class Created:
    """A record that a conversion made and that is still there."""

    entity: Entity
    record_id: int
    untouched: bool

    @property
    def place(self) -> Place:
        """How it is found."""
        return self.entity.id, self.record_id


def created_by(context: Context, row: RecordConversion) -> list[Created]:
    """The youngest first, so that what refers to others goes before them."""
    results: Sequence[ConversionResult] = list(row.results.filter(created=True).order_by("-id"))
    ids: dict[str, list[int]] = defaultdict(list)
    for result in results:
        ids[str(result.entity_id)].append(result.record_id)
    known = {key: entity for key in ids if (entity := context.schema.by_id.get(key)) is not None}
    versions = {key: versions_of(context, entity, ids[key]) for key, entity in known.items()}
    return [
        Created(known[key], result.record_id, versions[key][result.record_id] == result.version)
        for result in results
        if result.record_id in versions.get(key := str(result.entity_id), {})
    ]


def obstacles(context: Context, entity: Entity, row: RecordConversion) -> list[Issue]:
    """Records that depend on what was made, and changes that would be lost."""
    created = created_by(context, row)
    if not created:
        return []
    onward = _converted_since(row, created)
    uses = _uses(context, created, {(entity.id, row.record_id), *(item.place for item in created)})
    _add_choices(uses, row, created)
    shown = [item.place for item in created]
    shown += [(holder, key) for holders in uses.values() for holder, ids in holders.items() for key in ids]
    labels = labels_in_sight(context, shown)
    return [
        issue
        for item in created
        for issue in _obstacles_of(context, item, item.place in onward, uses.get(item.place, {}), labels)
    ]


def _obstacles_of(
    context: Context,
    item: Created,
    is_converted: bool,
    uses: Mapping[str, Iterable[int]],
    labels: Mapping[Place, str],
) -> Iterator[Issue]:
    names = _called(item, labels)
    if not item.untouched:
        yield Issue("changed_since", text("{en} was changed since", "{zh}在转化后已被修改", **names))
    if is_converted:
        yield Issue("converted_since", text("{en} was converted itself", "{zh}自身已被转化", **names))
        return
    for holder, ids in uses.items():
        yield Issue("in_use", _used_by(context.schema.by_id[holder], ids, labels, names))


def _called(item: Created, labels: Mapping[Place, str]) -> dict[str, str]:
    label, name = item.entity.label, labels.get(item.place)
    english, chinese = translate(label), translate(label, "zh-hans")
    if name is None:
        return {"en": english, "zh": chinese}
    return {"en": f'{english} "{name}"', "zh": f"{chinese}“{name}”"}


def _used_by(
    holder: Entity, ids: Iterable[int], labels: Mapping[Place, str], names: Mapping[str, str]
) -> Text:
    seen = [labels[place] for key in ids if (place := (holder.id, key)) in labels]
    by = {"by": translate(holder.plural_label), "by_zh": translate(holder.plural_label, "zh-hans")}
    if not seen:
        return text("{en} is used by: {by}", "{zh}被引用：{by_zh}", **names, **by)
    listed = {"which": ", ".join(seen), "which_zh": "、".join(seen)}
    return text(
        "{en} is used by: {by} ({which})", "{zh}被引用：{by_zh}（{which_zh}）", **names, **by, **listed
    )


# ------------------------------------------------------------------ what depends on it


def _converted_since(row: RecordConversion, created: Sequence[Created]) -> set[Place]:
    """Those that became other records themselves."""
    rows = RecordConversion.objects.filter(_any_of(created), undone_at=None).exclude(pk=row.pk)
    return {(str(entity), key) for entity, key in rows.values_list("entity_id", "record_id")}


def _add_choices(uses: Uses, row: RecordConversion, created: Sequence[Created]) -> None:
    """Records that were converted into one of these, which existed already then."""
    chosen = ConversionResult.objects.filter(_any_of(created), conversion__undone_at=None)
    listed = chosen.exclude(conversion=row).values_list(
        "entity_id", "record_id", "conversion__entity_id", "conversion__record_id"
    )
    for entity, key, source, source_key in listed:
        _add(uses, (str(entity), key), str(source), [source_key])


def _any_of(created: Iterable[Created]) -> Q:
    found = Q(pk__in=())
    for item in created:
        found |= Q(entity_id=item.entity.id, record_id=item.record_id)
    return found


def _uses(context: Context, created: Sequence[Created], own: Collection[Place]) -> Uses:
    """Living records, but for the conversion's own, that refer to what was made: one statement for all."""
    ids: dict[str, list[int]] = defaultdict(list)
    for item in created:
        ids[item.entity.id].append(item.record_id)
    pieces = [
        _referring(context.schema.by_id[incoming.entity], incoming.field, key, ids[key], own)
        for key in ids
        for incoming in context.schema.by_id[key].incoming
        if not _is_line(context.schema.by_id[incoming.entity], key)
    ]
    uses: Uses = {}
    if pieces:
        statement = join(" UNION ALL ", pieces)
        for target, holder, key, users in fetch_all(
            context.workspace, statement.text, list(statement.params)
        ):
            _add(uses, (target, key), holder, users)
    return uses


def _is_line(holder: Entity, target: str) -> bool:
    """Line items belong to their record."""
    return holder.line_of is not None and holder.line_of.entity == target


def _referring(holder: Entity, field: str, target: str, ids: Sequence[int], own: Collection[Place]) -> Sql:
    link = holder.by_id[field]
    rows, column = f"{quote(holder.table)} t", f"t.{quote(link.column)}"
    if link.kind == "references":
        column = f"l.{LINK_TARGET}"
        rows = f"{quote(link.column)} l JOIN {rows} ON t.id = l.{LINK_SOURCE}"
    kept = [key for entity, key in own if entity == holder.id]
    statement = _USES.format(column=column, rows=rows, shown=_SHOWN)
    return Sql(statement, (target, holder.id, list(ids), kept))


def _add(uses: Uses, place: Place, holder: str, ids: Iterable[int]) -> None:
    listed = uses.setdefault(place, {}).setdefault(holder, [])
    listed.extend(key for key in ids if key not in listed)
