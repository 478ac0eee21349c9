"""Two representatives of different units and the public pool (LEAD-02, LEAD-03, SALES-02, SALES-08)."""

from __future__ import annotations

import json
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.fixtures.systems import RunningSystem
from tests.journeys.people import PASSWORD, Person

pytestmark = pytest.mark.slow

RULE = "lead.recycling"
HIDING = """recycle lead "Back to the public pool"
  when status not in ["converted", "abandoned"] and created_at < now - 3650 days to pool "public" keep out previous_owner for 30 days
  claim at most 2 per day, hold at most 200
  hide mobile
"""


def user_name(name: str) -> str:
    """Nobody else is called so, however often this is tried."""
    return f"{name}.{uuid4().hex[:8]}"


@dataclass
class Sales:
    """The running system as programs of people see it."""

    system: RunningSystem
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens["admin"] = self.system.token()

    def get(self, path: str, by: str = "admin") -> Any:
        return self.system.get(f"/api/{path}", Authorization=f"Bearer {self.tokens[by]}")

    def post(self, path: str, body: object, by: str = "admin") -> Any:
        return self.system.post(f"/api/{path}", body, Authorization=f"Bearer {self.tokens[by]}")

    def hire(self, username: str, unit: str, **values: Any) -> str:
        made = self.post("records/unit", {"name": unit})
        person = {"username": username, "name": username.title(), "roles": ["sales_rep"], "unit": made["id"]}
        number = str(self.post("records/user", {**person, "locale": "en", **values})["id"])
        self.post(f"auth/users/{number}/password", {"new": PASSWORD})
        self.tokens[username] = self.system.token(username, PASSWORD)
        return number

    def rule(self, text: str | None = None) -> str:
        """The text of the rule of recycling; another is published where one is given."""
        before = str(self.get(f"metadata/components/rule/{RULE}")["document"]["text"])
        if text is not None:
            change = {"op": "put", "kind": "rule", "key": RULE, "document": {"text": text}}
            self.post("metadata/apply", {"changes": [change], "message": "Pool"})
        return before

    def waiting(self, **values: Any) -> str:
        """A lead in the public pool."""
        pool = self.get("records/pool?fields=code")["items"]
        public = next(item["id"] for item in pool if item["code"] == "public")
        lead = {"name": "Pool lead", "mobile": "13800001111", **values, "owner": None, "pool": public}
        return str(self.post("records/lead", lead)["id"])

    def act(self, by: str, lead: str, key: str, **values: Any) -> Any:
        return self.post(f"records/lead/{lead}/actions/{key}", values, by=by)

    def outcome(self, by: str, lead: str) -> str:
        """`claimed`, or the codes of the refusal."""
        try:
            self.act(by, lead, "claim")
        except urllib.error.HTTPError as refusal:
            problem = json.loads(refusal.__notes__[0].splitlines()[0])
            return " ".join(issue["code"] for issue in problem["issues"])
        return "claimed"


@pytest.fixture
def sales(running_system: RunningSystem) -> Iterator[Sales]:
    made = Sales(running_system)
    before = made.rule(HIDING)
    yield made
    made.rule(before)


@pytest.fixture
def window(running_system: RunningSystem, chromium: Browser) -> Iterator[Person]:
    """A browser in which nobody has signed in."""
    person = Person(chromium, running_system.url)
    yield person
    person.context.close()


def test_a_lead_is_claimed_from_the_pool_and_given_back(sales: Sales, window: Person):
    """LEAD-03: hidden in the pool, one of two gets it, a limit for the day, cooling-off after giving it back."""
    rep, other = user_name("nora"), user_name("sam")
    north, south = sales.hire(rep, "Pool north"), sales.hire(other, "Pool south")
    first, second, third = (sales.waiting(name=f"Pool lead {number}") for number in (1, 2, 3))
    for each in (rep, other):
        assert sales.get(f"records/lead/{first}", by=each).get("mobile") is None
    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(partial(sales.outcome, lead=first), (rep, other)))
    assert sorted(outcomes) == ["claimed", "claimed_already"]
    winner = sales.get(f"records/lead/{first}")["owner"]["id"]
    assert winner == (north if outcomes[0] == "claimed" else south)

    nora, page = window, window.page
    nora.sign_in(rep, PASSWORD)
    nora.open("/records/lead?view=lead.pool&q=Pool+lead+2")
    page.get_by_role("link", name="Pool lead 2").first.click()
    expect(page.get_by_text("13800001111")).to_have_count(0)
    nora.click("Claim")
    expect(page.get_by_text("13800001111").first).to_be_visible()
    nora.sees(rep.title())

    if outcomes[0] != "claimed":
        assert sales.outcome(rep, sales.waiting(name="Pool lead 4")) == "claimed"
    assert sales.outcome(rep, third) == "too_many_claims"
    nora.open(f"/records/lead/{third}")
    claim = page.get_by_role("button", name="Claim")
    expect(claim).to_be_disabled()
    assert sales.outcome(other, third) == "claimed"

    nora.open(f"/records/lead/{second}")
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("menuitem", name="Back to the pool").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("No budget this year")
    nora.click("Back to the pool", dialog)
    expect(page.get_by_role("button", name="Claim")).to_be_disabled()
    assert "kept_out" in sales.outcome(rep, second).split()
    assert sales.get(f"records/lead/{second}")["owner"] is None


def test_what_is_hidden_in_the_pool_shows_nowhere(sales: Sales):
    """LEAD-03: nor in lists, searches, filters, sorts, totals, histories, and along references, until it is claimed."""
    name, number = user_name("rep"), "13855557777"
    sales.hire(name, "Pool hidden")
    lead = sales.waiting(name="Hidden pool lead", mobile=number)
    visit = {"subject": "Visit", "lead": lead, "at": "2031-05-01T08:00:00Z"}
    visit = sales.post("records/communication", visit)
    ways = {
        "one": f"records/lead/{lead}",
        "list": "records/lead?fields=name,mobile&q=Hidden+pool+lead",
        "search": f"records/lead?q={number}",
        "history": f"records/lead/{lead}/history",
        "reference": "records/communication?fields=subject,lead.mobile&q=Visit",
    }
    for way, path in ways.items():
        assert number not in json.dumps(sales.get(path, by=name)), way
    assert lead not in {item["id"] for item in sales.get(ways["search"], by=name)["items"]}
    refused = [
        ("records/lead/query", {"filter": f'mobile = "{number}"'}),
        ("records/lead/query", {"sort": "mobile"}),
        ("records/lead/aggregate", {"group_by": ["mobile"], "measures": [{"function": "count", "as": "n"}]}),
        ("records/communication/query", {"filter": "lead.mobile is not blank"}),
    ]
    for path, body in refused:
        with pytest.raises(urllib.error.HTTPError) as refusal:
            sales.post(path, body, by=name)
        assert refusal.value.code == 422, body
    twin = sales.post("records/lead/preview", {"values": {"name": "Twin", "mobile": number}}, by=name)
    assert lead not in {same["id"] for same in twin["duplicates"]}
    assert sales.outcome(name, lead) == "claimed"
    for way in ("one", "list", "history"):
        assert number in json.dumps(sales.get(ways[way], by=name)), way


def test_new_leads_go_to_whoever_has_the_territory(sales: Sales):
    """LEAD-02, SALES-02, SALES-08: by region with what lies in it, to whoever has fewest, absent people left out."""
    world = sales.post("records/region", {"name": "Pool country"})
    town = sales.post("records/region", {"name": "Pool town", "parent": world["id"]})
    east = sales.hire(user_name("ed"), "Pool east", territories=[world["id"]])
    west = sales.hire(user_name("wes"), "Pool west", territories=[town["id"]])
    owners = [
        sales.post("records/lead", {"name": f"Territory {number}", "region": town["id"], "owner": None})
        for number in range(4)
    ]
    assert sorted(lead["owner"]["id"] for lead in owners) == sorted([east, east, west, west])
    elsewhere = sales.post("records/lead", {"name": "Country", "region": world["id"], "owner": None})
    assert elsewhere["owner"]["id"] == east
