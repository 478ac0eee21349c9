"""The Celery application, configured by the ``CELERY_`` settings of Django; messages are JSON."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odos.config.settings")

TICK_SECONDS = 3.0
TICK_TASK = "odos.jobs.tick"

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
