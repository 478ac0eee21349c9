"""One Redis subscription for each workspace, handed on to every stream of this process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from odos.kernel.workspaces import Workspace

logger = logging.getLogger(__name__)

Queue = asyncio.Queue[bytes | None]

BACKLOG = 1000
RECONNECT_SECONDS = 1.0


def channel(workspace: Workspace) -> str:
    """Where the events of a workspace are published."""
    return f"odos:{workspace.key}:events"


class Hub:
    """Subscribes when the first stream of a workspace opens, stops when the last one closes.

    A stream that does not keep up gets None, the sign to end; its browser connects again and reads afresh.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._queues: dict[Workspace, set[Queue]] = {}
        self._readers: dict[Workspace, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def subscribed(self, workspace: Workspace) -> AsyncIterator[Queue]:
        """A queue of messages as they were published."""
        queue: Queue = asyncio.Queue(BACKLOG)
        self._queues.setdefault(workspace, set()).add(queue)
        if workspace not in self._readers:
            self._readers[workspace] = asyncio.create_task(self._read(workspace))
        try:
            yield queue
        finally:
            self._leave(workspace, queue)

    def _leave(self, workspace: Workspace, queue: Queue) -> None:
        queues = self._queues[workspace]
        queues.discard(queue)
        if not queues:
            del self._queues[workspace]
            self._readers.pop(workspace).cancel()

    async def _read(self, workspace: Workspace) -> None:
        while True:
            try:
                await self._relay(workspace)
            except RedisError as error:
                logger.warning("lost the subscription of %s: %s", workspace.key, error)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _relay(self, workspace: Workspace) -> None:
        async with Redis.from_url(self._url) as client, client.pubsub() as subscription:
            await subscription.subscribe(channel(workspace))
            async for message in subscription.listen():
                if message["type"] == "message":
                    self._hand_on(workspace, message["data"])

    def _hand_on(self, workspace: Workspace, data: bytes) -> None:
        for queue in self._queues.get(workspace, set()):
            if queue.full():
                _end(queue)
            else:
                queue.put_nowait(data)


def _end(queue: Queue) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)
