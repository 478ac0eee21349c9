"""gunicorn's worker of threads, in which whichever thread fell idle last serves next.

Each thread has a connection to PostgreSQL of its own, on which statements are prepared and planned and tables
are known. In turn all of them would go cold between two requests, and all would have to learn of each new
version; so a few serve as long as a few are enough, and the others never even connect.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from gunicorn.workers.gthread import ThreadWorker

T = TypeVar("T")


@dataclass(frozen=True)
class _Task:
    """A call, and who waits for what it gives."""

    future: Future[Any]
    call: Callable[[], Any]

    def run(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            self.future.set_result(self.call())
        except BaseException as error:
            self.future.set_exception(error)


_Inbox = SimpleQueue[_Task | None]  # None ends the thread


class LastIdleFirst(Executor):
    """At most ``most`` threads, started as they are needed. What is submitted waits while all are busy."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._guard = threading.Lock()
        self._idle: list[_Inbox] = []
        self._waiting: deque[_Task] = deque()
        self._threads: list[threading.Thread] = []
        self._ending = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have it called soon; raises `RuntimeError` after `shutdown`."""
        future: Future[T] = Future()
        with self._guard:
            if self._ending:
                raise RuntimeError("no new work after shutdown")
            self._hand_over(_Task(future, partial(fn, *args, **kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads when what was submitted is done; ``cancel_futures`` drops what has not begun."""
        with self._guard:
            self._ending = True
            while cancel_futures and self._waiting:
                self._waiting.popleft().future.cancel()
            while self._idle:
                self._idle.pop().put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _hand_over(self, task: _Task) -> None:
        if self._idle:
            self._idle.pop().put(task)
        elif len(self._threads) < self._most:
            thread = threading.Thread(target=self._serve, args=(task,), name=f"web {len(self._threads)}")
            thread.start()
            self._threads.append(thread)
        else:
            self._waiting.append(task)

    def _serve(self, task: _Task | None) -> None:
        inbox: _Inbox = SimpleQueue()
        while task is not None:
            task.run()
            del task  # with all that belongs to its request, while this thread may be idle for long
            task = self._next(inbox) or inbox.get()

    def _next(self, inbox: _Inbox) -> _Task | None:
        """What waits, else None, and from then on ``inbox`` is where to send something."""
        with self._guard:
            if self._waiting:
                return self._waiting.popleft()
            if self._ending:
                inbox.put(None)
            else:
                self._idle.append(inbox)
            return None


class Worker(ThreadWorker):  # type: ignore[misc]
    """The worker class of ``--worker-class``."""

    def get_thread_pool(self) -> Executor:
        return LastIdleFirst(self.cfg.threads)
