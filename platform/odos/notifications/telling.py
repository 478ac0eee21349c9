"""A claimed delivery in the words of its recipient, with their eyes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id
from odos.kernel.problems import NotFound
from odos.kernel.registry import Registry
from odos.kernel.texts import Text
from odos.kernel.workspaces import Workspace
from odos.notifications.composing import Told
from odos.notifications.queries import render, render_body
from odos.notifications.templates import Letter, fill, find_template
from odos.notifications.threads import thread_of
from odos.notifications.waiting import Waiting
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.storage.active import active_schema

# (workspace, what is told) → words of a button and the address inside the product that it leads to
MakeButtons = Callable[[Workspace, Waiting], Sequence[tuple[Text, str]]]
BUTTONS: Registry[MakeButtons] = Registry("maker of buttons")  # by kind of notification


def tell_in_words(
    workspace: Workspace, waiting: Waiting, now: datetime, *, decides: bool = False, letters: bool = False
) -> Told:
    """The words of a notification for whoever gets it; ``decides``: with links that need no signing in,
    ``letters``: as its template writes it."""
    context = context_of(workspace, waiting, now)
    label = _label(context, waiting) if context else None
    language = waiting.person.language
    return Told(
        delivery_id=waiting.id,
        at=waiting.created_at,
        kind=waiting.kind,
        title=render(waiting.title, language, label),
        body=render_body(waiting.kind, waiting.body, language, label),
        path=_path(context, waiting, label),
        thread=_thread(workspace, waiting),
        buttons=_buttons(workspace, waiting) if decides and context else (),
        about=waiting.about,
        letter=_letter(context, waiting) if letters and context and label is not None else None,
    )


def _letter(context: Context, waiting: Waiting) -> Letter | None:
    """What the template makes of the record; None where there is none, or no such record any more."""
    entity = context.schema.by_id.get(waiting.entity_id or "")
    template = find_template(entity, waiting.template) if entity else None
    if entity is None or template is None or waiting.record_id is None:
        return None
    language = waiting.person.language
    try:
        return fill(
            context=context, entity=entity, template=template, record_id=waiting.record_id, language=language
        )
    except NotFound:
        return None


def _buttons(workspace: Workspace, waiting: Waiting) -> Sequence[tuple[str, str]]:
    make = BUTTONS.get(waiting.kind)
    found = make(workspace, waiting) if make else ()
    return [(words.render(waiting.person.language), path) for words, path in found]


def context_of(workspace: Workspace, waiting: Waiting, now: datetime) -> Context | None:
    """The recipient as an actor; None for somebody who may no longer sign in."""
    reader: Principal | None = find_principal_by_id(workspace=workspace, user_id=waiting.person.id)
    return Context(workspace, active_schema(workspace), reader, now, source="job") if reader else None


def _label(context: Context, waiting: Waiting) -> str | None:
    if waiting.entity_id is None or waiting.record_id is None:
        return None
    place = (waiting.entity_id, waiting.record_id)
    return labels_in_sight(context, [place]).get(place)


def _path(context: Context | None, waiting: Waiting, label: str | None) -> str:
    """Where the product shows what it is about; the inbox where that is nowhere else."""
    if "approval" in waiting.about:
        return f"/approvals/{waiting.about['approval']}"
    entity = context.schema.by_id.get(waiting.entity_id or "") if context else None
    if entity is not None and label is not None:
        return f"/records/{entity.key}/{waiting.record_id}"
    return "/inbox"


def _thread(workspace: Workspace, waiting: Waiting) -> str | None:
    if waiting.entity_id is None or waiting.record_id is None:
        return None
    return thread_of(workspace, waiting.entity_id, waiting.record_id)
