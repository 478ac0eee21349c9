"""Deliveries on their way: workers claim them, hold them while their people rest, send them, note it.

At least once: a claim is a lease, and whoever dies between sending and noting it leaves the delivery to the
next worker, which sends it again under the same key. One message is claimed at a time and noted as soon as it
was sent, so that a crash makes one duplicate at most and holds up nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from odos.database.session import execute, transaction
from odos.jobs.kinds import Drain
from odos.kernel.retrying import Backoff
from odos.kernel.workspaces import Workspace
from odos.notifications.channels import CHANNEL_KINDS, ChannelKind, Send, Undeliverable
from odos.notifications.composing import compose
from odos.notifications.configuring import Configured, list_configured
from odos.notifications.incoming.boxes import Box, box_for_decisions, list_boxes
from odos.notifications.operations import DELIVER
from odos.notifications.resting import free_from, next_digest, zone_of
from odos.notifications.telling import tell_in_words
from odos.notifications.waiting import Waiting, claim

log = logging.getLogger(__name__)

BATCH = 10
BATCH_SECONDS = 60.0
LEASE = timedelta(minutes=5)  # outlasts a message that runs into the time limit of every step
BACKOFF = Backoff(timedelta(seconds=30), timedelta(hours=2))
MAX_ATTEMPTS = 10
BUNDLED = "bundled"  # waits for the digest that it is part of

_END = """
    UPDATE notification_delivery SET state = %s, ended_at = %s, error = %s
    WHERE id = ANY(%s) AND state = 'waiting'
"""
_LATER = """
    UPDATE notification_delivery SET due_at = %s, error = %s WHERE id = ANY(%s) AND state = 'waiting'
"""
_HOLD = """
    UPDATE notification_delivery SET due_at = %s, mode = %s, attempts = attempts - 1
    WHERE id = %s AND state = 'waiting'
"""


@dataclass
class _Batch:
    """What one call of the drain does."""

    workspace: Workspace
    now: datetime
    stack: ExitStack
    opened: dict[str, Send] = field(default_factory=dict)

    @cached_property
    def channels(self) -> Mapping[str, Configured]:
        """Those that are in use, by key."""
        return {each.key: each for each in list_configured(self.workspace) if each.is_enabled}

    @cached_property
    def box(self) -> Box | None:
        """Where replies go that decide."""
        return box_for_decisions(list_boxes(self.workspace))

    def take_one(self) -> int:
        """Claim the next message and send it; gives how many deliveries it carries, 0 when none is due."""
        with transaction(self.workspace):
            taken, waiting = claim(self.workspace, self.now, self.now + LEASE)
        ready = [each for each in waiting if not self._hold(each)]
        for bundle in _bundles(ready):
            self._deliver(bundle)
        return taken

    def _hold(self, waiting: Waiting) -> bool:
        """Whether it has to wait until its person may be disturbed."""
        if waiting.is_awaited:
            return False
        zone = zone_of(waiting.person.time_zone)
        if waiting.mode == "digest":
            moment, mode = next_digest(self.now, zone, waiting.resting), BUNDLED
        else:
            moment, mode = free_from(self.now, zone, waiting.resting), waiting.mode
        if moment <= self.now:
            return False
        execute(self.workspace, _HOLD, [moment, mode, waiting.id])
        return True

    def _deliver(self, bundle: Sequence[Waiting]) -> None:
        first = bundle[0]
        channel = self.channels.get(first.channel)
        kind = CHANNEL_KINDS.get(channel.kind) if channel else None
        to = kind.address(channel.options, first.person) if channel and kind else None
        if channel is None or kind is None or to is None:
            self._end(bundle, "dropped", "no such channel" if kind is None else "no address")
            return
        try:
            decides = kind.carries_decisions(channel.options) and len(bundle) == 1
            letters = kind.takes_letters
            told = [
                tell_in_words(self.workspace, each, self.now, decides=decides, letters=letters, box=self.box)
                for each in bundle
            ]
            self._sender(channel, kind)(compose(self.workspace.key, to, first.person, told))
        except Undeliverable as refusal:
            self._end(bundle, "dead", str(refusal))
        except Exception as error:
            log.warning("delivery %s by %s failed: %s", first.id, first.channel, error)
            self._again(bundle, f"{type(error).__name__}: {error}")
        else:
            self._end(bundle, "sent", "")

    def _sender(self, channel: Configured, kind: ChannelKind) -> Send:
        """Opened for the first message, closed after the last."""
        if channel.key not in self.opened:
            self.opened[channel.key] = self.stack.enter_context(kind.open(channel.as_settings()))
        return self.opened[channel.key]

    def _end(self, bundle: Sequence[Waiting], state: str, error: str) -> None:
        ids = [each.id for each in bundle]
        execute(self.workspace, _END, [state, self.now, error[:1000], ids])

    def _again(self, bundle: Sequence[Waiting], error: str) -> None:
        attempts = max(each.attempts for each in bundle)
        if attempts >= MAX_ATTEMPTS:
            self._end(bundle, "dead", error)
            return
        due_at = self.now + BACKOFF.after(attempts)
        execute(self.workspace, _LATER, [due_at, error[:1000], [each.id for each in bundle]])


def deliver(workspace: Workspace, now: datetime) -> int:
    """Send up to `BATCH` messages that are due, for as long as ``now`` is nearly true; gives how much was
    claimed."""
    total, until = 0, time.monotonic() + BATCH_SECONDS
    with ExitStack() as stack:
        batch = _Batch(workspace, now, stack)
        for _ in range(BATCH):
            taken = batch.take_one() if time.monotonic() < until else 0
            if not taken:
                break
            total += taken
    return total


def _bundles(waiting: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """What goes out as one message."""
    digests: dict[tuple[int, str], list[Waiting]] = {}
    for each in waiting:
        if each.mode == BUNDLED:
            digests.setdefault((each.person.id, each.channel), []).append(each)
        else:
            yield [each]
    yield from digests.values()


DRAINS = (Drain(DELIVER, deliver),)
