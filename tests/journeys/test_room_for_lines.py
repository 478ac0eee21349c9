"""Line items in narrow places: beside a list and on a phone each line is a card, on a page a row of a table."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person

OVERFLOW = "table => table.parentElement.scrollWidth - table.parentElement.clientWidth"


@pytest.mark.parametrize(
    ("width", "address", "as_cards"),
    [
        (1440, "/records/quote?open={id}", True),
        (1440, "/records/quote/{id}", False),
        (375, "/records/quote/{id}", True),
    ],
)
def test_lines_are_edited_without_scrolling_sideways(admin: Person, running_system, width, address, as_cards):
    """PLAT-06: all fields of a line are in sight wherever it is edited."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    drafts = running_system.get("/api/records/quote?filter=status%20%3D%20%22draft%22&limit=1", **headers)
    admin.page.set_viewport_size({"width": width, "height": 900})
    admin.open(address.format(id=drafts["items"][0]["id"]))
    admin.click("Edit")
    lines = admin.page.locator("[data-field=lines] table")
    expect(lines.get_by_role("row").last.get_by_label("Product")).to_be_visible()
    display = "grid" if as_cards else "table-row"
    expect(lines.locator("tbody tr").first).to_have_css("display", display)
    assert lines.evaluate(OVERFLOW) <= 0
