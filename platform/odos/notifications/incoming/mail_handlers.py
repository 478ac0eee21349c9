"""What becomes of a mail that came in. Packages register handlers; the first that wants a mail has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from odos.accounts.principals import Principal
from odos.kernel.registry import OrderedRegistry
from odos.kernel.texts import Text
from odos.notifications.incoming.reading import Incoming
from odos.records.context import Context


@dataclass(frozen=True)
class Outcome:
    """What a handler did: ``handled``, or ``refused`` with ``words`` that say why. The entry in the audit
    trail stands at the record of ``place`` (identity of the entity, id), if there is one, under ``actor``,
    which is the platform itself where nobody is known to have written."""

    state: Literal["handled", "refused"]
    words: Text
    place: tuple[str, int] | None = None
    actor: Principal | None = None


@dataclass(frozen=True)
class MailHandler:
    """``handle`` gives None for a mail that is not its own. It works in the transaction that it is given,
    which is tried again as a whole, so it has no effects outside it; what it raises is tried again later, up
    to five times. ``takes_automatic``: also what programs sent (answers of absent people, bounces, lists);
    nothing must ever be answered to those."""

    key: str
    label: Text
    order: float
    handle: Callable[[Context, Incoming], Outcome | None]
    takes_automatic: bool = False


MAIL_HANDLERS: OrderedRegistry[MailHandler] = OrderedRegistry("mail handler")
