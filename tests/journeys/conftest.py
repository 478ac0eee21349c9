"""The CRM as customers get it, and its people in front of browsers of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.fixtures.crm import crm, demo
from tests.journeys.people import Person, Staff

__all__ = ["admin", "crm", "demo", "staff"]


@pytest.fixture
def admin(running_system, chromium: Browser) -> Iterator[Person]:
    """The administrator, signed in."""
    person = Person(chromium, running_system.url)
    person.sign_in(running_system.username, running_system.password)
    yield person
    person.context.close()


@pytest.fixture
def staff(running_system, chromium: Browser) -> Iterator[Staff]:
    staff = Staff(running_system, chromium)
    yield staff
    staff.leave()
