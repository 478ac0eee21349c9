"""The CRM as a customer gets it: complete documents, and the functions of the catalogue they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from odos.exchange.mapping import read_mapping
from odos.exchange.operations import import_rows
from odos.exchange.sources import open_source
from odos.kernel.problems import Invalid
from odos.meta.changes import Change
from odos.meta.operations import apply
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.queries import ListRequest, list_records
from tests.fixtures.crm import NOW, Crm

ROOT = Path(__file__).parents[2] / "metadata"
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): yaml.safe_load(path.read_text(encoding="utf-8"))
    for package in ("platform", "crm")
    for folder in ("entities", "layouts", "views", "menus", "roles")
    for path in sorted((ROOT / package / folder).glob("*.yaml"))
}
# Without a label a document adds to one of another package.
WHOLE = [document for document in DOCUMENTS.values() if "label" in document]
ENTITIES = {document["key"]: document for document in WHOLE if document["kind"] == "entity"}
FIELDS = [field for entity in ENTITIES.values() for field in entity["fields"].values()]
LINES = {field["target"] for field in FIELDS if field["kind"] == "children"}
TEXTS = frozenset({"label", "plural", "help", "description"})
KEYED = frozenset({"fields", "options", "tabs", "regions", "items", "columns", "related"})
CHINESE = re.compile("[\u4e00-\u9fff]")


def of_kind(kind: str, entity: str) -> list[dict[str, Any]]:
    return [item for item in WHOLE if item["kind"] == kind and item.get("entity") == entity]


def texts(document: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    for key, value in document.items():
        if key in TEXTS and isinstance(value, dict) and "en" in value:
            yield f"{place}/{key}", value
        elif isinstance(value, dict):
            yield from texts(value, f"{place}/{key}")


def orders(document: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, list[Any]]]:
    for key, value in document.items():
        if isinstance(value, dict):
            if key in KEYED and document.get("kind") != "role":
                items = [item for item in value.values() if isinstance(item, dict)]
                yield f"{place}/{key}", [item.get("order") for item in items]
            yield from orders(value, f"{place}/{key}")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_text_stands_in_both_languages(name):
    found = list(texts(DOCUMENTS[name]))
    assert found
    assert [place for place, text in found if set(text) != {"en", "zh-hans"}] == []
    assert [place for place, text in found if CHINESE.search(text["en"])] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_everything_has_a_place_of_its_own(name):
    for place, found in orders(DOCUMENTS[name]):
        assert None not in found, place
        assert len(set(found)) == len(found), place


@pytest.mark.parametrize("key", sorted(set(ENTITIES) - LINES))
def test_every_entity_can_be_found_seen_and_filled(key):
    """CUST-03, PLAT-06: regions and field positions are data; nothing is left without a place."""
    entity = ENTITIES[key]
    assert [view.get("default", False) for view in of_kind("view", key)].count(True) == 1
    (layout,) = of_kind("layout", key)
    placed = {
        item["field"]
        for tab in layout["tabs"].values()
        for region in tab["regions"].values()
        for item in region["items"].values()
    }
    assert set(entity["fields"]) <= placed
    assert entity["icon"]
    menus = [item for item in DOCUMENTS.values() if item["kind"] == "menu"]
    assert any(entry["entity"] == key for menu in menus for entry in menu["items"].values())


def test_every_view_can_be_opened(demo: Crm):
    """QUERY-01: shared views on fields of the basic page; each runs with its columns, filter and sort."""
    context = demo.context
    opened = 0
    for entity in context.schema.entities.values():
        for view in entity.views:
            columns = tuple(view["columns"])
            request = ListRequest(filter=view.get("filter"), sort=view.get("sort"), fields=columns)
            list_records(context=context, entity=entity, request=request)
            opened += 1
    assert opened == sum(item["kind"] == "view" for item in DOCUMENTS.values())


def test_cust_01_organisations_form_a_tree_that_can_be_drilled(demo: Crm):
    """CUST-01."""
    group = demo.list("account", 'short_name = "华辰集团"')[0]
    below = demo.list("account", f'parent = "{group["id"]}"', sort="name")
    assert len(below) == 3
    deepest = demo.list("account", 'parent.parent.short_name = "华辰集团"')
    assert [account["short_name"] for account in deepest] == ["华辰线路板"]
    with pytest.raises(Invalid, match="below itself"):
        demo.change("account", group["id"], parent=deepest[0]["id"])


def test_cust_02_brands_group_customers_over_their_trees(demo: Crm):
    """CUST-02."""
    meridian = demo.list("account", 'brand.name = "Meridian Hotels"')
    assert {account["country"] for account in meridian} == {"gb", "de", "cn"}
    brand = demo.make("brand", name="Northwind Inns")
    bergen = demo.make("account", name="Northwind Bergen", brand=brand["id"])
    assert bergen["brand"]["label"] == "Northwind Inns"


def test_cust_03_an_administrator_moves_a_field_to_another_region(crm: Crm):
    """CUST-03: the change is one of data, and the shipped layout takes it without losing anything."""
    item = {"order": 5, "field": "description"}
    regions = {"general": {"items": {"remarks": item}}, "notes": None}
    document = {"tabs": {"basics": {"regions": regions}}}
    apply(
        workspace=crm.workspace,
        changes=[Change("put", "layout", "account.main", document)],
        message="Remarks first",
        actor=crm.actor,
        now=NOW,
    )
    basics = crm.context.schema.entities["account"].layouts[0]["tabs"]["basics"]["regions"]
    assert basics["general"]["items"]["remarks"]["field"] == "description"
    assert "notes" not in basics
    assert "company" in basics


def test_cust_04_contacts_by_purpose_and_function_with_channels_and_addresses(demo: Crm):
    """CUST-04."""
    account = demo.make("account", name="Purposeful Ltd")
    contact = demo.make(
        "contact",
        name="Mia Wang",
        account=account["id"],
        purposes=["invoice", "payment"],
        functions=["finance", "acceptance"],
        skills=["finance", "negotiation"],
        interests=["tea", "hiking"],
        channels=[
            {"kind": "mobile", "value": "+86 139 0000 0001", "purpose": "work"},
            {"kind": "wechat", "value": "mia_wang", "purpose": "private"},
        ],
        addresses=[{"kind": "billing", "address": "1 Harbour Road", "city": "Hong Kong"}],
    )
    assert [channel["kind"] for channel in contact["channels"]] == ["mobile", "wechat"]
    for_invoices = demo.list("contact", 'account.name = "Purposeful Ltd" and purposes contains "invoice"')
    assert [item["name"] for item in for_invoices] == ["Mia Wang"]
    assert demo.count("contact", 'functions contains "technical"') > 5


def test_cust_07_interests_and_marketing_information(demo: Crm):
    """CUST-07."""
    fields = ("interested_products", "marketing_topics", "needs")
    group = demo.list("account", 'short_name = "华辰集团"', fields=fields)
    assert len(group[0]["interested_products"]) == 3
    assert {topic["label"] for topic in group[0]["marketing_topics"]} >= {"AI质检 AI inspection"}
    assert "数据采集" in group[0]["needs"]
    (event,) = demo.list("campaign", limit=1)
    changed = demo.change("account", group[0]["id"], marketing_events=[event["id"]])
    assert [item["id"] for item in changed["marketing_events"]] == [event["id"]]
    assert demo.count("account", f'count(marketing_events where name = "{event["name"]}") = 1') == 1


def test_cust_08_opportunities_and_progress_of_a_customer(demo: Crm):
    """CUST-08: figures on the customer's page, and the records behind them."""
    account = demo.make("account", name="Progress AG")
    for stage, amount in (("won", "100"), ("lost", "30"), ("proposal", "50"), ("engaging", "25")):
        values = {"stage": stage, "amount": {"amount": amount, "currency": "CNY"}, "lost_reason": "price"}
        demo.make("opportunity", name=f"Deal {stage}", account=account["id"], **values)
    account = demo.get("account", account["id"])
    assert account["open_amount"]["amount"] == "75.00"
    assert account["won_amount"]["amount"] == "100.00"
    assert int(account["opportunity_count"]) == 4
    assert demo.count("opportunity", 'account.name = "Progress AG" and stage not in ["won", "lost"]') == 2


def test_cust_09_communications_and_transactions_of_a_customer(demo: Crm):
    """CUST-09, CUST-08: the related lists of the customer's page are filled in the examples."""
    (layout,) = demo.context.schema.entities["account"].layouts
    wanted = {"contacts", "opportunities", "quotes", "communications", "tasks", "children"}
    assert wanted <= set(layout["related"])
    group = demo.list("account", 'short_name = "飞宇家电"')[0]
    for related in layout["related"].values():
        listed = demo.list(related["entity"], f'{related["field"]} = "{group["id"]}"', sort=related["sort"])
        assert all(set(related["columns"]) <= set(row) for row in listed)
    assert group["last_communication_at"]
    assert demo.count("communication", f'account = "{group["id"]}"') >= 3


def test_lead_01_a_lead_is_recorded_with_a_number_and_what_is_known(demo: Crm):
    """LEAD-01, PLAT-38."""
    lead = demo.make("lead", name="晨光机械", contact_name="李伟", mobile="13900000000", source="exhibition")
    assert re.fullmatch(r"L-2026-\d{4}", lead["number"])
    assert lead["status"] == "new"
    assert demo.count("lead", 'status in ["new", "contacted", "working", "qualified"]') > 20


def test_opp_01_an_opportunity_with_investment_return_plan_and_priority(demo: Crm):
    """OPP-01, PLAT-13: the amount keeps its currency and is worth its rate of the close date."""
    unit = demo.list("unit", 'code = "QY-PRD-HW"')[0]
    opportunity = demo.make(
        "opportunity",
        name="Retrofit of press line 3",
        department=unit["id"],
        amount={"amount": "10000", "currency": "EUR"},
        investment={"amount": "500", "currency": "EUR"},
        expected_return={"amount": "3000", "currency": "EUR"},
        close_date="2025-06-30",
        plan_start_date="2025-07-01",
        plan_end_date="2025-12-31",
        probability="40",
        priority="high",
    )
    assert re.fullmatch(r"OPP-2026-\d{4}", opportunity["number"])
    assert (opportunity["amount"]["base"], opportunity["department"]["id"]) == ("75600.00", unit["id"])
    assert opportunity["weighted_amount"]["base"] == "30240.00"


@pytest.mark.parametrize("entity", ["opportunity", "product"])
def test_custom_fields_are_ready_at_once(demo: Crm, entity):
    """OPP-02, PROD-05, PLAT-05: a moment later recorded, listed, filtered, sorted, searched, counted by, computed with
    and imported."""
    label = {"en": "Tender number", "zh-hans": "招标编号"}
    document = {"kind": "text", "label": label, "searchable": True, "order": 900}
    length = {"kind": "formula", "expression": "LEN(tender_number)", "label": {"en": "L"}, "order": 901}
    changes = [
        Change("put", "field", f"{entity}.tender_number", document),
        Change("put", "field", f"{entity}.tender_length", length),
    ]
    apply(workspace=demo.workspace, changes=changes, message="Tenders", actor=demo.actor, now=NOW)
    demo.make(entity, name=f"With a tender {entity}", tender_number="T-77")
    import_file(demo, entity, f"name,tender_number\nImported {entity},T-78\n")
    found = demo.list(entity, 'tender_number in ["T-77", "T-78"]', sort="-tender_number")
    assert [(row["tender_number"], float(row["tender_length"])) for row in found] == [
        ("T-78", 4),
        ("T-77", 4),
    ]
    assert [row["name"] for row in demo.list(entity, q="T-78")] == [f"Imported {entity}"]
    rows, _ = aggregate(
        context=demo.context,
        entity=demo.context.schema.get_entity(entity),
        asked=Aggregation(("tender_number",), (Measure("count", None, "n"),), 'tender_number = "T-77"'),
    )
    assert rows == [{"tender_number": "T-77", "n": 1}]


def import_file(crm: Crm, entity: str, text: str) -> None:
    mapping = read_mapping({"entity": entity, "columns": {"name": "name", "tender_number": "tender_number"}})
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tenders.csv"
        file.write_text(text, encoding="utf-8")
        with open_source(file) as source:
            import_rows(
                context=crm.context,
                entity=entity,
                source=source,
                mapping=mapping,
                failures=lambda row, issues: pytest.fail(f"{row}: {issues}"),
            )


def test_plat_20_every_module_refers_to_the_one_record(demo: Crm):
    """PLAT-20: what sales, service, marketing and finance know of a customer is the customer, not a copy."""
    account = demo.make("account", name="Before the merger")
    pointing = [
        (entity, field)
        for entity in demo.context.schema.entities.values()
        for field in entity.own_fields()
        if field.kind == "reference" and field.key == "account"
    ]
    assert len(pointing) > 5, "many modules know customers"
    contact = demo.make("contact", name="Ann", account=account["id"])
    opportunity = demo.make("opportunity", name="O", account=account["id"], contact=contact["id"])
    quote = demo.make("quote", name="Q", account=account["id"], opportunity=opportunity["id"])
    demo.change("account", account["id"], name="After the merger")
    for entity, record in (("contact", contact), ("opportunity", opportunity), ("quote", quote)):
        assert demo.get(entity, record["id"])["account"] == {"id": account["id"], "label": "After the merger"}
        assert demo.count(entity, 'account.name = "After the merger"') == 1
    accounts = demo.context.schema.get_entity("account").id
    assert {field.target for _, field in pointing} == {accounts}


def test_prod_01_and_04_products_in_types_series_and_sub_series(demo: Crm):
    """PROD-01, PROD-04."""
    product = demo.list("product", 'model = "QY-ARM5"')[0]
    assert (product["type"]["label"], product["series"]["label"]) == ("硬件 Hardware", "协作机器人 Arm")
    assert product["supplier"]["label"] == "瑞臂机器人（苏州）有限公司"
    assert product["department"]["label"] == "硬件产品部 Hardware"
    assert (product["price"]["amount"], product["cost"]["amount"], product["margin"]["amount"]) == (
        "98000.00",
        "61000.00",
        "37000.00",
    )
    assert product["standard_discount"] == "6.00"
    assert demo.count("product", 'series.parent.name = "感知系列 Sense"') == 5


def test_quote_01_lines_from_the_product_library_with_discounts_and_totals(demo: Crm):
    """QUOTE-01, PROD-05: price, description and discount come of the product where none is given; amounts follow
    every change of a line."""
    account = demo.make("account", name="Quoted Ltd")
    products = {item["model"]: item for item in demo.list("product")}
    sensor, vibration = products["QY-T100"], products["QY-V300"]
    quote = demo.make(
        "quote",
        name="Sensors for hall 4",
        account=account["id"],
        tax_percent="13",
        lines=[
            {"product": sensor["id"], "quantity": "10"},
            {"product": vibration["id"], "quantity": "2", "unit_price": "1850", "discount": "10"},
        ],
    )
    assert re.fullmatch(r"Q-2026-\d{4}", quote["number"])
    first, second = quote["lines"]
    assert (first["description"], first["unit_price"], first["discount"]) == (
        sensor["name"],
        sensor["price"],
        "5.00",
    )
    assert (second["description"], second["unit_price"]["amount"]) == (vibration["name"], "1850.00")
    assert [line["amount"]["amount"] for line in quote["lines"]] == ["3610.00", "3330.00"]
    assert quote["subtotal"]["amount"] == "6940.00"
    assert (quote["tax_amount"]["amount"], quote["grand_total"]["amount"]) == ("902.20", "7842.20")
    quote = demo.change("quote", quote["id"], lines=[{"id": first["id"], "quantity": "1"}])
    assert quote["subtotal"]["amount"] == "3691.00"
    assert quote["grand_total"]["amount"] == "4170.83"


def test_a_product_in_another_currency_is_quoted_in_it(demo: Crm):
    """QUOTE-01, PROD-04: the price keeps the currency of the price list."""
    account = demo.make("account", name="Abroad Ltd", billing_address="1 Harbour Street")
    product = demo.make(
        "product", name="Export pump", price={"amount": "99.90", "currency": "EUR"}, measure="set"
    )
    quote = demo.make("quote", name="Pumps", account=account["id"], lines=[{"product": product["id"]}])
    line = quote["lines"][0]
    assert (line["unit_price"], line["discount"]) == (product["price"], "0.00")
    assert (line["amount"]["amount"], line["amount"]["currency"]) == ("99.90", "EUR")
    assert quote["billing_address"] == "1 Harbour Street"
    contract = demo.make("contract", name="Pumps", account=account["id"], lines=[{"product": product["id"]}])
    assert contract["lines"][0]["unit"] == "set"


def test_what_is_made_of_an_opportunity_is_its_customers(demo: Crm):
    """QUOTE-01, ORDER-01: the customer and contact of the opportunity that is chosen."""
    opportunity = demo.list("opportunity", "account is not blank and contact is not blank")[0]
    for entity in ("quote", "sales_order", "contract"):
        made = demo.make(entity, name="Offer", opportunity=opportunity["id"])
        assert (made["account"], made["contact"]) == (opportunity["account"], opportunity["contact"])


def test_sales_people_see_their_unit_and_change_what_is_theirs(demo: Crm):
    """The shipped roles: a representative sees the unit's records and those of customers that they see, a
    manager works on all below."""
    roles = demo.context.schema.roles
    assert roles["sales_rep"]["entities"]["opportunity"] == {
        "see": {"scope": "unit", "from": ["account"]}, "create": True, "edit": "own", "delete": "none",
    }  # fmt: skip
    assert roles["sales_manager"]["entities"]["opportunity"]["edit"] == "unit"
    assert roles["viewer"]["entities"]["*"]["edit"] == "none"
