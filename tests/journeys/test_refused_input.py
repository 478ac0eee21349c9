"""What is refused is told where it was typed, all at once, and nothing typed is lost.

PLAT-02, PLAT-05: in forms of an entity made a moment ago, and in the Studio where two people change the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person

pytestmark = pytest.mark.slow

ENTITY = "inspection"
FIELDS: dict[str, dict[str, Any]] = {
    "name": {"kind": "text", "required": True},
    "code": {"kind": "text", "unique": True},
    "note": {"kind": "text", "max_length": 5},
    "score": {"kind": "integer", "max": 10},
    "ratio": {"kind": "decimal", "digits": 6, "scale": 2},
    "held_on": {"kind": "date"},
    "mail": {"kind": "email"},
    "above": {"kind": "parent"},
}
LINE = {"part": {"kind": "text", "max_length": 5}, "amount": {"kind": "integer"}}


def documents(fields: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        key: {**document, "order": 10 * place, "label": {"en": key.capitalize()}}
        for place, (key, document) in enumerate(fields.items(), 1)
    }


@pytest.fixture(scope="module", autouse=True)
def headers(running_system) -> dict[str, str]:
    """Of the administrator, once the entity is there with a record."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    owner = {"kind": "reference", "target": ENTITY, "required": True, "on_delete": "cascade"}
    lines = {"kind": "children", "target": f"{ENTITY}_part", "parent_field": ENTITY}
    publish(running_system, headers, "entity", ENTITY, fields=documents(FIELDS), title_field="name")
    parts = documents({**LINE, ENTITY: owner})
    publish(running_system, headers, "entity", f"{ENTITY}_part", fields=parts, title_field="part")
    publish(running_system, headers, "field", f"{ENTITY}.parts", **lines, order=90)
    running_system.post(f"/api/records/{ENTITY}", {"name": "First", "code": "A-1"}, **headers)
    return headers


def publish(system, headers: dict[str, str], component: str, key: str, /, **document: Any) -> None:
    label = {"en": key.rpartition(".")[2].capitalize()}
    change = {"op": "put", "kind": component, "key": key, "document": {"label": label, **document}}
    system.post("/api/metadata/apply", {"changes": [change], "message": "Inspections"}, **headers)


def told(admin: Person, key: str) -> Locator:
    return admin.field(key).get_by_role("alert")


def test_a_form_tells_all_that_is_wrong_where_it_stands(admin: Person):
    """What the screen finds by itself and what only the server knows, together; corrected, it is saved."""
    page = admin.page
    admin.open(f"/records/{ENTITY}/new")
    typed = {
        "code": "A-1",
        "note": "too long",
        "score": "11",
        "ratio": "1.5x",
        "held_on": "2026-13-45",
        "mail": "me",
    }
    for key, text in typed.items():
        admin.fill(key, text)
        page.keyboard.press("Tab")
    admin.field("parts").get_by_text("Add a row").click()
    cells = admin.field("parts").locator("tbody input")
    cells.nth(0).fill("far too long")
    cells.nth(1).fill("three")
    admin.click("Save")
    for key, words in {
        "name": "is required", "code": "taken already", "note": "too many", "score": "at most 10",
        "ratio": "“1.5x” is not a number", "held_on": "“2026-13-45” is not a date", "mail": "not an e-mail",
    }.items():  # fmt: skip
        expect(told(admin, key).first).to_contain_text(words)
    expect(told(admin, "parts")).to_have_count(2)
    expect(page.get_by_text("9 places need your attention")).to_be_visible()
    for key, text in typed.items():
        expect(admin.field(key).locator("input").first).to_have_value(text)

    good = {
        "name": "Second",
        "code": "A-2",
        "note": "short",
        "score": "10",
        "ratio": "1.5",
        "mail": "me@example.com",
    }
    for key, text in (good | {"held_on": "2026-12-31"}).items():
        admin.fill(key, text)
        page.keyboard.press("Tab")
    cells.nth(0).fill("valve")
    cells.nth(1).fill("1.5万")
    admin.click("Save")
    page.wait_for_url(f"**/records/{ENTITY}/*")
    admin.sees("15,000")


def test_a_record_cannot_be_put_below_itself(admin: Person):
    page = admin.page
    admin.open(f"/records/{ENTITY}")
    page.get_by_text("First").first.click()
    admin.click("Edit")
    admin.field("above").locator("input").fill("First")
    choices = page.locator(".ant-select-dropdown:visible .ant-select-item-option")
    expect(choices.filter(has_text="Second")).to_have_count(0)  # the list moves while it is narrowed
    choices.filter(has_text="First").click()
    admin.click("Save")
    expect(told(admin, "above")).to_contain_text("below itself")


def test_two_people_change_the_same_name(running_system, headers, admin: Person):
    """The second is shown both values side by side, keeps what else was typed, and decides."""
    page = admin.page
    admin.open(f"/studio/entities/{ENTITY}/fields")
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_label("Label: English").fill("Remark")
    page.get_by_label("Longest text").fill("50")
    publish(running_system, headers, "field", f"{ENTITY}.note", label={"en": "Comment"})
    admin.click("Save", page.locator(".ant-drawer"))
    dialog = page.get_by_role("dialog", name="Somebody changed the same thing")
    expect(dialog).to_contain_text('Mine: "Remark"')
    expect(dialog).to_contain_text('Theirs: "Comment"')
    dialog.get_by_text('"Comment"').click()
    with page.expect_response("**/api/metadata/apply"):
        admin.click("Save my choice", dialog)
    expect(dialog).to_be_hidden()
    fields = running_system.get(f"/api/schema/{ENTITY}", **headers)["fields"]
    (note,) = [field for field in fields if field["key"] == "note"]
    assert (note["label"]["en"], note["max_length"]) == ("Comment", 50)


def test_an_entity_that_others_refer_to_stays(admin: Person):
    page = admin.page
    admin.open(f"/studio/entities/{ENTITY}/settings")
    admin.click("Retire entity")
    dialog = page.get_by_role("dialog").last
    expect(dialog).to_contain_text("Inspection_part")
    admin.click("Close", dialog)
    expect(page.get_by_role("button", name="Retire entity")).to_be_visible()
