"""``/api/files``: upload, download."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from odos.api.frame.bodies import flag, has_tag, not_modified
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.frame.uploads import UploadEndpoint, read_upload, stream_of
from odos.fields.links import read_id
from odos.files.models import StoredFile
from odos.files.operations import store_file
from odos.files.queries import content_headers, get_file, open_file
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.workspaces import Workspace
from odos.records.context import Context
from odos.records.writes.attachments import may_open


class Files(UploadEndpoint):
    """POST one; a record refers to it afterwards by its id."""

    portal = True

    def post(self, request: Request) -> HttpResponse:
        upload = read_upload(request, "file")

        def work(context: Context) -> tuple[int, object]:
            file = store_file(
                workspace=context.workspace,
                stream=stream_of(upload),
                name=upload.name or "",
                actor=context.actor,
                now=context.now,
            )
            return 201, file_json(file)

        return respond(self, work)


class FileContent(Endpoint):
    """GET the bytes, as a download unless ``inline`` is asked for and harmless."""

    portal = True

    def get(self, request: Request, file_id: str) -> HttpResponseBase:
        file = get_file(workspace=self.workspace, file_id=file_id_of(file_id))
        if not may_open(self.context(), file):
            raise NotFound
        return file_response(request, self.workspace, file, inline=flag(request.GET, "inline"))


def file_response(
    request: Request, workspace: Workspace, file: StoredFile, *, inline: bool
) -> HttpResponseBase:
    """The bytes under headers by which a browser runs nothing of them."""
    headers = content_headers(file, inline=inline)
    if has_tag(request, headers["ETag"]):
        return not_modified(headers["ETag"])
    response = FileResponse(open_file(workspace=workspace, file=file))
    for name, value in headers.items():
        response[name] = value
    return response


def file_json(file: StoredFile) -> dict[str, object]:
    """As a record shows it."""
    url = f"/api/files/{file.pk}/content"
    return {"id": str(file.pk), "name": file.name, "size": file.size, "type": file.type, "url": url}


def file_id_of(value: str) -> int:
    """An id in an address; what is no id names no file."""
    try:
        return read_id(value)
    except Invalid:
        raise NotFound from None
