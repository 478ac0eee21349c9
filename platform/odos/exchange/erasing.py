"""Files of exports and imports that may hold a person's data, for its erasure.

A file may hold it where its rows are of the entity or lead to it; such a file goes as a whole, since it can
be made again. Jobs that still run keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from odos.exchange.exports import KIND as EXPORT
from odos.exchange.jobs import KIND as IMPORT
from odos.files.operations import remove_files
from odos.jobs.models import PENDING, Job
from odos.records.context import Context
from odos.records.history.traces import Person, Trace
from odos.schema.model import Entity, Schema


def _count(context: Context, person: Person) -> int:
    return sum(len(_files(job)) for job in _jobs(context, person))


def _erase(context: Context, person: Person) -> int:
    """What an import said of single rows goes with its file."""
    jobs = list(_jobs(context, person))
    files = [file for job in jobs for file in _files(job)]
    for job in jobs:
        job.files, job.issues = [], []
        job.args = {name: value for name, value in job.args.items() if name != "file"}
        job.save(update_fields=["files", "issues", "args"])
    remove_files(workspace=context.workspace, schema=context.schema, file_ids=files)
    return len(files)


def _jobs(context: Context, person: Person) -> Iterable[Job]:
    ended = Job.objects.filter(kind__in=(EXPORT, IMPORT)).exclude(state__in=PENDING).order_by("pk")
    return (job for job in ended if _files(job) and _reads(context.schema, job.args, person.entity))


def _files(job: Job) -> list[int]:
    given = job.args.get("file")
    return [int(file) for file in (*job.files, *([given] if given else []))]


def _reads(schema: Schema, args: Mapping[str, Any], wanted: Entity) -> bool:
    """Whether rows or columns are of the entity. What is named otherwise by now may be."""
    entity = schema.find_entity(str(args.get("entity")))
    return entity is None or entity.id in _holding(wanted) or _leads(schema, entity, args, wanted)


def _holding(wanted: Entity) -> set[str]:
    return {wanted.id, *(item.target for item in wanted.fields_of_kind("children") if item.target)}


def _leads(schema: Schema, entity: Entity, args: Mapping[str, Any], wanted: Entity) -> bool:
    for path in args.get("fields") or ():
        here: Entity | None = entity
        for key in str(path).split("."):
            item = here.find_field(key) if here else None
            if item is None or item.target in _holding(wanted):
                return True
            here = schema.by_id.get(item.target or "")
    return False


_FILES = {"en": "Files of exports and imports", "zh-hans": "导入导出文件"}
TRACES = (Trace("files", 90, _FILES, _count, _erase),)
