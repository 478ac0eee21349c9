"""Where ``celery --app odos.config.celery`` finds the application of `odos.jobs`."""

from __future__ import annotations

from odos.jobs.celery_app import app

__all__ = ["app"]
