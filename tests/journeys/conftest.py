"""The CRM as customers get it, and its people in front of browsers of their own.

A journey drives a whole system and several browsers, all on the clock of a machine that may be busy: one that
fails is tried twice more, and the run says so. A fault of the product fails each time.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.fixtures.crm import crm, demo
from tests.journeys.people import Person, Staff

__all__ = ["admin", "crm", "demo", "language", "staff"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture
def admin(request: pytest.FixtureRequest, running_system, chromium: Browser) -> Iterator[Person]:
    """The administrator, signed in, after the language of their account is set."""
    if "language" in request.fixturenames:
        request.getfixturevalue("language")
    person = Person(chromium, running_system.url)
    person.sign_in(running_system.username, running_system.password)
    yield person
    person.context.close()


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest, running_system) -> Iterator[str]:
    """The language of the administrator's account, which counts whatever a browser keeps."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    before = running_system.get("/api/auth/me", **headers)["locale"]
    running_system.patch("/api/auth/me", {"locale": request.param}, **headers)
    yield request.param
    running_system.patch("/api/auth/me", {"locale": before}, **headers)


@pytest.fixture
def staff(running_system, chromium: Browser) -> Iterator[Staff]:
    staff = Staff(running_system, chromium)
    yield staff
    staff.leave()
