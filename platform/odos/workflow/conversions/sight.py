"""What a conversion would carry out of a record though it is hidden there, as in a pool.

A role that never shows a field says nothing of what the application makes of it; a field that is hidden in
some records is to stay there for as long as it is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator

from odos.kernel.issues import Issue
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.history.trail import require_visible
from odos.records.rules.compiled import compile_rule
from odos.schema.model import Entity
from odos.workflow.conversions.definition import Conversion, Source

HIDDEN = "hidden_here"


def hidden_in_record(context: Context, entity: Entity, record_id: int, conversion: Conversion) -> list[Issue]:
    """One finding for all fields in question."""
    veiled = {key for key, veil in context.access(entity).veils if veil.when and veil.mask is None}
    taken = veiled.intersection(_taken(context, entity, conversion)) if veiled else veiled
    lying = taken & require_visible(context, entity, record_id).keys() if taken else taken
    if not lying:
        return []
    shown = [item.label for item in entity.fields.values() if item.id in lying]
    names = {"en": ", ".join(map(translate, shown))}
    names["zh"] = "、".join(translate(label, "zh-hans") for label in shown)
    return [Issue(HIDDEN, text("Hidden in this record: {en}", "该记录中已隐藏：{zh}", **names))]


def _taken(context: Context, entity: Entity, conversion: Conversion) -> Iterator[str]:
    """Fields of the record, by identity, that the mapping reads."""
    for target in conversion.targets:
        yield from _read(context, entity, [*target.fields.values(), Source(rule=target.when)])


def _read(context: Context, entity: Entity, sources: list[Source]) -> Iterator[str]:
    for source in sources:
        item = entity.find_field(source.copy.split(".")[0]) if source.copy else None
        if item is not None:
            yield item.id
        if source.rule:
            yield from compile_rule(context, entity, source.rule).checked.field_ids
