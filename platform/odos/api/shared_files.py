"""``/api/files/…/link`` and ``/api/shared/…``: an address that opens one file, for a while.

The address is signed and holds who made it: it opens only what its maker may still open, so that it ends with
their right, with their account, or after its time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from odos.accounts.queries import find_principal_who_signed
from odos.api.files import file_id_of, file_response
from odos.api.frame.bodies import json_response, read_json, take
from odos.api.frame.endpoint import Endpoint
from odos.audit.entries import APPLICATION, Entry
from odos.audit.operations import write_entries
from odos.files.queries import get_file
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.writes.attachments import may_open

SALT = "odos shared file"
USUAL_MINUTES, MOST_MINUTES = 60, 7 * 24 * 60


class FileLink(Endpoint):
    """POST ``{minutes}``: a short-lived address of a file that needs no sign-in."""

    def post(self, request: Request, file_id: str) -> HttpResponse:
        minutes = take(read_json(request), "minutes", int, USUAL_MINUTES)
        if not 0 < minutes <= MOST_MINUTES:
            message = text("minutes is from 1 to {n}", "minutes 应在 1 到 {n} 之间", n=MOST_MINUTES)
            raise Invalid(None, [Issue("bad_lifetime", message, ("minutes",))])
        context = self.context()
        file = get_file(workspace=self.workspace, file_id=file_id_of(file_id))
        if not may_open(context, file):
            raise NotFound
        until = context.now + timedelta(minutes=minutes)
        facts = [
            self.workspace.key,
            file.pk,
            context.actor.user_id,
            int(until.timestamp()),
            context.now.timestamp(),
        ]
        entry = Entry(APPLICATION, None, "file_shared", changes={"file": [None, file.name]})
        write_entries(workspace=self.workspace, origin=context.origin, entries=[entry])
        token = signing.dumps(facts, salt=SALT)
        return json_response({"url": f"/api/shared/{token}", "expires_at": until.isoformat()})


class SharedFile(Endpoint):
    """GET the bytes, always as a download."""

    public = True
    authentication_classes = ()

    def get(self, request: Request, token: str) -> HttpResponseBase:
        try:
            workspace, file_id, user_id, until, made = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            raise NotFound from None
        now = utc_now()
        at = datetime.fromtimestamp(made, tz=UTC)
        maker = find_principal_who_signed(workspace=self.workspace, user_id=user_id, at=at)
        if workspace != self.workspace.key or maker is None or until < now.timestamp():
            raise NotFound(text("This address has expired", "该链接已失效"))
        context = Context(self.workspace, self.schema_version, replace(maker), now)
        file = get_file(workspace=self.workspace, file_id=file_id)
        if not may_open(context, file):
            raise NotFound
        return file_response(request, self.workspace, file, inline=False)
