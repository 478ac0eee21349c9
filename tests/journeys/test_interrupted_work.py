"""Work that is interrupted: the network goes, the session ends, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.fixtures.systems import RunningSystem
from tests.journeys.people import Person

SAVED = re.compile(r"/records/region/\d+$")


@pytest.fixture
def typing(admin: Person) -> Person:
    """In the middle of a form."""
    admin.open("/records/region/new")
    admin.fill("name", "Typed before")
    return admin


def save(person: Person) -> None:
    person.click("Save")
    person.page.wait_for_url(SAVED)
    expect(person.page.get_by_text("Typed before").first).to_be_visible()


def test_a_form_outlives_the_network(typing: Person):
    """PLAT-02: what was typed stays, and is saved once the server answers again."""
    typing.context.set_offline(True)
    typing.click("Save")
    typing.sees("Nothing is lost")
    expect(typing.field("name").locator("input").first).to_have_value("Typed before")
    typing.context.set_offline(False)
    save(typing)


def test_a_form_outlives_its_session(typing: Person, running_system: RunningSystem):
    """PLAT-02: logging in again on top of the form, as the same person, asks for the password alone."""
    typing.context.clear_cookies()
    typing.click("Save")
    dialog = typing.page.get_by_role("dialog", name="Your session has ended")
    expect(dialog.get_by_label("User name")).to_have_value(running_system.username)
    dialog.get_by_label("Password").fill(running_system.password)
    dialog.get_by_role("button", name="Log in").click()
    expect(dialog).to_be_hidden()
    expect(typing.page.get_by_text("Please sign in")).to_have_count(0)
    save(typing)
