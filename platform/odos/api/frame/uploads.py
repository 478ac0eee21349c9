"""The frame of endpoints that take files, and what they read from a form."""

from __future__ import annotations

import hashlib
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from odos.api.frame.endpoint import Endpoint
from odos.files.limits import too_large
from odos.files.operations import LARGEST_BYTES
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, TooLarge
from odos.kernel.texts import text

ROOM_FOR_FORM = 2**20  # bytes beside the file itself


class UploadEndpoint(Endpoint):
    """Reads ``multipart/form-data``; what is too large is refused before it is read."""

    parser_classes = (MultiPartParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look at the length first, since finding out who asks may read the form."""
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if not length.isdigit() or int(length) > LARGEST_BYTES + ROOM_FOR_FORM:
            raise TooLarge(None, [too_large(LARGEST_BYTES, ("file",))])
        super().initial(request, *args, **kwargs)

    def content(self) -> bytes:
        """Names and values of the form; of files their bytes, a piece at a time."""
        digest = hashlib.sha256()
        form: Any = self.request.data
        for name, values in sorted(form.lists()):
            for value in values:
                is_file = isinstance(value, UploadedFile)
                digest.update(repr((name, value.name if is_file else value)).encode())
                for chunk in value.chunks() if is_file else ():
                    digest.update(chunk)
        return digest.digest()


def read_upload(request: Request, key: str) -> UploadedFile[bytes]:
    """The one file under ``key``; raises `Invalid`."""
    found = request.FILES.getlist(key)
    if len(found) == 1:
        return found[0]
    message = text("Send one file as {key}", "请以 {key} 上传一个文件", key=key)
    hint = text("The request is multipart/form-data", "请求应为 multipart/form-data")
    raise Invalid(None, [Issue("file_missing", message, (key,), hint)])


def read_field(request: Request, key: str) -> str | None:
    """A field of the form; it may come as a part with a type of its own (JSON)."""
    value = request.data.get(key)
    if isinstance(value, UploadedFile):
        try:
            return cast(bytes, value.read(ROOM_FOR_FORM)).decode()
        except UnicodeDecodeError as error:
            message = text("{key} must be text in UTF-8", "{key} 应为 UTF-8 文本", key=key)
            raise Invalid(None, [Issue("wrong_type", message, (key,))]) from error
    return value or None


def stream_of(upload: UploadedFile[bytes]) -> BinaryIO:
    """The bytes from their beginning."""
    upload.seek(0)
    return cast(BinaryIO, upload)
