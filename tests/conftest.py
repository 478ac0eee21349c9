"""What every test can ask for. Start at `tests.fixtures.databases`.

The environment is set here since pytest-django reads the settings after importing this module.
"""

from __future__ import annotations

import os

import django
import pytest
from django.conf import settings

from tests.environment import prepare_environment

ENVIRONMENT = prepare_environment()
django.setup()  # the conftest of a folder may import models

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.clocks",
    "tests.fixtures.browsers",
    "tests.fixtures.systems",
    "tests.fixtures.application",
    "tests.fixtures.workers",
]


@pytest.fixture(scope="session")
def environment():
    return ENVIRONMENT


def pytest_configure() -> None:
    """Read the settings, so that pytest-django finds them and sets Django up.

    The workers of pytest-xdist inherit the environment and must not read them before they have their own.
    """
    assert settings.SECRET_KEY
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_sessionfinish() -> None:
    if not ENVIRONMENT.is_worker:
        ENVIRONMENT.remove()
