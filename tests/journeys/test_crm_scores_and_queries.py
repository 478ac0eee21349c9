"""What the CRM scores, asks and recognises, each function from an administrator's rule to what a seller sees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import pytest

from odos.accounts.operations import create_user
from odos.accounts.queries import find_principal_by_id
from odos.api.schema.documents import entity_document
from odos.jobs.running import work_once
from odos.kernel.problems import Invalid
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.personal.operations import create_view
from odos.personal.queries import apply_view
from odos.personal.segments import create_segment
from odos.records.context import Context
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.queries import ListRequest, list_records
from odos.records.why.scores import explain_score
from odos.records.writes.operations import create_record
from odos.records.writes.previews import preview_record
from odos.storage.active import active_schema, refresh
from tests.fixtures.crm import NOW, Crm

GROUPS = ["general", "owner", "interest", "value", "communication", "behaviour", "special"]


def publish(crm: Crm, *changes: dict[str, Any]) -> None:
    """What an administrator saves in the studio, and the work that follows from it."""
    apply(workspace=crm.workspace, changes=read_changes(list(changes)), message="", actor=crm.actor, now=NOW)
    refresh(crm.workspace)
    while work_once(workspace=crm.workspace) is not None:
        pass


def why(crm: Crm, entity: str, record: dict[str, Any], field: str):
    context = crm.context
    found = context.schema.get_entity(entity)
    return explain_score(
        context=context,
        entity=found,
        record_id=int(record["id"]),
        field=found.fields[field],
        language="zh-hans",
    )


def test_leads_of_each_business_are_qualified_by_rules_of_their_own(crm: Crm):
    """LEAD-04: another rule by country, by unit and by product line; the first whose condition holds."""
    there = {"amount": "600000", "employees": 300, "source": "referral", "email": "a@b.example"}
    home, abroad = crm.make("lead", name="家", **there), crm.make("lead", name="Far", country="de", **there)
    assert (why(crm, "lead", home, "score").rule, why(crm, "lead", abroad, "score").rule) == (
        "lead.qualification", "lead.qualification_overseas",
    )  # fmt: skip
    assert home["score"] != abroad["score"]
    unit = crm.make("unit", name="Machines")
    line = crm.make("product_series", name="Presses")
    rules = {
        "lead.by_unit": ('unit.name = "Machines"', 1, "+7 when email is not blank"),
        "lead.by_line": (
            'any(interested_products where series.name = "Presses")',
            2,
            "+9 when name is not blank",
        ),
    }
    publish(crm, *(
        {"op": "put", "kind": "rule", "key": key, "document": {
            "kind": "rule", "entity": "lead", "label": {"en": key}, "order": order,
            "text": f"score lead\n  when {condition}\n  into score\n  {clause}"}}
        for key, (condition, order, clause) in rules.items()
    ))  # fmt: skip
    of_unit = crm.make("lead", name="Lathe", unit=unit["id"], **there)
    product = crm.make("product", name="Press 7", series=line["id"])
    of_line = crm.make("lead", name="Sheet", interested_products=[product["id"]], **there)
    assert [Decimal(record["score"]) for record in (of_unit, of_line)] == [7, 9]
    assert why(crm, "lead", of_unit, "score").rule == "lead.by_unit"
    assert crm.get("lead", home["id"])["score"] == home["score"]


def test_yen_are_worth_no_yuan(crm: Crm):
    """LEAD-04, CUST-05, PLAT-13: what is asked of an amount is asked in the company's currency."""
    sums = [("1000000", "JPY"), ("1000000", "CNY"), ("200000", "EUR")]
    leads = [crm.make("lead", name=code, amount={"amount": n, "currency": code}) for n, code in sums]
    yen, yuan, euro = (Decimal(lead["score"]) for lead in leads)
    assert yuan == euro == yen + 30
    revenue = [{"amount": "20000000", "currency": code} for code in ("JPY", "CNY")]
    small, large = (crm.make("account", name="V", annual_revenue=each) for each in revenue)
    assert Decimal(large["qualification_score"]) == Decimal(small["qualification_score"]) + 15


def test_customers_are_qualified_by_criteria_that_an_administrator_writes(crm: Crm):
    """CUST-05: points, a verdict and reasons; another rule counts for all customers at once."""
    plain = crm.make("account", name="Plain")
    sound = crm.make(
        "account", name="Sound", tax_number="91310000X", industry="retail", employees=80,
        annual_revenue="20000000",
    )  # fmt: skip
    assert (plain["is_qualified"], sound["is_qualified"]) == (False, True)
    given = [
        str(clause.because)
        for clause in why(crm, "account", sound, "qualification_score").clauses
        if clause.applies
    ]
    assert given == ["已登记税号", "行业明确", "企业规模达标", "营业额达标"]
    crm.make("contact", name="Ann", account=sound["id"])
    assert Decimal(crm.get("account", sound["id"])["qualification_score"]) == 90
    assert crm.change("account", sound["id"], status="blacklisted")["is_qualified"] is False
    text = "score account\n  into qualification_score\n  +60 when name is not blank\n  qualified when score >= 60 into is_qualified"
    publish(crm, {
        "op": "put", "kind": "rule", "key": "account.qualification", "document": {"text": text},
    })  # fmt: skip
    assert crm.get("account", plain["id"])["is_qualified"] is True
    assert crm.count("account", "is_qualified") == crm.count("account")


def test_the_value_of_a_customer_follows_what_they_do(crm: Crm):
    """CUST-11: computed for each customer, over the opportunities that stand elsewhere."""
    account = crm.make("account", name="Valuable")
    before = Decimal(account["value_score"] or 0)
    for number in range(3):
        crm.make(
            "opportunity", name=f"Deal {number}", account=account["id"], amount="1000000",
            close_date="2026-06-01",
        )  # fmt: skip
    after = crm.get("account", account["id"])
    assert Decimal(after["value_score"]) > before
    assert after["value_grade"]
    told = why(crm, "account", after, "value_score")
    assert told.points == Decimal(after["value_score"])
    assert "多次合作" in [clause.because for clause in told.clauses if clause.applies]


def test_conditions_come_from_seven_groups_and_nest(demo: Crm):
    """QUERY-02: of each group a condition, joined by and, or and not, over related records."""
    context = demo.context
    for key in ("account", "lead"):
        groups = entity_document(context, context.schema.get_entity(key))["query_groups"]
        assert [group["key"] for group in groups] == GROUPS
    asked = (
        '(stage in ["new", "existing"] or owner.manager is not blank) and not (count(interested_products) > 50)'
        " and (annual_revenue > 0 or count(opportunities where amount > 1000) >= 1)"
        ' and (count(communications where at in last 3650 days) >= 0 or count(tasks where status = "open") > 0)'
        ' and status <> "blacklisted"'
    )
    found = demo.list("account", asked)
    assert 0 < len(found) <= demo.count("account")
    assert demo.count("account", f"not ({asked})") == demo.count("account") - len(found)


def person(demo: Crm, name: str, *roles: str) -> Context:
    number = create_user(
        workspace=demo.workspace,
        username=name,
        name=name,
        roles=roles,
        is_admin=not roles,
        actor=demo.actor,
        now=NOW,
    )
    principal = find_principal_by_id(workspace=demo.workspace, user_id=number)
    assert principal is not None
    return Context(demo.workspace, active_schema(demo.workspace), principal, NOW)


def test_a_query_becomes_a_segment_that_further_queries_and_sums_use(demo: Crm):
    """QUERY-03: mined once, used by name: in filters, in other segments, in sums."""
    boss = person(demo, "boss")
    entity = boss.schema.get_entity("account")
    segment = create_segment(context=boss, given={
        "entity": "account", "name": "Silent", "filter": "count(communications) = 0", "audience": {"everyone": True},
    })  # fmt: skip
    total, silent = demo.count("account"), demo.count("account", "count(communications) = 0")
    _rows, summed = aggregate(
        context=boss, entity=entity, asked=Aggregation(
            group_by=(), measures=(Measure("count", None, "n"),), filter=f'INSEGMENT("{segment.key}")',
        ),
    )  # fmt: skip
    assert summed["n"] == silent
    others = ListRequest(filter=f'not INSEGMENT("{segment.key}")', count="exact", limit=1)
    assert list_records(context=boss, entity=entity, request=others).count == total - silent


def test_a_campaign_addresses_a_segment(demo: Crm):
    """QUERY-03: marketing saves a query, plans a campaign for it, and opens the customers from the campaign."""
    planner = person(demo, "planner", "marketing")
    segment = create_segment(
        context=planner, given={"entity": "account", "name": "Quiet", "filter": "count(communications) = 0"}
    )
    made = orjson.loads(create_record(
        context=planner, entity="campaign", values={"name": "Wake up", "audience": str(segment.pk)},
    ))  # fmt: skip
    named = demo.get("campaign", made["id"])["audience"]
    assert named == {"id": str(segment.pk), "label": "Quiet", "key": segment.key}
    entity = planner.schema.get_entity("account")
    asked = ListRequest(filter=f'INSEGMENT("{named["key"]}")', count="exact", limit=1)
    found = list_records(context=planner, entity=entity, request=asked).count
    assert found == demo.count("account", "count(communications) = 0") > 0


def test_campaigns_of_the_examples_address_segments(demo: Crm):
    """QUERY-03: there is something to look at from the first start."""
    [summit] = demo.list("campaign", 'name contains "峰会"')
    for field, entity, rule in (
        ("audience", "account", 'tier in ["a", "b"]'),
        ("contact_audience", "contact", 'is_primary and account.tier in ["a", "b"]'),
    ):
        found = demo.count(entity, f'INSEGMENT("{summit[field]["key"]}")')
        assert found == demo.count(entity, rule) > 0


def test_somebody_arranges_a_list_without_publishing_anything(demo: Crm):
    """PLAT-01: columns, filter and sort of one's own, there at once, for nobody else."""
    ann, bob = person(demo, "ann.own"), person(demo, "bob.own")
    version = ann.schema.version
    entity = ann.schema.get_entity("lead")
    view = create_view(context=ann, given={
        "entity": "lead", "name": "Mine, warm", "filter": 'owner = user or rating = "hot"', "sort": "-created_at",
        "columns": {"name": {"order": 1}, "score": {"order": 2}},
    })  # fmt: skip
    page = list_records(
        context=ann, entity=entity, request=apply_view(ann, entity, ListRequest(count="exact"), f"~{view.pk}")
    )
    assert page.count == demo.count("lead", 'rating = "hot"')
    with pytest.raises(Invalid):
        apply_view(bob, entity, ListRequest(), f"~{view.pk}")
    assert refresh(demo.workspace).version == version


def test_bad_data_is_noticed_while_it_is_captured(crm: Crm):
    """PLAT-24: what may be the same, what breaks a rule, what a reference may not lead to."""
    crm.make("account", name="Northwind Traders Ltd.", phone="+86 571 1234 5678")
    context = crm.context
    entity = context.schema.get_entity("account")
    for values, rule in (
        ({"name": "Northwind Trader"}, "name"),
        ({"name": "Z", "phone": "057112345678"}, "phone"),
    ):
        told = preview_record(context=context, entity=entity, record_id=None, values=values)
        assert [duplicate.rule["key"] for duplicate in told.duplicates] == [rule]
    brand = crm.make("brand", name="Gone", is_active=False)
    with pytest.raises(Invalid) as refusal:
        crm.make("account", name="Branded", brand=brand["id"])
    assert [(issue.path, issue.code) for issue in refusal.value.issues] == [
        (("brand",), "reference_not_allowed")
    ]
