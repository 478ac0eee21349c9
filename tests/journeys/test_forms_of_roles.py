"""A form for the people of one role, made and arranged by clicking, while everybody else keeps theirs."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.people import Person, Staff


def test_a_role_gets_a_form_of_its_own(admin: Person, staff: Staff):
    """PLAT-06: another form for other roles; who has the role sees it at once, others keep theirs."""
    page, seller = admin.page, staff.enter("james.carter")
    seller.open("/records/account/new")
    expect(seller.field("short_name")).to_be_visible()

    admin.open("/studio/entities/account/form")
    admin.click("Form for other roles")
    expect(page.get_by_text("for other roles").first).to_be_visible()
    admin.find(page.get_by_label("Roles that get this form"), "Sales representative")
    page.keyboard.press("Escape")
    page.locator("[data-field=short_name]").get_by_role("button").last.click()
    page.get_by_role("menuitem", name="Take off the form").click()
    admin.click("Save")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()

    expect(seller.field("short_name")).to_have_count(0)
    expect(seller.field("name")).to_be_visible()
    admin.open("/records/account/new")
    expect(admin.field("short_name")).to_be_visible()

    admin.open("/studio/entities/account/form")
    admin.choose(page.get_by_role("combobox", name="Form", exact=True), "Customer for other roles")
    expect(page.get_by_role("main").get_by_text("Sales representative")).to_be_visible()
    admin.click("Delete form")
    admin.sees("Live for everyone")
    expect(page.get_by_role("button", name="Delete form")).to_have_count(0)
    expect(seller.field("short_name")).to_be_visible()
