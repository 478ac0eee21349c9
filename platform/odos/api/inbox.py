"""``/api/inbox``: what I was told, and what I do with it."""

from __future__ import annotations

from typing import Any, cast, get_args

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import flag, json_response, read_json, take, take_moment, whole_number
from odos.api.frame.endpoint import Endpoint, respond
from odos.fields.links import read_id
from odos.kernel.problems import NotFound, invalid
from odos.kernel.texts import text
from odos.notifications import marking, queries
from odos.notifications.kinds import NOTICE_KINDS
from odos.records.context import Context

BOXES = get_args(queries.Box)
MOST = 1_000


class Inbox(Endpoint):
    """GET a box of mine, newest first, with the number of unread ones."""

    personal = True

    def get(self, request: Request) -> HttpResponse:
        box = request.GET.get("box") or "inbox"
        if box not in BOXES:
            names = ", ".join(BOXES)
            raise invalid("bad_box", text("box is one of {n}", "box 应为 {n} 之一", n=names), "box")
        context = self.context()
        page = queries.list_inbox(
            context=context,
            box=cast(queries.Box, box),
            kind=_kind(request.GET.get("kind")),
            after=whole_number(request.GET, "cursor", 0) or None,
            limit=whole_number(request.GET, "limit", 50),
        )
        unread = queries.count_unread(context=context)
        return json_response({"items": page.items, "next": page.next, "unread": unread})


class InboxAction(Endpoint):
    """POST: read, unread, archive, restore, snooze, wake."""

    def post(self, request: Request, action: str) -> HttpResponse:
        body = read_json(request)
        if action not in marking.ACTIONS:
            raise NotFound(text("There is no such action", "没有该操作"))
        selection = _selection(body)
        until = take_moment(body, "until")

        def work(context: Context) -> tuple[int, object]:
            marked = marking.mark(context=context, action=action, selection=selection, until=until)
            unread = queries.count_unread(context=context)
            return 200, {"count": marked.count, "at": marked.at.isoformat(), "unread": unread}

        return respond(self, work)


def _selection(body: dict[str, Any]) -> marking.Selection:
    ids = take(body, "ids", list, [])
    if len(ids) > MOST:
        raise invalid("too_many", text("At most {n} at once", "一次最多 {n} 条", n=MOST), "ids")
    everything = flag(body, "all")
    return marking.Selection(
        ids=tuple(read_id(each) for each in ids),
        up_to=whole_number(body, "up_to", 2**62) if everything else None,
        kind=_kind(take(body, "kind", str)),
        marked_at=take_moment(body, "marked_at"),
    )


def _kind(key: str | None) -> str | None:
    if key and key not in NOTICE_KINDS:
        names = ", ".join(NOTICE_KINDS)
        raise invalid("bad_kind", text("kind is one of {n}", "kind 应为 {n} 之一", n=names), "kind")
    return key or None
