"""The deletions of a bulk call: one record after the other, each with what goes along."""

from __future__ import annotations

from django.db import transaction

from odos.fields.links import read_id
from odos.kernel.problems import Problem
from odos.records.checks.findings import refuse
from odos.records.checks.guards import Attempt, ask_guards
from odos.records.context import Context
from odos.records.writes.bin import lock_for_deletion, put_into_bin
from odos.records.writes.bulk_requests import BulkRequest, BulkResult, RowError
from odos.schema.model import Entity


def delete_many(context: Context, entity: Entity, request: BulkRequest, result: BulkResult) -> None:
    """Put the records into the bin; those that cannot go are reported and stay as they were."""
    for index, value in enumerate(request.delete):
        try:
            record_id = read_id(value)
            with transaction.atomic():  # a refusal half way leaves nothing of the deletion
                _delete(context, entity, record_id)
        except Problem as refusal:
            result.errors.append(RowError("delete", index, refusal.issues))
            if request.atomic:
                return
        else:
            result.deleted.append(record_id)


def _delete(context: Context, entity: Entity, record_id: int) -> None:
    stored = lock_for_deletion(context, entity, [record_id])[record_id]
    refuse(ask_guards(context, Attempt(entity, "delete", record_id, stored.values, {})))
    put_into_bin(context, entity, [record_id])
