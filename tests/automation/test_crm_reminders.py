"""REMIND-01 to 13, SALES-03 to 06: the rules that the CRM ships, with a clock that is moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id, forget_answers
from odos.automation.reminders.jobs import EVALUATE, tell_due
from odos.database.session import execute, fetch_all
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from odos.kernel.workspaces import Workspace
from odos.notifications.queries import list_inbox
from odos.records.context import Context
from odos.records.writes.operations import create_record, update_record
from odos.storage.active import active_schema
from tests.fixtures.crm import Crm, crm  # noqa: F401

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai
OPEN_LEAD = {"name": "Acme", "status": "new"}
QUALIFIED = {
    "status": "qualified", "exception": "granted", "contact_name": "Ann", "mobile": "+86 137 5555 2000",
}  # fmt: skip


@dataclass
class Sales:
    """rita sells, max is her manager; the clock is moved by hand."""

    workspace: Workspace
    rita: Principal
    max: Principal
    now: datetime = MONDAY

    def context(self, actor: Principal | None = None) -> Context:
        return Context(
            self.workspace, active_schema(self.workspace), actor or system_principal(self.workspace), self.now
        )

    def make(self, entity: str, **values: Any) -> int:
        """Of rita's, unless it says otherwise."""
        found = self.context().schema.get_entity(entity)
        owned = {"owner": str(self.rita.user_id), "unit": str(self.rita.unit_id)} if found.owned else {}
        context = replace(self.context(), source="import")  # what was approved elsewhere comes in as it is
        made = orjson.loads(create_record(context=context, entity=entity, values={**owned, **values}))
        return int(made["id"])

    def change(self, entity: str, record: int, **values: Any) -> None:
        update_record(context=self.context(), entity=entity, record_id=record, values=values)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)
        enqueue(
            workspace=self.workspace, kind=EVALUATE, args={}, actor=system_principal(self.workspace),
            now=self.now,
        )  # fmt: skip
        while work_once(workspace=self.workspace, clock=lambda: self.now) is not None:
            pass
        while tell_due(self.workspace, self.now):
            pass

    def told(self, rule: str, record: int) -> list[tuple[str, list[int]]]:
        """What the rule told of the record: kind and people, in order."""
        schema = active_schema(self.workspace)
        entity = schema.get_entity(rule.partition(".")[0])
        [identity] = [item["id"] for item in entity.rules if item["key"] == rule]
        statement = (
            "SELECT o.kind, o.people FROM reminder_occurrence o JOIN reminder r ON r.id = o.reminder_id"
            " WHERE r.rule_id = %s::uuid AND r.record_id = %s ORDER BY o.id"
        )
        return [
            (kind, list(people)) for kind, people in fetch_all(self.workspace, statement, [identity, record])
        ]

    def people(self, rule: str, record: int) -> list[list[int]]:
        return [people for _, people in self.told(rule, record)]

    def inbox(self, person: Principal) -> list[str]:
        items = list_inbox(context=self.context(person), limit=100).items
        return [str(item["title"]) for item in reversed(items)]


@pytest.fixture(scope="module")
def people(crm: Crm) -> tuple[Principal, Principal]:  # noqa: F811
    unit = int(crm.make("unit", name="Sales", code="SALES")["id"])

    def hire(name: str, role: str, manager: int | None = None) -> Principal:
        user_id = create_user(
            workspace=crm.workspace, username=name, name=name.title(), roles=(role,), manager_id=manager,
            unit_id=unit, actor=crm.actor, now=MONDAY, time_zone="Asia/Shanghai",
        )  # fmt: skip
        forget_answers()
        found = find_principal_by_id(workspace=crm.workspace, user_id=user_id)
        assert found is not None
        return found

    boss = hire("max", "sales_manager")
    return hire("rita", "sales_rep", boss.user_id), boss


@pytest.fixture
def sales(crm: Crm, people: tuple[Principal, Principal]) -> Iterator[Sales]:  # noqa: F811
    tables = ("notification", "reminder_digest_item", "reminder_digest", "reminder_occurrence", "reminder",
              "reminder_rule_state", "job")  # fmt: skip
    made = Sales(crm.workspace, *people)
    for table in tables:
        execute(crm.workspace, f"DELETE FROM {table}")
    schema = active_schema(crm.workspace)
    for key in ("payment_term", "contract", "lead", "account", "contact", "communication", "task", "opportunity", "campaign",
                "campaign_issue"):  # fmt: skip
        execute(crm.workspace, f'UPDATE "{schema.get_entity(key).table}" SET deleted_at = now()')
    return made


def test_remind_01_a_lead_not_yet_qualified(sales: Sales):
    """REMIND-01."""
    late = sales.make("lead", **OPEN_LEAD)
    settled = sales.make("lead", name="Beta", **QUALIFIED)
    sales.later(days=13)
    assert sales.told("lead.not_qualified", late) == []
    sales.later(days=1)
    assert sales.people("lead.not_qualified", late) == [[sales.rita.user_id]]
    assert sales.told("lead.not_qualified", settled) == []


def test_remind_02_a_lead_without_a_sales_rep(sales: Sales):
    """REMIND-02: whoever leads the sales is told, also of what came in from outside and is nobody's."""
    lost = sales.make("lead", **OPEN_LEAD, owner=None, unit=None)
    kept = sales.make("lead", name="Beta")
    sales.later(hours=3)
    assert sales.told("lead.without_rep", lost) == []
    sales.later(hours=1)
    assert sales.people("lead.without_rep", lost) == [[sales.max.user_id]]
    assert sales.told("lead.without_rep", kept) == []
    sales.change("lead", lost, owner=str(sales.rita.user_id))
    sales.later(days=3)
    assert len(sales.told("lead.without_rep", lost)) == 1


def test_remind_03_a_lead_without_communication(sales: Sales):
    """REMIND-03: told, told again, reported to the superior, until somebody talks to the lead."""
    silent = sales.make("lead", **OPEN_LEAD)
    talked = sales.make("lead", name="Beta")
    sales.make("communication", subject="Call", type="call", status="held", lead=str(talked))
    sales.later(days=3)
    assert sales.people("lead.without_communication", silent) == [[sales.rita.user_id]]
    assert sales.told("lead.without_communication", talked) == []
    for _ in range(8):
        sales.later(days=1)
    kinds = [kind for kind, _ in sales.told("lead.without_communication", silent)]
    assert kinds.count("notice") >= 3
    assert ("escalation", [sales.max.user_id]) in sales.told("lead.without_communication", silent)
    sales.make("communication", subject="Call", type="call", status="held", lead=str(silent))
    before = len(sales.told("lead.without_communication", silent))
    sales.later(days=10)
    assert len(sales.told("lead.without_communication", silent)) == before


def test_remind_04_a_lead_without_action(sales: Sales):
    """REMIND-04: neither a next step nor an open task."""
    idle = sales.make("lead", **OPEN_LEAD)
    planned = sales.make("lead", name="Beta", next_step_date="2026-04-01")
    tasked = sales.make("lead", name="Gamma")
    sales.make("task", subject="Offer", status="open", lead=str(tasked))
    sales.later(days=2)
    assert sales.people("lead.without_action", idle) == [[sales.rita.user_id]]
    assert sales.told("lead.without_action", planned) == sales.told("lead.without_action", tasked) == []


def test_remind_05_the_first_communication_with_a_customer(sales: Sales):
    """REMIND-05."""
    customer = {"customer_type": "enterprise", "relationships": ["customer"]}
    silent = sales.make("account", name="Acme", **customer)
    supplier = sales.make("account", name="Beta", relationships=["supplier"])
    sales.later(days=6)
    assert sales.told("account.first_communication", silent) == []
    sales.later(days=1)
    assert sales.people("account.first_communication", silent) == [[sales.rita.user_id]]
    assert sales.told("account.first_communication", supplier) == []


def test_remind_06_a_lead_whose_stage_is_unchanged_for_long(sales: Sales):
    """REMIND-06: fifteen working days, told with the digest of the following Monday."""
    idle = sales.make("lead", **OPEN_LEAD)
    moved = sales.make("lead", name="Beta")
    sales.later(days=14)
    sales.change("lead", moved, status="contacted")
    sales.later(days=7)
    assert sales.people("lead.stage_unchanged", idle) == [[sales.rita.user_id]]
    assert sales.told("lead.stage_unchanged", moved) == []
    assert "Lead stage unchanged for long: 1 record" not in sales.inbox(sales.rita)
    sales.later(days=7)
    assert any("Lead stage unchanged" in title or "reminders" in title for title in sales.inbox(sales.rita))


def test_remind_07_a_qualified_lead_without_opportunity(sales: Sales):
    """REMIND-07."""
    alone = sales.make("lead", name="Acme", **QUALIFIED)
    followed = sales.make("lead", name="Beta", **QUALIFIED)
    account = sales.make("account", name="Beta")
    sales.make("opportunity", name="Deal", account=str(account), lead=str(followed))
    sales.later(days=2)
    assert sales.told("lead.without_opportunity", alone) == []
    sales.later(days=1)
    assert sales.people("lead.without_opportunity", alone) == [[sales.rita.user_id]]
    assert sales.told("lead.without_opportunity", followed) == []


def test_remind_08_the_number_of_opportunities(sales: Sales):
    """REMIND-08: none at a key customer, or very many at one."""
    quiet = sales.make("account", name="Acme", tier="a")
    small = sales.make("account", name="Small", tier="d")
    busy = sales.make("account", name="Busy", tier="a")
    for number in range(4):
        sales.make("opportunity", name=f"O{number}", account=str(busy))
    sales.later(hours=1)
    sales.later(days=7)  # the digest of Monday
    assert sales.people("account.few_opportunities", quiet) == [[sales.rita.user_id]]
    assert sales.told("account.few_opportunities", small) == []
    assert sales.told("account.few_opportunities", busy) == []
    both = sorted([sales.rita.user_id or 0, sales.max.user_id or 0])
    assert sales.people("account.many_opportunities", busy) == [both]


def test_remind_09_a_customer_without_an_account_manager(sales: Sales):
    """REMIND-09: whoever leads the sales is told, and can name a manager."""
    lost = sales.make("account", name="Acme", owner=None, unit=None)
    kept = sales.make("account", name="Beta")
    sales.later(days=1)
    assert sales.people("account.without_manager", lost) == [[sales.max.user_id]]
    assert sales.told("account.without_manager", kept) == []
    named = {"owner": str(sales.rita.user_id), "unit": str(sales.rita.unit_id)}
    update_record(context=sales.context(sales.max), entity="account", record_id=lost, values=named)


def test_remind_10_the_number_of_leads_that_a_sales_rep_created(sales: Sales):
    """REMIND-10: from the 20th on, in the month; whoever created enough is left alone."""
    rita = sales.rita.user_id or 0
    sales.later(days=10)
    assert sales.told("user.few_leads", rita) == []
    sales.later(days=10)
    assert sales.people("user.few_leads", rita) == [sorted([rita, sales.max.user_id or 0])]
    sales.now = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
    for number in range(3):
        create_record(context=sales.context(sales.rita), entity="lead", values={"name": f"L{number}"})
    sales.later(days=20)
    assert len(sales.told("user.few_leads", rita)) == 1


def test_remind_11_care_for_valuable_customers(sales: Sales):
    """REMIND-11: birthdays and anniversaries, by the grade of the customer's value."""
    good = sales.make("account", name="Good", stage="advocate", customer_since="2020-03-20")
    poor = sales.make("account", name="Poor", customer_since="2020-03-20")
    won = {"account": str(good), "stage": "won", "amount": {"amount": "9000000", "currency": "CNY"}}
    sales.make("opportunity", name="Deal", approval="approved", **won)
    born = {"birthday": "1984-03-12"}
    liked = sales.make("contact", name="Ann", account=str(good), **born)
    other = sales.make("contact", name="Bob", account=str(poor), **born)
    sales.later(days=2, hours=23)
    assert sales.told("contact.birthday", liked) == []
    sales.later(hours=2)  # a week ahead, when work begins
    assert sales.people("contact.birthday", liked) == [[sales.rita.user_id]]
    assert sales.told("contact.birthday", other) == []
    sales.later(days=3)
    assert sales.people("account.anniversary", good) == [[sales.rita.user_id]]
    assert sales.told("account.anniversary", poor) == []
    sales.later(days=30)
    sales.later(days=335)
    assert len(sales.told("contact.birthday", liked)) == 2


def test_remind_12_visits_and_schedules(sales: Sales):
    """REMIND-12, SALES-04, SALES-05: a day and an hour ahead, to all who take part."""
    visit = {"subject": "Visit", "type": "visit", "at": "2026-03-05T06:00:00+00:00"}
    planned = sales.make("communication", **visit, status="planned", participants=[str(sales.max.user_id)])
    held = sales.make("communication", **visit, status="held")
    both = sorted([sales.rita.user_id or 0, sales.max.user_id or 0])
    sales.later(days=2, hours=4)
    assert sales.told("communication.day_ahead", planned) == []
    sales.later(hours=1)
    assert sales.people("communication.day_ahead", planned) == [both]
    assert sales.told("communication.hour_ahead", planned) == []
    sales.later(hours=23)
    assert sales.people("communication.hour_ahead", planned) == [both]
    assert sales.told("communication.day_ahead", held) == sales.told("communication.hour_ahead", held) == []
    assert sales.inbox(sales.max) == ["Planned for tomorrow: Visit", "Planned in an hour: Visit"]


def test_remind_12_a_visit_of_the_same_day_is_not_said_to_be_tomorrow(sales: Sales):
    """REMIND-12: planned in the morning for the afternoon."""
    visit = {"subject": "Visit", "type": "visit", "at": "2026-03-02T06:00:00+00:00"}
    today = sales.make("communication", **visit, status="planned")
    sales.later(minutes=10)
    assert sales.told("communication.day_ahead", today) == []
    sales.later(hours=4)
    assert sales.people("communication.hour_ahead", today) == [[sales.rita.user_id]]


def test_sales_06_what_came_of_a_visit_is_asked_for(sales: Sales):
    """SALES-06, REMIND-12: until the result is entered."""
    visit = {"subject": "Visit", "type": "visit", "status": "planned", "at": "2026-03-03T06:00:00+00:00"}
    forgotten, reported = sales.make("communication", **visit), sales.make("communication", **visit)
    sales.change("communication", reported, status="held")
    sales.later(days=3)
    assert sales.people("communication.not_reported", forgotten) == [[sales.rita.user_id]]
    assert sales.told("communication.not_reported", reported) == []


def test_sales_03_tasks_that_are_due(sales: Sales):
    """SALES-03, SALES-05, SALES-06: a day ahead, then late, then to the superior, until it is done."""
    due = sales.make("task", subject="Offer", due_date="2026-03-05")
    done = sales.make("task", subject="Done", due_date="2026-03-05", status="done")
    sales.later(days=2)
    assert sales.people("task.due_soon", due) == [[sales.rita.user_id]]
    assert sales.told("task.overdue", due) == []
    sales.later(days=2)
    assert sales.people("task.overdue", due) == [[sales.rita.user_id]]
    for _ in range(6):
        sales.later(days=1)
    assert ("escalation", [sales.max.user_id]) in sales.told("task.overdue", due)
    assert sales.told("task.due_soon", done) == sales.told("task.overdue", done) == []
    sales.change("task", due, status="done")
    before = len(sales.told("task.overdue", due))
    sales.later(days=10)
    assert len(sales.told("task.overdue", due)) == before


@pytest.mark.parametrize("kind", ["problem", "risk", "budget_change"])
def test_remind_13_problems_risks_and_budgets_of_campaigns(sales: Sales, kind: str):
    """REMIND-13."""
    campaign = sales.make("campaign", name="Fair")
    wanted = {"new_budget": {"amount": "5", "currency": "CNY"}} if kind == "budget_change" else {}
    issue = {"title": "Late", "kind": kind, "campaign": str(campaign), **wanted}
    pending = sales.make("campaign_issue", **issue)
    settled = sales.make("campaign_issue", **issue, status="settled")
    sales.later(minutes=1)
    assert sales.people(f"campaign_issue.{kind}", pending) == [[sales.rita.user_id]]
    assert sales.told(f"campaign_issue.{kind}", settled) == []


def test_remind_13_a_campaign_over_budget(sales: Sales):
    """REMIND-13."""

    def campaign(name: str, spent: str) -> int:
        budget = {"amount": "1000", "currency": "CNY"}
        made = sales.make("campaign", name=name, status="running", approved_on="2026-02-01", budget=budget)
        amount = {"amount": spent, "currency": "CNY"}
        sales.make("campaign_expense", campaign=str(made), purpose="Stand", amount=amount)
        return made

    over, within = campaign("Fair", "1200"), campaign("Mail", "900")
    sales.later(minutes=1)
    both = sorted([sales.rita.user_id or 0, sales.max.user_id or 0])
    assert sales.people("campaign.overspent", over) == [both]
    assert sales.told("campaign.overspent", within) == []


def test_remind_13_a_campaign_that_reached_its_target(sales: Sales):
    """REMIND-13."""
    reached = sales.make("campaign", name="Fair", status="running", approved_on="2026-02-01", target_leads=1)
    short = sales.make("campaign", name="Mail", status="running", approved_on="2026-02-01", target_leads=2)
    for campaign in (reached, short):
        sales.make("lead", name="L", campaign=str(campaign))
    sales.later(minutes=1)
    assert len(sales.told("campaign.target_reached", reached)) == 1
    assert sales.told("campaign.target_reached", short) == []


def contract(sales: Sales, **values: Any) -> int:
    account = sales.make("account", name="Acme")
    line = {"description": "Service", "quantity": "1", "unit_price": {"amount": "100", "currency": "CNY"}}
    dates = {"approved_on": "2026-01-01", "signed_date": "2026-01-01", "start_date": "2026-01-01"}
    return sales.make(
        "contract", name="Service", account=str(account), status="active", lines=[line], **dates, **values
    )


def test_remind_13_an_invoice_due_by_the_payment_schedule(sales: Sales):
    """REMIND-13, BILL-05."""
    agreed = contract(sales)
    term = {"contract": str(agreed), "due_date": "2026-03-20", "amount": {"amount": "50", "currency": "CNY"}}
    planned = sales.make("payment_term", name="Deposit", **term)
    invoiced = sales.make("payment_term", name="Rest", **term, status="invoiced")
    sales.later(days=10)
    assert sales.told("payment_term.due", planned) == []
    sales.later(days=1, hours=1)
    assert sales.people("payment_term.due", planned) == [[sales.rita.user_id]]
    assert sales.told("payment_term.due", invoiced) == []
    for _ in range(12):
        sales.later(days=1)
    assert ("escalation", [sales.max.user_id]) in sales.told("payment_term.due", planned)


def test_remind_13_a_contract_to_be_renewed(sales: Sales):
    """REMIND-13, CONTRACT-05: sixty days ahead."""
    ending = contract(sales, end_date="2026-05-10")
    lasting = contract(sales, end_date="2027-05-10")
    sales.later(days=8)
    assert sales.told("contract.renewal", ending) == []
    sales.later(days=1, hours=1)
    assert sales.people("contract.renewal", ending) == [[sales.rita.user_id]]
    assert sales.told("contract.renewal", lasting) == []
