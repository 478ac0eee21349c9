"""A claimed delivery in the words of its recipient, with their eyes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id
from odos.kernel.problems import NotFound
from odos.kernel.registry import Registry
from odos.kernel.texts import Text
from odos.kernel.workspaces import Workspace
from odos.notifications import titles
from odos.notifications.composing import ReplyTo, Told
from odos.notifications.incoming.boxes import Box
from odos.notifications.incoming.tokens import make_token
from odos.notifications.kinds import NOTICE_KINDS
from odos.notifications.queries import render, render_body
from odos.notifications.templates import Letter, fill, find_template
from odos.notifications.threads import thread_of
from odos.notifications.titles import Title, titles_of
from odos.notifications.waiting import Waiting
from odos.records.context import Context, person_context
from odos.storage.active import active_schema


@dataclass(frozen=True)
class Offer:
    """What can be done with a mail without signing in: ``buttons`` have words and an address inside the
    product, ``replying`` says what a reply may say, None where none is read. ``facts`` are what one has to
    know for that, names with values in the words of the recipient."""

    buttons: Sequence[tuple[Text, str]] = ()
    replying: Text | None = None
    facts: Sequence[tuple[str, str]] = ()


# (context of the recipient, what is told) → what is offered
MakeOffer = Callable[[Context, Waiting], Offer]
OFFERS: Registry[MakeOffer] = Registry("maker of offers")  # by kind of notification


def tell_in_words(
    workspace: Workspace,
    waiting: Waiting,
    now: datetime,
    *,
    decides: bool = False,
    letters: bool = False,
    box: Box | None = None,
) -> Told:
    """The words of a notification for whoever gets it; ``decides``: with what needs no signing in, by reply
    as well where there is a ``box`` for them, ``letters``: as its template writes it."""
    context = context_of(workspace, waiting, now)
    title = _title(context, waiting) if context else None
    label = title.label if title else None
    in_sight = title is not None and title.in_sight
    language = waiting.person.language
    offer = _offer(context, waiting) if decides and context else Offer()
    letter = _letter(context, waiting) if letters and context and in_sight else None
    return Told(
        delivery_id=waiting.id,
        at=waiting.created_at,
        kind=waiting.kind,
        title=render(waiting.title, language, label),
        body=render_body(waiting.kind, waiting.body, language, label) if _is_said(waiting, letter) else "",
        path=_path(context, waiting, in_sight=in_sight),
        thread=_thread(workspace, waiting),
        facts=() if letter else offer.facts,
        buttons=[(words.render(language), path) for words, path in offer.buttons],
        reply=_reply(workspace, waiting, offer, box) if box else None,
        about=waiting.about,
        letter=letter,
    )


def _is_said(waiting: Waiting, letter: Letter | None) -> bool:
    """A letter stands in the place of all words but those of people."""
    kind = NOTICE_KINDS.get(waiting.kind)
    return letter is None or (kind is not None and kind.words_of_people)


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


def _offer(context: Context, waiting: Waiting) -> Offer:
    make = OFFERS.get(waiting.kind)
    return make(context, waiting) if make else Offer()


def _reply(workspace: Workspace, waiting: Waiting, offer: Offer, box: Box) -> ReplyTo | None:
    """Where replies go, and by what they are known."""
    if offer.replying is None:
        return None
    token = make_token(workspace, waiting.notification_id)
    name, _, domain = str(box.options["address"]).partition("@")
    address = f"{name}+{token}@{domain}" if box.options.get("plus") else f"{name}@{domain}"
    return ReplyTo(address, token, offer.replying.render(waiting.person.language))


def context_of(workspace: Workspace, waiting: Waiting, now: datetime) -> Context | None:
    """The recipient as an actor; None for somebody who may no longer sign in."""
    reader: Principal | None = find_principal_by_id(workspace=workspace, user_id=waiting.person.id)
    return person_context(workspace, active_schema(workspace), reader, now) if reader else None


def _title(context: Context, waiting: Waiting) -> Title | None:
    told = titles.Told(waiting.kind, waiting.about, waiting.entity_id, waiting.record_id)
    return titles_of(context, [told])[0]


def _path(context: Context | None, waiting: Waiting, *, in_sight: bool) -> str:
    """Where the product shows what it is about; the inbox where that is nowhere else."""
    if "approval" in waiting.about:
        return f"/approvals/{waiting.about['approval']}"
    entity = context.schema.by_id.get(waiting.entity_id or "") if context else None
    if entity is not None and in_sight:
        return f"/records/{entity.key}/{waiting.record_id}"
    return "/inbox"


def _thread(workspace: Workspace, waiting: Waiting) -> str | None:
    if waiting.entity_id is None or waiting.record_id is None:
        return None
    return thread_of(workspace, waiting.entity_id, waiting.record_id)
