"""Every screen, as an administrator walks it: the Content-Security-Policy has nothing to stop, and nothing fails.

Menus with the records and forms behind them, the pages of one's own, the Studio with each of its tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.fixtures.browsers import give_up
from tests.fixtures.systems import RunningSystem
from tests.journeys.people import STILL, Person

pytestmark = pytest.mark.slow

OWN = ("/", "/approvals", "/calendar", "/messages", "/inbox", "/account", "/reminders", "/nowhere")
OPENED = (
    "/studio/roles/sales_rep", "/studio/menus/sales", "/studio/approvals/quote_approval",
    "/studio/entities/opportunity",
)  # fmt: skip
REPORT = """addEventListener('securitypolicyviolation', (event) =>
    console.error(`policy: ${event.violatedDirective} stopped ${event.blockedURI || 'something inline'}`))"""
GO = "(path) => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }"
OPEN_TAB = """(number) => {
    const tabs = [...document.querySelectorAll('main [role=tab]')].filter((tab) => tab.checkVisibility())
    tabs[number]?.click()
    return tabs.length
}"""


class Walk:
    """Goes from screen to screen and notes what the browser complains of, with the address."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))

    def _note(self, text: str) -> None:
        self.troubles.append(f"{self.page.url}: {text}")

    def to(self, address: str) -> None:
        self.page.evaluate(GO, address)
        self.page.evaluate(STILL)

    def through_tabs(self) -> None:
        """Some tabs hold tabs in their turn, so that their number changes on the way."""
        number = 0
        while number < self.page.evaluate(OPEN_TAB, number):
            self.page.evaluate(STILL)
            number += 1


@pytest.fixture
def walk(running_system, chromium: Browser) -> Iterator[Walk]:
    if not (settings.PROJECT / "ui" / "dist" / "index.html").exists():
        give_up("the user interface is not built (make ui)")
    person = Person(chromium, running_system.url)
    person.context.add_init_script(REPORT)
    person.sign_in(running_system.username, running_system.password)
    yield Walk(person.page)
    person.context.close()


def menu_addresses(system: RunningSystem) -> Iterator[str]:
    """Every entry, and for each entity its first record and the form of a new one."""
    headers = {"Authorization": f"Bearer {system.token()}"}
    items: list[dict[str, Any]] = [
        item for menu in system.get("/api/schema", **headers)["menus"] for item in menu["items"]
    ]
    for item in items:
        yield f"/records/{item['entity']}" + (f"?view={item['view']}" if item.get("view") else "")
    for key in dict.fromkeys(item["entity"] for item in items):
        yield f"/records/{key}/new"
        found = system.get(f"/api/records/{key}?limit=1&fields=id", **headers)["items"]
        yield from (f"/records/{key}/{record['id']}" for record in found)


def test_no_screen_breaks_the_policy_or_fails(running_system: RunningSystem, walk: Walk):
    for address in (*OWN, *menu_addresses(running_system)):
        walk.to(address)
        if re.match(r"/records/account/\d", address):
            walk.through_tabs()
    walk.to("/studio")
    links = walk.page.locator("main nav a").evaluate_all("(links) => links.map((link) => link.pathname)")
    assert len(links) > 10
    for address in (*links, *OPENED):
        walk.to(address)
        if address.startswith("/studio"):
            walk.through_tabs()
    assert walk.troubles == []


def test_the_walk_notices(walk: Walk):
    """What a page must not do, done on purpose."""
    is_stopped = walk.page.expect_console_message(lambda message: "policy: script-src" in message.text)
    with is_stopped, walk.page.expect_event("pageerror"):
        walk.page.evaluate("""() => {
        const script = document.createElement('script')
        script.textContent = 'window.__ran = 1'
        document.body.append(script)
        setTimeout(() => { throw new Error('on purpose') })
    }""")
    assert any("policy: script-src" in trouble for trouble in walk.troubles)
    assert any("uncaught: on purpose" in trouble for trouble in walk.troubles)
