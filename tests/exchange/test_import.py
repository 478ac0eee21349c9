"""Files become records: a small dirty one always, the public sales data where it is at hand."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from odos.exchange.mapping import ImportMapping, read_mapping
from odos.exchange.operations import import_rows
from odos.exchange.reports import FindingCounts, ImportReport
from odos.exchange.sources import open_source
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from tests.fixtures.crm import Crm

HERE = Path(__file__).parent
SALES_DATA = HERE.parents[2] / "shared" / "data" / "crm_sales"
needs_sales_data = pytest.mark.skipif(not SALES_DATA.is_dir(), reason="the public sales data is not here")


def mapping_from(path: Path) -> ImportMapping:
    return read_mapping(yaml.safe_load(path.read_text(encoding="utf-8")))


def load(
    crm: Crm, file: Path, mapping: ImportMapping, *, dry_run: bool = False
) -> tuple[ImportReport, dict[int, list[str]]]:
    """The report, and codes of findings by row number."""
    found: dict[int, list[str]] = {}
    with open_source(file) as source:
        report = import_rows(
            context=crm.context,
            entity=str(mapping.entity),
            source=source,
            mapping=mapping,
            failures=lambda row, issues: found.setdefault(row.number, []).extend(
                f"{'/'.join(map(str, issue.path))}:{issue.code}" for issue in issues
            ),
            dry_run=dry_run,
        )
    return report, found


@pytest.fixture(scope="module")
def seller(crm: Crm) -> Crm:
    unit = crm.make("unit", name="North office")
    crm.make("user", username="ann.lee", name="Ann Lee", unit=unit["id"])
    for name in ("Alpha Ltd", "Beta GmbH", "Twice", "Twice"):
        crm.make("account", name=name)
    crm.make("product", name="Widget")
    return crm


FINDINGS = {
    3: ["Closed:bad_date"],
    4: ["Agent:name_not_found", "Customer:name_not_found"],
    5: ["Stage:unknown_option"],
    6: ["Customer:ambiguous"],
    8: [":row_shape"],
}


def test_a_dry_run_tells_every_row_at_fault_and_writes_nothing(seller):
    report, found = load(seller, HERE / "sales.csv", mapping_from(HERE / "sales.yaml"), dry_run=True)
    assert found == FINDINGS
    assert (report.rows, report.created, report.failed) == (7, 2, 5)
    assert seller.count("opportunity") == 0


def test_good_rows_are_loaded_repaired_by_the_mapping(seller):
    report, found = load(seller, HERE / "sales.csv", mapping_from(HERE / "sales.yaml"))
    assert (report.created, found) == (2, FINDINGS)
    won = seller.list("opportunity", 'external_number = "D-1"')[0]
    assert won["stage"] == "won"
    assert won["close_date"] == "2025-12-31"
    assert won["amount"]["amount"] == "1200.00"
    assert (won["amount"]["currency"], won["product"]["label"]) == ("USD", "Widget")
    assert (won["owner"]["label"], won["unit"]["label"]) == ("Ann Lee", "North office")


def test_rows_with_a_known_key_change_that_record_and_blank_cells_leave_it_alone(seller, tmp_path):
    file = tmp_path / "again.csv"
    file.write_text("Deal,Stage,Value\nD-1,Lost,\nD-9,prospecting,5\n", encoding="utf-8")
    columns = {"Deal": ["external_number", "name"], "Stage": "stage", "Value": "amount"}
    mapping = read_mapping({"entity": "opportunity", "match": ["external_number"], "columns": columns})
    report, found = load(seller, file, mapping)
    assert (report.created, report.updated, found) == (1, 1, {})
    changed = seller.list("opportunity", 'external_number = "D-1"')[0]
    assert (changed["stage"], changed["amount"]["amount"]) == ("lost", "1200.00")


def test_lines_of_a_text_stay_lines_and_a_name_stays_one(crm, tmp_path):
    file = tmp_path / "lines.csv"
    address, description = "Dock 4\n1 Quay  Road", "Calls:\n  - Monday\n\n　　第二段"
    rows = f'name,to,about\n" Quay\n Trading ","{address} \r\n","{description}"\n'
    file.write_text(rows, encoding="utf-8", newline="")
    columns = {"name": "name", "to": "shipping_address", "about": "description"}
    _report, found = load(crm, file, read_mapping({"entity": "account", "columns": columns}))
    assert found == {}
    (account,) = crm.list("account", 'name = "Quay Trading"')
    assert crm.get("account", account["id"])["description"] == description
    assert account["shipping_address"] == address


def test_parents_may_come_after_their_children_and_circles_are_reported(crm, tmp_path):
    file = tmp_path / "tree.csv"
    file.write_text("name,under\nLeaf,Root\nRoot,\nLost child,Nowhere\nX,Y\nY,X\n", encoding="utf-8")
    columns = {"name": "name", "under": {"field": "parent", "by": "name"}}
    report, found = load(crm, file, read_mapping({"entity": "region", "columns": columns}))
    assert (report.created, report.failed, report.incomplete) == (5, 0, 2)
    assert found.pop(4) == ["under:name_not_found"]
    assert list(found.values()) == [["under:cycle"]]
    assert crm.list("region", 'name = "Leaf"')[0]["parent"]["label"] == "Root"


def test_a_parent_that_was_left_out_is_what_is_at_fault(crm, tmp_path):
    """IMEX-01: the name is right, its row is not; and the child is in, which says what loading it again does."""
    file = tmp_path / "families.csv"
    file.write_text(
        "name,staff,under\nChild,1,  Mother Ltd\nMother Ltd,many,\nOther,2,Nobody\n", encoding="utf-8"
    )
    columns = {"name": "name", "staff": "employees", "under": {"field": "parent", "by": "name"}}
    mapping = {"entity": "account", "columns": columns}
    kept: dict[int, Issue] = {}
    with open_source(file) as source:
        report = import_rows(
            context=crm.context,
            entity="account",
            source=source,
            mapping=read_mapping(mapping),
            failures=lambda row, issues: kept.update({row.number: issues[0]}),
        )
    assert (report.created, report.failed, report.incomplete) == (2, 1, 2)
    child, other = kept[2], kept[4]
    assert (child.path, child.code) == (("under",), "left_out_itself")
    assert child.message.render("en") == 'Saved without "Mother Ltd", since row 3 was left out'
    assert "second record" in child.hint.render("en")
    assert other.message.render("en") == 'Saved without it: There is no account with name "Nobody"'


def test_missing_records_are_made_where_the_mapping_allows_it(crm, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("who,boss,office\nKim Ito,Lea Roy,South office\nJo Fox,Lea Roy,South office\n")
    mapping = mapping_from(HERE / "crm_sales" / "users.yaml")
    columns = {"who": "sales_agent", "boss": "manager", "office": "regional_office"}
    renamed = {name: mapping.columns[known] for name, known in columns.items()}
    report, found = load(crm, file, ImportMapping(renamed, "user", mapping.match))
    assert (found, report.added) == ({}, {"user": 1, "unit": 1})
    kim = crm.list("user", 'username = "kim.ito"')[0]
    assert (kim["manager"]["label"], kim["unit"]["label"]) == ("Lea Roy", "South office")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"columns": {"Deal": "nmae"}}, "unknown_field"),
        ({"columns": {"Nothing": "name"}}, "no_such_column"),
        ({"columns": {"Deal": "weighted_amount"}}, "not_importable"),
        ({"columns": {"Customer": {"field": "account", "by": "colour"}}}, "bad_lookup"),
        ({"columns": {"Deal": "name"}, "match": ["external_number"]}, "unfilled_match"),
        ({"columns": {"Deal": "name"}, "follow": {"unit": "name.unit"}}, "not_a_reference"),
        ({"columns": {"Deal": "name"}, "entity": "account"}, "other_entity"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_before_any_row(crm, document, code):
    with open_source(HERE / "sales.csv") as source, pytest.raises(Invalid) as refusal:
        import_rows(
            context=crm.context,
            entity="opportunity",
            source=source,
            mapping=read_mapping(document),
            failures=FindingCounts(),
        )
    assert [issue.code for issue in refusal.value.issues] == [code]


def test_the_command_writes_the_rows_left_out_into_a_file_that_can_be_mended(seller, tmp_path, capsys):
    errors = tmp_path / "errors.csv"
    with pytest.raises(CommandError, match=r"errors\.csv"):
        call_command(
            "import_csv", "opportunity", HERE / "sales.csv", map=HERE / "sales.yaml", errors=errors,
            dry_run=True, workspace=seller.workspace.key,
        )  # fmt: skip
    with errors.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["odos_row"] for row in rows] == ["3", "4", "5", "6", "8"]
    assert rows[0]["Deal"] == "D-2"
    assert "m/d/Y" in rows[0]["odos_problem"]
    assert "Would be loaded: rows 7" in capsys.readouterr().out


@needs_sales_data
def test_the_public_sales_data_loads_completely(crm):
    steps = [("user", "sales_teams", "users"), ("account", "accounts", "accounts")]
    steps += [("product", "products", "products"), ("opportunity", "sales_pipeline", "opportunities")]
    before = {entity: crm.count(entity) for entity, _, _ in steps}
    for entity, file, mapping in steps:
        rules = mapping_from(HERE / "crm_sales" / f"{mapping}.yaml")
        report, found = load(crm, SALES_DATA / f"{file}.csv", rules)
        assert (report.failed, report.incomplete, found) == (0, 0, {})
        before[entity] = crm.count(entity) - before[entity]
    assert before == {"user": 35 + 6, "account": 85, "product": 7, "opportunity": 8800}
    imported = 'external_number is not blank and source = "import" and stage = '
    stages = ("won", "lost", "engaging", "prospecting")
    assert [crm.count("opportunity", f'{imported}"{stage}"') for stage in stages] == [4238, 2473, 1589, 500]
    assert crm.count("opportunity", 'source = "import" and (owner is blank or unit is blank)') == 0
    assert crm.list("account", 'name = "Codehow"')[0]["parent"]["label"] == "Acme Corporation"
    pages = [
        crm.list("opportunity", f'{imported}"won"', fields=("amount",), sort="id", offset=offset)
        for offset in range(0, 5000, 1000)
    ]
    won = [row["amount"] for page in pages for row in page]
    assert {amount["currency"] for amount in won} == {"USD"}
    assert sum(Decimal(amount["amount"]) for amount in won) == 10_005_534


@needs_sales_data
def test_what_the_mapping_does_not_repair_is_named_row_by_row(crm):
    mapping = mapping_from(HERE / "crm_sales" / "opportunities.yaml")
    unrepaired = {
        name: tuple(replace(item, values={}) for item in items) for name, items in mapping.columns.items()
    }
    plain = replace(mapping, columns=unrepaired)
    report, found = load(crm, SALES_DATA / "sales_pipeline.csv", plain, dry_run=True)
    assert report.failed == len(found) == 1480
    assert {tuple(codes) for codes in found.values()} == {("product:name_not_found",)}
