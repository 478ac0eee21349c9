"""A quote is written from the product library: what the product says is filled in, what one types stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import Staff

pytestmark = pytest.mark.slow

REPRESENTATIVE = "huang.lei"


@pytest.fixture
def products(running_system) -> list[dict[str, Any]]:
    """Two on sale, of different prices."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    body = {
        "filter": 'model in ["QY-T100", "QY-V300"]',
        "fields": ["name", "price", "standard_discount"],
        "sort": "price",
    }
    items: list[dict[str, Any]] = running_system.post("/api/records/product/query", body, **headers)["items"]
    assert len(items) == 2
    return items


@pytest.fixture
def customer(running_system, staff: Staff) -> str:
    staff.enter(REPRESENTATIVE)
    values = {"name": "Filled Lines Ltd", "billing_address": "1 Harbour Street"}
    return str(running_system.post("/api/records/account", values, **staff.headers(REPRESENTATIVE))["id"])


def test_a_product_fills_its_line(staff: Staff, products: list[dict[str, Any]], customer: str):
    """QUOTE-01, PROD-05: description and price come with the product; an own price stays when it changes; what is
    shown is what is saved."""
    first, second = products
    person = staff.enter(REPRESENTATIVE)
    page = person.page
    person.open(f"/records/quote/new?account={customer}")
    person.fill("name", "Sensors")
    expect(person.field("billing_address").locator("textarea")).to_have_value("1 Harbour Street")
    person.click("Add a row")
    expect(cell(page, "Discount")).to_have_value(amount("0"))
    choose(page, cell(page, "Product"), first["name"])
    expect(cell(page, "Description")).to_have_value(first["name"])
    expect(cell(page, "Unit price")).to_have_value(amount(first["price"]["amount"]))
    cell(page, "Unit price").fill("99")
    choose(page, cell(page, "Product"), second["name"])
    expect(cell(page, "Description")).to_have_value(second["name"])
    expect(cell(page, "Unit price")).to_have_value("99")
    person.click("Add a row")
    choose(page, cell(page, "Product", 2), first["name"])
    choose(page, cell(page, "Product", 2), second["name"])
    expect(cell(page, "Unit price", 2)).to_have_value(amount(second["price"]["amount"]))
    person.click("Save")
    page.wait_for_url(re.compile(r"/records/quote/\d+"))
    lines = page.locator("article table tbody tr")
    expect(lines.nth(0)).to_contain_text("99.00")
    expect(lines.nth(1)).to_contain_text(second["name"])
    expect(lines.nth(1)).to_contain_text(f"{float(second['price']['amount']):,.2f}")


def cell(page: Page, field: str, row: int = 1) -> Locator:
    return page.get_by_label(f"{field}, row {row}", exact=True)


def choose(page: Page, control: Locator, name: str) -> None:
    control.click()
    control.fill(name)
    visible = page.locator(".ant-select-dropdown:visible .ant-select-item-option")
    visible.filter(has_text=name).first.click()


def amount(number: str) -> re.Pattern[str]:
    """With or without idle zeros, and what separates thousands."""
    whole = f"{int(number.removesuffix('.00')):,}".replace(",", ",?")
    return re.compile(rf"^{whole}(\.00)?$")
