"""One Redis subscription for each workspace, handed on to every stream of this process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from odos.kernel.workspaces import Workspace

logger = logging.getLogger(__name__)

Queue = asyncio.Queue[bytes | None]

BACKLOG = 1000
RECONNECT_SECONDS = 1.0
WAKE_SECONDS = 1.0


def channel(workspace: Workspace) -> str:
    """Where the events of a workspace are published."""
    return f"odos:{workspace.key}:events"


class Hub:
    """Subscribes when the first stream of a workspace opens, stops soon after the last one closed.

    A reader is never cancelled, it ends by itself: the client swallows a cancellation while it connects.
    A stream that does not keep up, or misses what came while Redis was away, gets None, the sign to end; its
    browser connects again and reads afresh.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._queues: dict[Workspace, set[Queue]] = {}
        self._readers: dict[Workspace, asyncio.Task[None]] = {}
        self._listening: dict[Workspace, asyncio.Event] = {}

    @asynccontextmanager
    async def subscribed(self, workspace: Workspace) -> AsyncIterator[Queue]:
        """A queue of messages as they were published, of each one from now on."""
        queue: Queue = asyncio.Queue(BACKLOG)
        listening = self._listening.setdefault(workspace, asyncio.Event())
        self._queues.setdefault(workspace, set()).add(queue)
        reader = self._readers.get(workspace)
        if reader is None or reader.done():
            self._readers[workspace] = asyncio.create_task(self._read(workspace))
        try:
            await listening.wait()
            yield queue
        finally:
            self._leave(workspace, queue)

    def _leave(self, workspace: Workspace, queue: Queue) -> None:
        self._queues[workspace].discard(queue)

    async def _read(self, workspace: Workspace) -> None:
        while self._queues[workspace]:
            try:
                await self._relay(workspace)
            except RedisError as error:
                logger.warning("lost the subscription of %s: %s", workspace.key, error)
                for queue in self._queues[workspace]:
                    _end(queue)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _relay(self, workspace: Workspace) -> None:
        async with Redis.from_url(self._url) as client, client.pubsub() as subscription:
            await subscription.subscribe(channel(workspace))
            try:
                await self._hand_on_all(workspace, subscription)
            finally:
                self._listening[workspace].clear()

    async def _hand_on_all(self, workspace: Workspace, subscription: PubSub) -> None:
        while self._queues[workspace]:
            message = await subscription.get_message(timeout=WAKE_SECONDS)
            if message is None:
                continue
            if message["type"] == "subscribe":
                self._listening[workspace].set()
            else:
                self._hand_on(workspace, message["data"])

    def _hand_on(self, workspace: Workspace, data: bytes) -> None:
        for queue in self._queues[workspace]:
            if queue.full():
                _end(queue)
            else:
                queue.put_nowait(data)


def _end(queue: Queue) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)
