"""People in front of a browser: what they see, click and type."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.fixtures.systems import RunningSystem

PASSWORD = "a password for a journey"
PATIENCE_MS = 30_000
DRAG_STEPS = 12
CLICKS_AFTER_A_DROP_MS = 60


class Person:
    """Somebody with a browser of their own, in English."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context = browser.new_context(
            locale="en-US", viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        self.page: Page = self.context.new_page()

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.url}/login")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Log in").click()
        self.page.wait_for_url(re.compile(r"^(?!.*/login)"))
        self.page.evaluate("localStorage.setItem('odos.language', 'en')")

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def click(self, name: str, within: Locator | None = None) -> None:
        """A button by its text; an icon before the text has a name of its own."""
        exactly = re.compile(rf"(^|\s){re.escape(name)}$")
        (within or self.page).get_by_role("button", name=exactly).first.click()

    def choose(self, control: Locator, option: str) -> None:
        """An entry of a drop-down list."""
        control.click()
        visible = self.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
        visible.filter(has_text=re.compile(rf"^\s*{re.escape(option)}")).first.click()

    def field(self, key: str) -> Locator:
        """A field of the form of a record."""
        return self.page.locator(f"form [data-field={key}], main [data-field={key}]").first

    def fill(self, key: str, text: str) -> None:
        self.field(key).locator("input, textarea").first.fill(text)

    def drag(self, source: Locator, target: Locator, *, across: float = 0.5) -> None:
        """Press, move in small steps as a hand does, let go. ``across``: where on the target, 0 to 1."""
        source.scroll_into_view_if_needed()
        start, end = source.bounding_box(), target.bounding_box()
        assert start is not None
        assert end is not None
        mouse = self.page.mouse
        x, y = start["x"] + 24, start["y"] + start["height"] / 2
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 12, y + 6, steps=3)
        mouse.move(end["x"] + end["width"] * across, end["y"] + end["height"] / 2, steps=DRAG_STEPS)
        self.page.wait_for_timeout(250)  # the preview moves aside
        mouse.up()
        self.settle_drop()

    def settle_drop(self) -> None:
        """What is dragged swallows clicks for 50 ms after it was let go: timers of the page end in their order."""
        self.page.evaluate(f"new Promise((done) => setTimeout(done, {CLICKS_AFTER_A_DROP_MS}))")

    def reads(self, language: str) -> None:
        """The page is in that language."""
        tag = {"en": "en", "zh-hans": "zh-Hans"}[language]
        expect(self.page.locator("html")).to_have_attribute("lang", tag)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


class Staff:
    """The people of the demo, by user name, each in front of a browser of their own."""

    def __init__(self, system: RunningSystem, browser: Browser) -> None:
        self._system, self._browser = system, browser
        self._admin = {"Authorization": f"Bearer {system.token()}"}
        users = system.get("/api/records/user?limit=100&fields=username", **self._admin)["items"]
        self.ids: dict[str, str] = {user["username"]: user["id"] for user in users}
        self._people: dict[str, Person] = {}

    def enter(self, username: str) -> Person:
        """Gives them a password, and English; signed in."""
        if username not in self._people:
            user = self.ids[username]
            self._system.post(f"/api/auth/users/{user}/password", {"new": PASSWORD}, **self._admin)
            self._system.patch(f"/api/records/user/{user}", {"locale": "en"}, **self._admin)
            self._people[username] = Person(self._browser, self._system.url)
            self._people[username].sign_in(username, PASSWORD)
        return self._people[username]

    def headers(self, username: str) -> dict[str, str]:
        """What signs requests of somebody who has entered."""
        return {"Authorization": f"Bearer {self._system.token(username, PASSWORD)}"}

    def leave(self) -> None:
        for person in self._people.values():
            person.context.close()
