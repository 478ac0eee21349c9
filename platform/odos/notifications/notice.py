"""What a caller hands over to be told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from odos.kernel.texts import Text, text

# Stands in a stored text where the title of the record belongs: each reader gets what they may see of it.
# ``text("{record} is late", "{record} 已逾期", record=RECORD)``
RECORD = "\ue000"
NOTHING = text("", "")


@dataclass(frozen=True)
class Notice:
    """One thing to be told, in all languages.

    ``kind`` is a key of `odos.notifications.kinds`. ``key`` tells it from others: of one key each recipient
    gets one notification ever, so that work repeated after a crash tells nobody twice; name what happened in
    it (``reminder:7:2026-03-02``). ``entity_id`` and ``record_id`` lead to a record; its title is no part
    of the texts but `RECORD`. ``channels`` (keys of channels) overrule what people prefer, empty does not.
    ``template`` is the key of a template for mail, ``about`` what screens and channels want to know besides,
    ``cause`` the correlation of what led to it. ``is_awaited``: whoever is told did something just now and
    waits for this, so that their quiet hours hold it back from no channel.
    """

    kind: str
    key: str
    title: Text
    body: Text = NOTHING
    entity_id: str | None = None
    record_id: int | None = None
    channels: tuple[str, ...] = ()
    template: str | None = None
    about: Mapping[str, object] = field(default_factory=dict)
    cause: uuid.UUID | None = None
    is_awaited: bool = False
