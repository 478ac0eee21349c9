"""Files of records: attached in the transaction of the write, opened by whoever sees a record with them.

Only references that are new to a record are looked at: a file stays with its record whoever saves that next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from odos.files.limits import Wanted
from odos.files.models import StoredFile
from odos.files.operations import attach_groups
from odos.files.queries import Reference, is_uploader, list_references
from odos.kernel.issues import Issue, Path
from odos.records.context import Context
from odos.records.lists.queries import find_record
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity, Field

Row = Mapping[str, ColumnValues]


def attach(context: Context, entity: Entity, changed: Row) -> Sequence[Issue]:
    """`attach_all` for one row without a place of its own."""
    return attach_all(context, entity, [((), changed)])[0]


def attach_all(
    context: Context, entity: Entity, changes: Sequence[tuple[Path, Row]]
) -> Sequence[Sequence[Issue]]:
    """Attach the files among the changed values of each row; the findings of each.

    Where a row has any, none of its files is attached. A path leads to the row.
    """
    if not entity.fields_of_kind("file"):
        return [()] * len(changes)
    groups = [_wanted(entity, place, changed) for place, changed in changes]
    return attach_groups(workspace=context.workspace, groups=groups, actor=context.actor)


def _wanted(entity: Entity, place: Path, changed: Row) -> list[Wanted]:
    given = ((item, changed[item.id][0]) for item in entity.fields_of_kind("file") if item.id in changed)
    return [
        Wanted(
            file_id=int(str(value)),
            path=(*place, item.key),
            max_bytes=item.options.get("max_bytes"),
            accept=str(item.options.get("accept") or ""),
        )
        for item, value in given
        if value is not None
    ]


def may_open(context: Context, file: StoredFile) -> bool:
    """Whether the actor uploaded the file, or sees a record and the field by which that refers to it."""
    if is_uploader(file, context.actor):
        return True
    references = list_references(workspace=context.workspace, schema=context.schema, file_id=file.pk)
    return any(_sees(context, reference) for reference in references)


def _sees(context: Context, reference: Reference) -> bool:
    """The field may be veiled in some records only: what a read of this one shows decides."""
    if _is_hidden(context, reference.entity, reference.field):
        return False
    entity, record_id, key = reference.entity, reference.record_id, reference.field.key
    found = find_record(context=context, entity=entity, record_id=record_id, fields=(key,))
    return found is not None and key in orjson.loads(found)


def _is_hidden(context: Context, entity: Entity, item: Field) -> bool:
    """Whether the field is out of sight, or the list of lines that it stands in."""
    if item.id in context.access(entity).hidden_fields:
        return True
    if entity.line_of is None:
        return False
    parent = context.schema.by_id[entity.line_of.entity]
    return _is_hidden(context, parent, parent.by_id[entity.line_of.children])
