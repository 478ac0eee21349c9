"""The settings of Odos, with the application by hand beside it in the same processes."""

from __future__ import annotations

from typing import Any

from benchmarks.reference.routing import SCHEMA
from odos.config.settings import *  # noqa: F403
from odos.config.settings import DATABASES as _DATABASES
from odos.config.settings import INSTALLED_APPS as _INSTALLED_APPS

INSTALLED_APPS = [*_INSTALLED_APPS, "benchmarks.reference"]
ROOT_URLCONF = "benchmarks.urls"
DATABASE_ROUTERS = ["benchmarks.reference.routing.Router"]

_own: dict[str, Any] = dict(_DATABASES["default"])
DATABASES = {
    **_DATABASES,
    "reference": {
        **_own,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {**_own["OPTIONS"], "options": f"-c search_path={SCHEMA}"},
    },
}
