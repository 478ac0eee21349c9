"""A score is written in the editor, saved, and a record tells why it has its points (LEAD-04, PLAT-02)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.journeys.people import Person

pytestmark = pytest.mark.slow

FIELD = {"kind": "integer", "label": {"en": "Fit", "zh-hans": "契合度"}}
PLACE = {"tabs": {"basics": {"regions": {"general": {"items": {"fit": {"field": "fit", "order": 5}}}}}}}


@pytest.fixture
def lead(running_system) -> str:
    """A lead with a field for its points."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    changes = [
        {"op": "put", "kind": "field", "key": "lead.fit", "document": FIELD},
        {"op": "put", "kind": "layout", "key": "lead.main", "document": PLACE},
    ]
    running_system.post("/api/metadata/apply", {"changes": changes, "message": "Fit"}, **headers)
    values = {"name": "Ada Lovelace", "source": "website"}
    return str(running_system.post("/api/records/lead", values, **headers)["id"])


def test_a_score_is_written_and_explained(admin: Person, lead: str):
    """LEAD-04, PLAT-02: proposals and findings while typing, rows beside the text, and the reasons on the record."""
    text = start_a_score(admin)
    is_completed(admin, text)
    is_checked(admin, text)
    has_rows(admin)
    is_saved(admin)
    tells_why(admin, lead)


def test_who_types_before_the_editor_has_arrived_types_on_in_it(admin: Person):
    """PLAT-02: the plain text that stands there meanwhile gives its text, its cursor and the focus to the editor."""
    page = admin.page
    late: list[Route] = []
    page.route("**/assets/CodeEditor-*.js", lambda route: late.append(route))  # noqa: PLW0108 -- Playwright wraps no built-in
    admin.open("/studio/entities/lead/rules")
    page.get_by_role("button", name=re.compile("New rule")).first.click()
    page.get_by_role("menuitem", name=re.compile("^Score")).click()
    plain = page.get_by_role("dialog").locator("textarea")
    expect(page.get_by_label("Label: English")).to_be_focused()  # the drawer has come to rest
    plain.fill("score lead into")
    plain.press("ArrowLeft")
    plain.press("Control+ArrowLeft")
    page.keyboard.type("fit ")
    for route in late:
        route.continue_()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.type("in")
    expect(page.locator(".cm-content")).to_have_text("score lead fit ininto")


def start_a_score(admin: Person) -> Locator:
    admin.open("/studio/entities/lead/rules")
    admin.page.get_by_role("button", name=re.compile("New rule")).first.click()
    admin.page.get_by_role("menuitem", name=re.compile("^Score")).click()
    text = admin.page.get_by_role("textbox", name=re.compile("Rule"))
    expect(text).to_contain_text("score lead")
    expect(admin.page.get_by_label("Label: English")).to_be_focused()  # the drawer has come to rest
    text.click()
    admin.page.keyboard.press("Control+a")
    admin.page.keyboard.type('score lead "Fit for us"\ninto fit\n+20 when sour', delay=20)
    return text


def is_completed(admin: Person, text: Locator) -> None:
    """The field, then its options, chosen from the proposals."""
    admin.take("source")
    admin.page.keyboard.type(' = "web', delay=40)
    admin.take("Website")
    admin.page.keyboard.press("End")
    expect(text).to_contain_text('+20 when source = "website"')


def is_checked(admin: Person, text: Locator) -> None:
    """A slip is underlined where it stands, with what was meant; corrected, it is gone."""
    page = admin.page
    page.keyboard.type(' because "Came by itself"\n-5 when emial is blank', delay=20)
    admin.sees('did you mean "email"')
    expect(page.locator(".cm-lintRange-error")).to_have_text("emial")
    page.get_by_role("button", name=re.compile("emial")).click()
    page.keyboard.type("email", delay=20)
    admin.sees("No problems")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def has_rows(admin: Person) -> None:
    """The same rule in rows; what is added there comes back as text."""
    page = admin.page
    page.get_by_text("Builder", exact=True).click()
    rows = page.get_by_role("list", name="Clauses").locator("> li")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name=re.compile("Add grades")).click()
    page.get_by_label("A from").fill("45")
    of_the_rule = page.get_by_text("Text", exact=True).first  # each condition has a switch of its own below
    of_the_rule.click()
    expect(page.get_by_role("textbox", name=re.compile("Rule"))).to_contain_text("grade A from 45")


def is_saved(admin: Person) -> None:
    admin.page.get_by_label("Label: English").fill("Fit for us")
    admin.click("Create rule")
    admin.sees("Live for everyone")
    rules = admin.page.get_by_role("list", name="Rules")
    expect(rules.get_by_role("button", name="Fit for us", exact=True)).to_be_visible()


def tells_why(admin: Person, lead: str) -> None:
    """Which clause gave which points, for what reason, and the grade."""
    admin.open(f"/records/lead/{lead}")
    admin.page.get_by_role("button", name=re.compile("Why this value of Fit")).first.click()
    admin.sees("Came by itself")
    admin.sees("+20")
    admin.sees("−5")
    admin.sees("Grade C")


def test_a_condition_is_drawn_and_written(admin: Person):
    """PLAT-02: a field's condition is drawn, read as text, changed there, and drawn again."""
    drawn = draw_a_condition(admin)
    as_text = shown_as_text(admin)
    admin.page.keyboard.press("Control+End")
    admin.page.keyboard.type(" and emial is not blank", delay=20)
    admin.sees('did you mean "email"')
    see_the_builder(admin, drawn)
    expect(drawn.get_by_role("textbox")).to_have_value("Ada")
    admin.page.get_by_role("button", name=re.compile("emial")).click()  # the finding leads to the text
    expect(as_text).to_contain_text("emial")


def draw_a_condition(admin: Person) -> Locator:
    page = admin.page
    admin.open("/studio/entities/lead")
    page.get_by_role("button", name="Email", exact=True).first.click()
    page.get_by_role("button", name=re.compile("Conditions")).click()
    drawn = page.get_by_role("group", name="Shown when")
    drawn.get_by_role("button", name=re.compile("Add condition")).click()
    drawn.get_by_role("textbox").fill("Ada")
    admin.sees("No problems")
    return drawn


def switch(admin: Person, mode: str) -> None:
    control = admin.page.locator(".ant-form-item").filter(has_text="Shown when")
    control.get_by_text(mode, exact=True).click()


def shown_as_text(admin: Person) -> Locator:
    switch(admin, "Text")
    text = admin.page.get_by_role("textbox", name=re.compile("Shown when"))
    expect(text).to_have_text('name contains "Ada"')
    text.click()
    return text


def see_the_builder(admin: Person, drawn: Locator) -> None:
    switch(admin, "Builder")
    expect(drawn.get_by_role("button", name="Remove condition")).to_have_count(2)
