"""``/api/templates/preview``: a mail as a template would write it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.previewing import preview_principal
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.notifications.proofs import prove
from odos.notifications.templates import LANGUAGES, TEXTS
from odos.records.context import Context


class TemplatePreview(Endpoint):
    """POST subject and body with a record: the mail, with the eyes of ``reader`` where one is named."""

    administrators = True
    reads = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        entity = self.entity(require(body, "entity", str))
        found = prove(
            context=_reader(self.context(), take(body, "reader", (str, int))),
            entity=entity,
            template={part: _texts(body, part) for part in TEXTS},
            record_id=read_id(require(body, "record", (str, int))),
            language=_language(body, self.language),
        )
        return json_response(asdict(found))


def _reader(context: Context, reader: str | int | None) -> Context:
    if reader is None:
        return context
    return replace(context, actor=preview_principal(context, f"user:{reader}", reads=True, personal=False))


def _texts(body: dict[str, Any], part: str) -> dict[str, str]:
    found = require(body, part, dict)
    for name, words in found.items():
        if not isinstance(words, str):
            raise Invalid(None, [Issue("wrong_type", text("a text", "应为文本"), (part, name))])
    return {str(name): words for name, words in found.items()} or {"en": ""}


def _language(body: dict[str, Any], usual: str) -> str:
    found = take(body, "language", str, usual)
    if found not in LANGUAGES:
        message = text("one of {choices}", "应为以下之一：{choices}", choices=", ".join(LANGUAGES))
        raise Invalid(None, [Issue("unknown_language", message, ("language",))])
    return str(found)
