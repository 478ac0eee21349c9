"""People in front of a browser: what they see, click and type."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.sync_api import Browser, FloatRect, Locator, Page, TimeoutError, expect  # noqa: A004 -- Playwright's own

from tests.fixtures.systems import RunningSystem

PASSWORD = "a password for a journey"
PATIENCE_MS = 60_000
WORKER_MS = 240_000  # it looks every minute, and others keep it busy, too
LOOK_MS = 1_000
DRAG_STEPS = 12
CLICKS_AFTER_A_DROP_MS = 60
UNDER_THE_KEY_MS = 100


STILL = """() => new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`${location} does not come to rest`)), 60000)
    let timer
    const again = () => {
        clearTimeout(timer)
        timer = setTimeout(() => {
            const isShown = document.querySelector('main')?.innerText.trim()
            if (!isShown || document.querySelector('main .ant-skeleton, main .ant-spin-spinning')) return again()
            watch.disconnect(); clearTimeout(late); done()
        }, 150)
    }
    const watch = new MutationObserver(again)
    watch.observe(document.body, { subtree: true, childList: true })
    again()
})"""


class Person:
    """Somebody with a browser of their own, in English."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context = browser.new_context(
            locale="en-US",
            timezone_id="UTC",
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
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

    def find(self, control: Locator, option: str) -> None:
        """An entry of a list that is searched."""
        control.fill(option)
        offered = self.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
        offered.filter(has_text=re.compile(f"^{re.escape(option)}$")).first.click()

    def take(self, option: str) -> None:
        """The first proposal of an editor for text.

        It takes none while more are asked for, nor one that came up under the very key that is pressed.
        """
        proposals = self.page.get_by_role("listbox").get_by_role("option")
        expect(proposals.first).to_contain_text(option)
        expect(self.page.locator(".cm-tooltip-autocomplete-disabled")).to_have_count(0)
        self.pause(UNDER_THE_KEY_MS)
        self.page.keyboard.press("Enter")

    def rest(self) -> None:
        """Until the page shows something and changes no more."""
        self.page.evaluate(STILL)

    def pause(self, milliseconds: int) -> None:
        """By the clock of the page, whose timers end in their order, however slow it is."""
        self.page.evaluate(f"new Promise((done) => setTimeout(done, {milliseconds}))")

    def field(self, key: str) -> Locator:
        """A field of the form of a record."""
        return self.page.locator(f"form [data-field={key}], main [data-field={key}]").first

    def fill(self, key: str, text: str) -> None:
        self.field(key).locator("input, textarea").first.fill(text)

    def drag(self, source: Locator, target: Locator, *, until: Locator, across: float = 0.5) -> None:
        """Press, move in small steps as a hand does, let go.

        ``until``: what shows that the thing would land there. ``across``: where on the target, 0 to 1.
        """
        source.scroll_into_view_if_needed()
        start = box_of(source)
        mouse = self.page.mouse
        x, y = start["x"] + min(24, start["width"] / 2), start["y"] + start["height"] / 2
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 12, y + 6, steps=3)
        self._follow(target, until, across)
        mouse.up()
        self.pause(CLICKS_AFTER_A_DROP_MS)  # what is dragged swallows clicks for 50 ms after it was let go

    def _follow(self, target: Locator, until: Locator, across: float) -> None:
        """What one drags over moves aside, the target with it; a hand goes after it."""
        for _attempt in range(PATIENCE_MS // LOOK_MS):
            end = box_of(target)
            x, y = end["x"] + end["width"] * across, end["y"] + end["height"] / 2
            self.page.mouse.move(x, y, steps=DRAG_STEPS)
            with suppress(TimeoutError):
                return until.first.wait_for(state="attached", timeout=LOOK_MS)
        raise AssertionError(f"nothing shows that it would land there: {until}")

    def move_by_keys(self, name: str, *, start: int, end: int, count: int) -> None:
        """An entry of a list, from one position to another, each step when the last one was told."""
        self.page.get_by_role("button", name=f"Move {name}", exact=True).focus()
        self.page.keyboard.press("Space")
        self.hears(f"{name} is picked up, position {start} of {count}.")
        step = 1 if end > start else -1
        for position in range(start + step, end + step, step):
            self.page.keyboard.press("ArrowDown" if step > 0 else "ArrowUp")
            self.hears(f"{name} is at position {position} of {count}.")
        self.page.keyboard.press("Space")
        self.hears(f"{name} was put at position {end} of {count}.")

    def hears(self, text: str) -> None:
        """What a screen reader says now."""
        expect(self.page.get_by_role("status").get_by_text(text, exact=True)).to_have_count(1)

    def reads(self, language: str) -> None:
        """The page is in that language."""
        tag = {"en": "en", "zh-hans": "zh-Hans"}[language]
        expect(self.page.locator("html")).to_have_attribute("lang", tag)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


def box_of(thing: Locator) -> FloatRect:
    """Where it stands on the screen."""
    box = thing.bounding_box()
    assert box is not None
    return box


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
