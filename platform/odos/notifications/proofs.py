"""A mail as it would be written, from a template that may not be saved yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from odos.dsl.placeholders import read_filled
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.notifications.channels import Person
from odos.notifications.composing import Told, compose
from odos.notifications.templates import TEXTS, fill
from odos.records.context import Context
from odos.records.rules.compiled import rule_scope
from odos.schema.model import Document, Entity


@dataclass(frozen=True)
class Proof:
    """Subject, plain text and the whole page of HTML."""

    subject: str
    text: str
    html: str


def prove(*, context: Context, entity: Entity, template: Document, record_id: int, language: str) -> Proof:
    """The mail about a record for the actor; raises `Invalid` with positions, `NotFound`."""
    issues = list(_issues(context, entity, template))
    if issues:
        raise Invalid(None, issues)
    letter = fill(context=context, entity=entity, template=template, record_id=record_id, language=language)
    actor = context.actor
    person = Person(actor.user_id or 0, actor.name, actor.username, language=language)
    path = f"/records/{entity.key}/{record_id}"
    told = Told(0, context.now, "automation", letter.subject, path=path, letter=letter)
    made = compose(context.workspace.key, "", person, [told])
    return Proof(letter.subject, made.text, made.html)


def _issues(context: Context, entity: Entity, template: Document) -> Iterator[Issue]:
    scope = rule_scope(context, entity)
    for part in TEXTS:
        texts: Mapping[str, str] = template[part]
        for name, words in texts.items():
            yield from (issue.under(part, name) for issue in read_filled(words, scope).issues)
