"""The rules inside templates of mails, checked before a version is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from odos.dsl.placeholders import Filled, read_filled
from odos.dsl.scope import SchemaScope
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.notifications.templates import TEXTS, lost_values
from odos.records.rules.types import type_of
from odos.schema.model import Document, Entity, Schema


def template_issues(schema: Schema, entity: Entity, document: Document) -> Iterator[Issue]:
    """Findings at ``<part>/<language>/line:column``."""
    scope = SchemaScope(schema, entity, type_of)
    for part in TEXTS:
        for language, words in sorted(document[part].items()):
            filled = read_filled(words, scope)
            yield from (issue.under(part, language) for issue in filled.issues)
            yield from (replace(issue, path=(part, language)) for issue in _unseen(part, filled))


def _unseen(part: str, filled: Filled) -> Iterator[Issue]:
    if part == "body" and not filled.issues and lost_values(filled):
        message = text("a value cannot stand in the address of a link", "链接地址中不能包含变量")
        yield Issue("template_link", message)
