"""The long work that a version leaves behind, as jobs; a field's state is published when its work ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.database.session import execute, fetch_all
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.meta.operations import settle
from odos.meta.rows.refreshing import REFRESH_ROWS, refresh_converted, refresh_rows
from odos.storage.active import active_schema
from odos.storage.building import end_work
from odos.storage.counting import reconsider_counts
from odos.storage.following import BUILD_INDEXES, CONVERT_FIELD, VALIDATE_KEY, build_indexes
from odos.storage.indexes import build_wanted, reconsider
from odos.storage.shapes import ForeignKey
from odos.storage.vacuuming import vacuum_often
from odos.storage.validating import convert_field, validate_key

_BUILT_UNIQUES = """
SELECT w.field FROM field_work w JOIN managed_index m ON m.name = w.detail ->> 'index'
WHERE w.task = 'unique' AND m.state = 'ready'
AND NOT EXISTS (SELECT 1 FROM field_work c WHERE c.field = w.field AND c.task = 'convert')
"""


def run_build_indexes(context: JobContext) -> Mapping[str, Any]:
    """Build what is wanted, drop what is not; unique fields become active when their index stands."""
    reconsider_counts(context.workspace, active_schema(context.workspace), now=context.now())
    outcomes = build_wanted(context.workspace, clock=context.clock, go_on=lambda: _goes_on(context))
    for name, outcome in outcomes.items():
        if outcome == "failed":
            context.report(_failed(context, name))
    _activate_uniques(context)
    if any(outcome == "wanted" for outcome in outcomes.values()):
        build_indexes(context.workspace, actor=context.actor, now=context.now())
    return {"indexes": outcomes}


def run_convert_field(context: JobContext) -> Mapping[str, Any]:
    """Carry values over, then build what waits for them and publish the field's state."""
    workspace, field = context.workspace, str(context.args["field"])
    ended = convert_field(workspace, field, context.progress)
    if ended:
        refresh_converted(workspace, active_schema(workspace), field, actor=context.actor, now=context.now())
        settle(workspace=context.workspace, actor=context.actor, now=context.now())
    return {"ended": ended}


def run_refresh_rows(context: JobContext) -> Mapping[str, Any]:
    """Bring computed values into old rows, then publish the fields' state."""
    rows, ended = refresh_rows(context)
    if ended:
        settle(workspace=context.workspace, actor=context.actor, now=context.now())
    return {"rows": rows}


def run_validate_key(context: JobContext) -> None:
    """Check a foreign key on rows that are older than it."""
    args = context.args
    validate_key(
        context.workspace, ForeignKey(args["table"], args["column"], args["target"], args["on_delete"])
    )


def run_reconsider(context: JobContext) -> Mapping[str, Any]:
    """Indexes for filters that came into use, none for those that went out of it; tables that became big."""
    workspace, now, schema = context.workspace, context.now(), active_schema(context.workspace)
    vacuum_often(workspace, schema)
    counts = reconsider_counts(workspace, schema, now=now)
    changed = counts + reconsider(workspace, now=now)
    if changed:
        build_indexes(context.workspace, actor=context.actor, now=context.now())
    return {"changed": changed}


def _goes_on(context: JobContext) -> bool:
    context.check_cancelled()
    return True


def _activate_uniques(context: JobContext) -> None:
    fields = [row[0] for row in fetch_all(context.workspace, _BUILT_UNIQUES)]
    for field in fields:
        end_work(context.workspace, field, "unique")
    if fields:
        settle(workspace=context.workspace, actor=context.actor, now=context.now())


def _failed(context: JobContext, name: str) -> Issue:
    """A unique index fails when values that repeat came in meanwhile."""
    execute(context.workspace, "UPDATE managed_index SET backend = NULL WHERE name = %s", [name])
    rows = fetch_all(context.workspace, "SELECT detail FROM managed_index WHERE name = %s", [name])
    message = text(
        "The index {name} could not be built: {why}", "索引 {name} 创建失败：{why}", name=name, why=rows[0][0]
    )
    hint = text("Remove the duplicates, then publish the field again", "请先处理重复数据，然后重新发布该字段")
    return Issue("index_failed", message, (name,), hint)


JOB_KINDS = (
    JobKind(
        key=BUILD_INDEXES,
        run=run_build_indexes,
        label={"en": "Build indexes", "zh-hans": "建立索引"},
        max_attempts=10,
    ),
    JobKind(key=CONVERT_FIELD, run=run_convert_field, label={"en": "Convert a field", "zh-hans": "转换字段"}),
    JobKind(
        key=REFRESH_ROWS, run=run_refresh_rows, label={"en": "Compute stored values", "zh-hans": "计算存储值"}
    ),
    JobKind(key=VALIDATE_KEY, run=run_validate_key, label={"en": "Check references", "zh-hans": "检查引用"}),
    JobKind(
        key="storage.reconsider_indexes",
        run=run_reconsider,
        label={"en": "Reconsider indexes", "zh-hans": "调整索引"},
    ),
)
PERIODICS = (
    Periodic(key="storage.reconsider_indexes", kind="storage.reconsider_indexes", every_seconds=3600),
)
