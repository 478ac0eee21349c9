"""Looking into the mail boxes: an ordinary periodic job, so that one worker at a time does.

What a crash leaves behind is taken again by the next look: numbers are passed only with the transaction that
takes their mail, and mails are filed in their folder by whoever comes by after it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from odos.database.session import transaction
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.notifications.configuring import list_configured
from odos.notifications.incoming.boxes import Box, list_boxes
from odos.notifications.incoming.reading import read_mail
from odos.notifications.incoming.server import UNREACHABLE, Folder, MailServer, open_box
from odos.notifications.incoming.taking import LONGEST_ERROR, Place, pass_over, put_off, take
from odos.notifications.models import MailBox, ReceivedMail
from odos.records.background import platform_context_of
from odos.records.context import Context
from odos.storage.active import active_schema

log = logging.getLogger(__name__)

EVERY_SECONDS = 30
MOST = 200  # mails of one box at a time; the next look takes more
LOOK_BACK = timedelta(days=2)  # behind the last look, where a folder numbers its mails anew


def receive(job: JobContext) -> Mapping[str, Any]:
    """Take what is new in every box that is in use; one that cannot be reached holds up no other."""
    taken: Counter[str] = Counter()
    boxes = list_boxes(job.workspace)
    own = _own_addresses(job, boxes)
    for box in boxes:
        if box.is_enabled:
            taken.update(_look_into(job, box, own))
    return dict(taken)


def _look_into(job: JobContext, box: Box, own: frozenset[str]) -> list[str]:
    try:
        with open_box(box.as_settings()) as server:
            states = [_take_one(job, server, place, own) for place in _new(job, box, server)]
            _file(job, box, server)
    except UNREACHABLE as error:
        log.warning("the mail box %s could not be looked into: %s", box.key, error)
        _note(job, box, f"{type(error).__name__}: {error}")
        return ["unreachable"]
    _note(job, box, "")
    return states


def _take_one(job: JobContext, server: MailServer, place: Place, own: frozenset[str]) -> str:
    job.check_cancelled()
    context = _context(job)
    try:
        fetched = server.fetch(place.uid)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:  # of this mail alone, which must not hold up those behind it
        return put_off(context, place, read_mail(place.box.key, b""), str(error))
    if fetched is None:
        pass_over(context, place)
        return "gone"
    return take(context=context, place=place, fetched=fetched, own=own)


def _new(job: JobContext, box: Box, server: MailServer) -> list[Place]:
    """What came since the last look, and what failed and is due again."""
    folder = server.folder
    last = _begin(job, box, server)
    uids = sorted({*server.newer(last)[:MOST], *_due(job, box, folder)})
    return [Place(box, folder.validity, uid) for uid in uids]


def _begin(job: JobContext, box: Box, server: MailServer) -> int:
    """The number after which to look. What was there before the first look is left alone; a folder that
    numbers anew is gone through from the days before the last look on."""
    folder = server.folder
    with transaction(job.workspace):
        row = MailBox.objects.select_for_update().get(pk=box.id)
        if row.uid_validity == folder.validity:
            return int(row.last_uid)
        found: list[int] = []
        if row.uid_validity is not None:
            found = server.newer(0, ((row.looked_at or job.now()) - LOOK_BACK).date())
        row.uid_validity, row.last_uid = folder.validity, (found[0] if found else folder.next) - 1
        row.save(update_fields=["uid_validity", "last_uid"])
        return int(row.last_uid)


def _due(job: JobContext, box: Box, folder: Folder) -> Iterable[int]:
    with transaction(job.workspace):
        rows = ReceivedMail.objects.filter(box_id=box.id, state="waiting", due_at__lte=job.now())
        return list(rows.filter(uid_validity=folder.validity).values_list("uid", flat=True)[:MOST])


def _file(job: JobContext, box: Box, server: MailServer) -> None:
    """Tell the folder what was taken, also by a look that did not come to it."""
    with transaction(job.workspace):
        rows = ReceivedMail.objects.filter(box_id=box.id, is_filed=False).exclude(state="waiting")
        found = dict(rows.filter(uid_validity=server.folder.validity).values_list("pk", "uid")[: 2 * MOST])
    server.file(sorted(found.values()))
    with transaction(job.workspace):
        ReceivedMail.objects.filter(pk__in=list(found)).update(is_filed=True)


def _note(job: JobContext, box: Box, error: str) -> None:
    """How the look ended; the moment since when it fails stays."""
    with transaction(job.workspace):
        row = MailBox.objects.select_for_update().filter(pk=box.id).first()
        if row is None:
            return
        row.failing_since = (row.failing_since or job.now()) if error else None
        row.error = error[:LONGEST_ERROR]
        row.looked_at = row.looked_at if error else job.now()
        row.save(update_fields=["failing_since", "error", "looked_at"])


def _own_addresses(job: JobContext, boxes: Iterable[Box]) -> frozenset[str]:
    """What comes from ourselves goes round in circles."""
    channels = [each.options.get("from_address") for each in list_configured(job.workspace)]
    found = [*channels, *(box.options.get("address") for box in boxes)]
    return frozenset(str(each).lower() for each in found if each)


def _context(job: JobContext) -> Context:
    return platform_context_of(job, active_schema(job.workspace))


RECEIVE = JobKind("notifications.receive", receive, {"en": "Fetch incoming mail", "zh-hans": "收取邮件"})
PERIODICS = (Periodic("notifications.receive", RECEIVE.key, every_seconds=EVERY_SECONDS),)
