"""The Celery application, configured by the ``CELERY_`` settings of Django; messages are JSON."""

from __future__ import annotations

import os
import threading
from typing import Any

from celery import Celery, bootsteps
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odos.config.settings")

TICK_SECONDS = 3.0
TICK_TASK = "odos.jobs.tick"
FAREWELL_SECONDS = 10.0

# Rings that nobody answered before Redis went away need not be rung once more, as the job row is the truth;
# trying to would fail while the lost connection is closed, and end the worker.
redis.Channel.do_restore = False

app = Celery("odos", include=["odos.jobs.tasks"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    beat_schedule={
        # A tick that no worker took before the next one is due need not be taken at all.
        "tick": {"task": TICK_TASK, "schedule": TICK_SECONDS, "options": {"expires": TICK_SECONDS}},
    },
)


class EndAfterErrors(bootsteps.StartStopStep):
    """Ends a worker that an error stops, as the loss of Redis may do, whatever it still waits for.

    It would wait for its processes, and one that is about to hand in a result waits for the worker to read
    it. Whoever started the worker starts it again; what it had begun is taken up from its leases.
    """

    requires = ("celery.worker.components:Pool",)  # so that it stops before the pool does

    def stop(self, worker: Any) -> None:
        """Give the processes some time, where it is not somebody who wants the worker to end."""
        if worker.exitcode:
            farewell = threading.Timer(FAREWELL_SECONDS, os._exit, [worker.exitcode])
            farewell.daemon = True
            farewell.start()


app.steps["worker"].add(EndAfterErrors)
