"""``/api/records/{entity}/changes``: one change of all that a list shows, its preview, and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, take
from odos.api.frame.endpoint import Endpoint, respond
from odos.fields.links import read_id
from odos.jobs.queries import get_job, job_to_json
from odos.kernel.problems import Invalid
from odos.personal.queries import apply_view
from odos.records.context import Context
from odos.records.lists.queries import ListRequest
from odos.records.lists.selections import Selection
from odos.records.mass.changes import Outcome, can_undo, change_many, preview_mass_change
from odos.records.mass.undoing import undo_change
from odos.schema.model import Entity


class RecordChanges(Endpoint):
    """POST the same values into many records."""

    def post(self, request: Request, entity: str) -> HttpResponse:
        body = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            found, values = context.schema.get_entity(entity), take(body, "values", dict, {})
            selection = _selection(context, found, body)
            done = change_many(context=context, entity=found, selection=selection, values=values)
            return self.told(context, done, undo=can_undo(found, values))

        return respond(self, work)

    def told(self, context: Context, done: Outcome | int, *, undo: bool) -> tuple[int, object]:
        """What was done, or the job that does it."""
        if isinstance(done, Outcome):
            change = str(context.correlation) if undo and done.changed else None
            return 200, {**done.as_json(self.language), "change": change}
        job = get_job(workspace=context.workspace, job_id=done, actor=context.actor)
        return 202, {"job": job_to_json(job, self.language)}


class RecordChangesPreview(Endpoint):
    """POST: what it would do; nothing is stored."""

    reads = True

    def post(self, request: Request, entity: str) -> HttpResponse:
        body = read_json(request)
        context, found = self.context(), self.entity(entity)
        preview = preview_mass_change(
            context=context,
            entity=found,
            selection=_selection(context, found, body),
            values=take(body, "values", dict, {}),
        )
        return json_response(preview.as_json(self.language))


class RecordChangesUndo(RecordChanges):
    """POST: take one back."""

    def post(self, request: Request, entity: str, change: uuid.UUID) -> HttpResponse:  # type: ignore[override]
        def work(context: Context) -> tuple[int, object]:
            found = context.schema.get_entity(entity)
            return self.told(context, undo_change(context=context, entity=found, change=change), undo=True)

        return respond(self, work)


def _selection(context: Context, entity: Entity, body: Mapping[str, Any]) -> Selection:
    listed = ListRequest(filter=take(body, "filter", str) or None, q=take(body, "q", str) or None)
    narrowed = apply_view(context, entity, listed, take(body, "view", str))
    ids = take(body, "ids", list)
    return Selection(narrowed.filter, narrowed.q, None if ids is None else tuple(map(_id, ids)))


def _id(given: object) -> int:
    try:
        return read_id(given)
    except Invalid as refusal:
        raise Invalid(None, [issue.under("ids") for issue in refusal.issues]) from None
