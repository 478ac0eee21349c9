"""The Celery application, configured by the ``CELERY_`` settings of Django; messages are JSON."""

from __future__ import annotations

import os

from celery import Celery
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odos.config.settings")

TICK_SECONDS = 3.0
TICK_TASK = "odos.jobs.tick"

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
