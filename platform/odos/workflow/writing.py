"""What an approval writes into its record: the effects of its events, and the change that was agreed to.

It writes in the name of whoever acts, with the platform's rights: an approver need not be allowed to edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from odos.accounts.principals import system_principal
from odos.database.session import fetch_one, taken_back
from odos.kernel.problems import NotFound
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.records.writes.operations import update_record
from odos.schema.model import Document, Entity
from odos.workflow.approvals.definitions import Event, effects
from odos.workflow.conversions.mapped_values import constant_effects, read_effects

SOURCE = "system"  # the guard lets it pass


def with_rights(context: Context, reason: str | None) -> Context:
    """The actor with the platform's rights."""
    actor = context.actor
    mighty = replace(
        system_principal(context.workspace), user_id=actor.user_id, username=actor.username, name=actor.name,
        unit_id=actor.unit_id, locale=actor.locale, time_zone=actor.time_zone,
    )  # fmt: skip
    return replace(context, actor=mighty, source="system", reason=reason)


def write_effects(
    context: Context, entity: Entity, record_id: int, document: Document, event: Event, reason: str
) -> None:
    """Set the fields that the document names for the event; their rules see the record as it is by now.

    A record that is gone, or in the bin, is left alone.
    """
    rules = effects(document, event)
    if not rules:
        return
    mighty = with_rights(context, reason)
    values = constant_effects(mighty, entity, rules) or read_effects(mighty, entity, record_id, rules)
    if values is None:
        return
    try:
        write_values(mighty, entity, record_id, values)
    except NotFound:
        if is_living(mighty, entity, record_id):
            raise


def is_living(context: Context, entity: Entity, record_id: int) -> bool:
    """Whether the record is there and not in the bin."""
    statement = f"SELECT 1 FROM {quote(entity.table)} WHERE id = %s AND deleted_at IS NULL"
    return fetch_one(context.workspace, statement, [record_id]) is not None


def write_values(context: Context, entity: Entity, record_id: int, values: Mapping[str, Any]) -> None:
    """Change the record; raises what any change may raise."""
    update_record(context=context, entity=entity.key, record_id=record_id, values=values, is_answered=False)


@contextmanager
def supposing(
    context: Context, entity: Entity, record_id: int, proposed: Mapping[str, Any] | None
) -> Iterator[None]:
    """For the length of the block the record is as proposed; afterwards as it was."""
    if proposed is None:
        yield
        return
    with taken_back():
        write_values(replace(context, source="system"), entity, record_id, proposed)
        yield
