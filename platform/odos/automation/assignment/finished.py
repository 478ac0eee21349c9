"""Records that have done what they were for: nobody gives them back to a pool by hand."""

from __future__ import annotations

from collections.abc import Collection

from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.records.context import Context
from odos.schema.model import Entity
from odos.workflow.conversions.converting import converted_records
from odos.workflow.stages.endings import successful

FINISHED = Issue(
    "finished_record",
    text(
        "It was converted or won: there is nothing left to claim in it",
        "该记录已转化或已成交，不能退回公共池",
    ),
)


def finished_records(context: Context, entity: Entity, ids: Collection[int]) -> set[int]:
    """Those that were converted, or whose last stage is one that is won."""
    return converted_records(context, entity, ids) | successful(context, entity, ids)
