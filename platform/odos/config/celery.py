"""The Celery application: a doorbell only, the truth about a job is its row in PostgreSQL."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odos.config.settings")

app = Celery("odos")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
