"""Purging what is retired: an explicit step of its own, after which some versions cannot come back whole.

`plan_purge` tells what would be lost; `purge` drops exactly what it is told to, nothing else. No version is
made: the application stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from odos.accounts.principals import Principal
from odos.audit.entries import APPLICATION, Entry, Origin
from odos.audit.operations import write_entries
from odos.database.session import fetch_value, transaction
from odos.files.operations import release_files
from odos.files.queries import TableColumn, file_places, measure_files
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.meta.receipts import Receipt
from odos.schema.model import Labels, Schema
from odos.storage import versions
from odos.storage.migrate import publishing
from odos.storage.purging import drop_retired, forget_rows
from odos.storage.retired import Retired, Size, list_retired, measure
from odos.storage.steps import AddColumn, CreateTable, Step, say

SETTLING = timedelta(minutes=1)  # so long may a process still read what was just retired
MOST_NAMED = 200

_LATEST = "SELECT max(created_at) FROM schema_version WHERE number = (SELECT version FROM active_schema)"


@dataclass(frozen=True)
class PurgeItem:
    """Something retired with what it holds; ``files`` are (number, bytes) that nothing else refers to."""

    retired: Retired
    size: Size
    files: tuple[int, int] = (0, 0)

    def as_json(self) -> dict[str, Any]:
        """The wire form."""
        retired = self.retired
        return {
            "key": retired.key,
            "what": "entity" if retired.is_entity else "field",
            "entity": _labels(retired.entity_label),
            "label": _labels(retired.label),
            "kind": retired.kind,
            "rows": self.size.rows,
            "bytes": self.size.bytes,
            "files": self.files[0],
            "file_bytes": self.files[1],
            "versions": list(retired.versions),
        }


@dataclass(frozen=True)
class PurgePlan:
    """What would go. ``version`` is the active one."""

    items: tuple[PurgeItem, ...]
    version: int

    def incomplete_versions(self) -> list[int]:
        """Those that cannot come back with all their data once the items are gone."""
        return sorted({number for item in self.items for number in item.retired.versions})

    def as_json(self) -> dict[str, Any]:
        """The wire form."""
        items = [item.as_json() for item in self.items]
        sums = ("rows", "bytes", "files", "file_bytes")
        return {
            "version": self.version,
            "items": items,
            **{name: sum(item[name] for item in items) for name in sums},
            "incomplete_versions": self.incomplete_versions(),
        }


def plan_purge(*, workspace: Workspace, keys: Sequence[str] | None = None) -> PurgePlan:
    """What a purge of ``keys`` (of everything retired without them) would lose. Changes nothing.

    Raises `Conflict` for a key that names nothing retired.
    """
    with transaction(workspace, timeout_ms=0):
        schema = versions.load(workspace, versions.active_number(workspace)).schema
        found = list_retired(workspace, schema)
        chosen = found if keys is None else _chosen(found, keys)
        sizes = measure(workspace, chosen)
        items = []
        for item in chosen:
            kept = _kept_files(schema, found, [item])
            files = measure_files(workspace=workspace, columns=_files(item), kept=kept)
            items.append(PurgeItem(item, sizes[item.key], files))
        return PurgePlan(tuple(items), schema.version)


def purge(
    *,
    workspace: Workspace,
    keys: Sequence[str],
    confirmed: bool,
    actor: Principal,
    now: datetime,
    origin: Origin | None = None,
    receipt: Receipt | None = None,
) -> dict[str, Any]:
    """Drop what is retired under ``keys``, with its files and the rows that belonged to it; gives the plan.

    Raises `Invalid` unless ``confirmed``, `Conflict` where something is not retired (any more) or still
    worked on, `Unavailable` where the tables concerned stay in use.
    """
    told = origin or Origin(actor, now, "system")

    def attempt(wait_ms: int) -> dict[str, Any]:
        if receipt is not None:
            receipt.check()
        plan = plan_purge(workspace=workspace, keys=keys)
        _refuse(workspace, plan, confirmed, now)
        answer = {**plan.as_json(), "belongings": _carry_out(workspace, plan, wait_ms)}
        write_entries(workspace=workspace, origin=told, entries=[_entry(plan)])
        if receipt is not None:
            receipt.keep(answer)
        return answer

    return publishing(workspace, attempt)


def purged_issues(steps: Sequence[Step]) -> Iterator[Issue]:
    """What a rollback cannot bring back: every table and column of an earlier version once stood there."""
    told: set[tuple[str, str | None]] = set()
    for position, step in enumerate(steps):
        if not isinstance(step, AddColumn | CreateTable) or step.restored:
            continue
        shown, item = _shown(step)
        if (step.table, item) not in told:
            told.add((step.table, item))
            yield _purged(position, shown, step.table)


def _shown(step: AddColumn | CreateTable) -> tuple[Labels | None, str | None]:
    """What people call it, and the field that it belongs to."""
    if isinstance(step, CreateTable):
        return step.shape.label, None
    return step.column.label, step.column.field


def _purged(position: int, labels: Labels | None, name: str) -> Issue:
    message = say(
        '"{en}" was purged and comes back without its data', "“{zh}”已被清除，恢复后没有数据", labels, name
    )
    hint = text("A backup from before the purge still has it", "清除前的备份中仍有这些数据")
    return Issue("purged", message, ("steps", position), hint, "warning")


def _carry_out(workspace: Workspace, plan: PurgePlan, wait_ms: int) -> int:
    """Gives the number of rows elsewhere that belonged to what is gone."""
    schema = versions.load(workspace, plan.version).schema
    going = [item.retired for item in plan.items]
    kept = _kept_files(schema, list_retired(workspace, schema), going)
    release_files(workspace=workspace, columns=[place for item in going for place in _files(item)], kept=kept)
    entities = {item.entity for item in going if item.entity and item.is_entity}
    fields = {identity for item in going for identity in item.fields}
    living = {identity for entity in schema.entities.values() for identity in entity.by_id}
    removed = forget_rows(workspace, entities=entities - schema.by_id.keys(), fields=fields - living)
    drop_retired(workspace, going, wait_ms=wait_ms)
    return removed


def _chosen(found: Sequence[Retired], keys: Sequence[str]) -> list[Retired]:
    by_key = {item.key: item for item in found}
    issues = [_not_retired(key, place) for place, key in enumerate(keys) if key not in by_key]
    if issues:
        raise Conflict(None, issues)
    return [by_key[key] for key in dict.fromkeys(keys)]


def _files(item: Retired) -> list[TableColumn]:
    return [(item.table, column) for column in item.files]


def _kept_files(schema: Schema, found: Sequence[Retired], going: Sequence[Retired]) -> list[TableColumn]:
    """Columns of files that stay: those of the active version, and what is retired and not chosen."""
    staying = [place for item in found if item not in going for place in _files(item)]
    return [(place.entity.table, place.field.column) for place in file_places(schema)] + staying


def _refuse(workspace: Workspace, plan: PurgePlan, confirmed: bool, now: datetime) -> None:
    if not plan.items:
        hint = text("GET /api/metadata/retired lists what there is", "可用 GET /api/metadata/retired 查看")
        raise Invalid(
            None, [Issue("required", text("Choose what to purge", "请选择要清除的内容"), ("items",), hint)]
        )
    if not confirmed:
        raise Invalid(None, [_unconfirmed(plan)])
    if fetch_value(workspace, "SELECT EXISTS (SELECT 1 FROM field_work WHERE task = 'convert')"):
        message = text("Values are still being converted", "仍有字段值正在转换")
        hint = text("Wait until the job has ended", "请等待任务结束")
        raise Conflict(None, [Issue("still_converting", message, ("items",), hint)])
    if fetch_value(workspace, _LATEST) > now - SETTLING:
        message = text("Something was published less than a minute ago", "一分钟内刚发布过新版本")
        hint = text("Wait a minute: it may still be read somewhere", "请稍候一分钟：可能仍有进程在读取")
        raise Conflict(None, [Issue("just_published", message, ("items",), hint)])


def _unconfirmed(plan: PurgePlan) -> Issue:
    told = plan.as_json()
    message = text(
        "{rows} values and {files} files would be lost for good; {versions} versions could not be rolled back"
        " to completely",
        "将永久丢失 {rows} 个值和 {files} 个文件；{versions} 个版本将无法完整恢复",
        rows=told["rows"], files=told["files"], versions=len(told["incomplete_versions"]),
    )  # fmt: skip
    return Issue(
        "purge_unconfirmed", message, ("confirm",), text("Confirm it if that is meant", "如确需清除，请确认")
    )


def _not_retired(key: str, place: int) -> Issue:
    message = text('"{key}" is not retired', "“{key}”不是已停用的内容", key=str(key)[:130])
    hint = text("Load the list again", "请重新加载列表")
    return Issue("not_retired", message, ("items", place), hint)


def _entry(plan: PurgePlan) -> Entry:
    told = plan.as_json()
    named = [item["key"] for item in told["items"]][:MOST_NAMED]
    numbers: Mapping[str, Any] = {name: [None, told[name]] for name in ("rows", "bytes", "files")}
    lost = [None, told["incomplete_versions"][-MOST_NAMED:]]
    changes = {"items": [None, named], **numbers, "incomplete_versions": lost}
    return Entry(APPLICATION, None, "purged", plan.version, changes)


def _labels(labels: Labels | None) -> dict[str, str] | None:
    return None if labels is None else dict(labels)
