"""Exports over HTTP: the rows and values that one sees, as a file that runs nothing. IMEX-02, PLAT-36, ACL-04."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest

from odos.database.session import fetch_all
from odos.exchange.exports import EXPORT
from odos.exchange.jobs import IMPORT
from odos.jobs.running import work_once
from tests.fixtures.application import NOW, labelled, publish

ATTACKS = ["=1+1", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "＝1+1", '=HYPERLINK("http://x")']
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def _now(monkeypatch, settings, tmp_path):
    """Jobs that are put in are due for a worker whose clock stands still."""
    for module in ("frame.endpoint", "shared_files"):
        monkeypatch.setattr(f"odos.api.{module}.utc_now", lambda: NOW)
    settings.ODOS_FILES_DIR = tmp_path


def exported(app, api, **asked: Any) -> bytes:
    """The bytes of the file, by the signed address."""
    answer = api.post("exports", {"entity": "customer", **asked})
    assert answer.status_code == 202, answer.content
    while work_once(workspace=app, clock=lambda: NOW, kinds={EXPORT.key: EXPORT, IMPORT.key: IMPORT}):
        pass
    job = api.get(f"jobs/{answer.json()['id']}").json()
    assert job["state"] == "done", job
    address = api.post(f"files/{job['files'][0]}/link", {}).json()["url"]
    return b"".join(api.client.get(address).streaming_content)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def cells(content: bytes) -> tuple[list[list[str]], int]:
    """The texts of a sheet, and how many formulas it has."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    found = [
        ["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")] for row in sheet.iter(f"{SHEET}row")
    ]
    return found, sum(1 for _ in sheet.iter(f"{SHEET}f"))


def issues_of(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.content
    return [(issue["code"], issue["path"]) for issue in answer.json()["issues"]]


def test_a_list_becomes_a_file_with_the_rows_that_one_sees(app, root, api_for):
    """PLAT-36: list and file agree, whoever asks. AUDIT-01: the trail keeps who took what, and from where."""
    sally = api_for("sally", "seller")
    root.post("records/customer", {"name": "Hers not"})
    for name, tier in (("Beta", "b"), ("Alpha", "a"), ("Gamma", "a")):
        root_made = sally.post("records/customer", {"name": name})
        assert root_made.status_code == 201
        root("PATCH", f"records/customer/{root_made.json()['id']}", {"tier": tier})
    asked = {"format": "csv", "fields": ["name", "tier"], "filter": 'tier = "a"', "sort": "-name"}
    assert rows(exported(app, sally, **asked)) == [["Name", "Tier"], ["Gamma", "A"], ["Alpha", "A"]]
    assert len(rows(exported(app, root, format="csv", fields=["name"]))) == 5
    told = (
        "SELECT changes::text, source, address FROM audit_entry WHERE action = 'exported' ORDER BY id LIMIT 1"
    )
    ((changes, *place),) = fetch_all(app, told)
    assert '"rows"' in changes
    assert 'tier = \\"a\\"' in changes
    assert place == ["job", "127.0.0.1"]


def test_no_cell_is_a_formula(app, root):
    """CSV and formula injection: whatever people typed is a text in both formats."""
    for name in ATTACKS:
        root.post("records/customer", {"name": name, "notes": name})
    taken = rows(exported(app, root, format="csv", fields=["name", "notes"]))
    assert len(taken) == len(ATTACKS) + 1
    assert all(cell.startswith("'") for row in taken[1:] for cell in row), taken
    found, formulas = cells(exported(app, root, format="xlsx", fields=["name", "notes"]))
    assert formulas == 0
    assert {row[0].strip() for row in found[1:]} == {name.strip() for name in ATTACKS}


def test_a_sheet_holds_numbers_and_dates(app, root):
    root.post("records/customer", {"name": "Acme", "revenue": "1234.50"})
    found, _formulas = cells(
        exported(app, root, fields=["name", "revenue", "created_at"], sort="-created_at")
    )
    assert found[0] == ["Name", "Revenue", "Created at"]
    assert found[1][:2] == ["Acme", "1234.5"]
    assert float(found[1][2]) > 40_000  # days since 1900


def test_what_was_exported_can_be_loaded_again(app, root):
    """Quotes, inert cells and blanks survive the way out and in."""
    names = ["plain", "=1+1", 'with "quotes", comma', "'=1", "两行"]
    for name in names:
        root.post("records/customer", {"name": name, "revenue": "-5.25"})
    content = exported(app, root, format="csv", fields=["name", "revenue", "tier"], headers="keys")
    before = root.get("records/customer").json()["items"]
    for item in before:
        assert root("DELETE", f"records/customer/{item['id']}").status_code == 200
    upload = io.BytesIO(content)
    upload.name = "again.csv"
    assert root.form("imports", {"file": upload, "entity": "customer"}).status_code == 202
    while work_once(workspace=app, clock=lambda: NOW, kinds={IMPORT.key: IMPORT}):
        pass
    again = root.get("records/customer").json()["items"]
    values = [
        sorted((item["name"], item["revenue"], item["tier"]) for item in found) for found in (before, again)
    ]
    assert values[0] == values[1]


def test_hidden_fields_and_masks_are_honoured(app, root, api_for):
    """ACL-04: a hidden field is unknown, a masked one is masked in the file too."""
    masked = labelled("clerk", kind="role", key="clerk", entities={"customer": {"see": "all"}}, fields={
        "customer": {"code": {"see": "mask", "mask": {"start": 1, "end": 1}}, "revenue": {"see": False}}})  # fmt: skip
    publish(app, [masked])
    root.post("records/customer", {"name": "Acme", "code": "SECRET", "revenue": "77"})
    clerk = api_for("cleo", "clerk")
    for kind in ("csv", "xlsx"):
        assert b"SECRET" not in exported(app, clerk, format=kind)
    assert rows(exported(app, clerk, format="csv", fields=["code"]))[1] == ["S****T"]
    for asked in ({"fields": ["revenue"]}, {"filter": "revenue > 1"}, {"sort": "revenue"}, {"sort": "code"}):
        refused = clerk.post("exports", {"entity": "customer", **asked})
        assert refused.status_code == 422, asked
    everything = rows(exported(app, clerk, format="csv"))
    assert "Revenue" not in everything[0]


def test_only_what_may_be_exported_is(app, root, api_for):
    """PLAT-36: a right of its own, for other records than one sees."""
    roles = [
        labelled("reader", kind="role", key="reader", entities={"customer": {"see": "all", "export": "none"}}),
        labelled("taker", kind="role", key="taker", entities={
            "customer": {"see": "all", "create": True, "edit": "own", "export": "own"}}),
    ]  # fmt: skip
    publish(app, roles)
    root.post("records/customer", {"name": "Of others"})
    reader, taker = api_for("rita", "reader"), api_for("tom", "taker")
    assert reader.post("exports", {"entity": "customer"}).status_code == 403
    taker.post("records/customer", {"name": "Mine"})
    assert taker.get("records/customer").json()["count"] == 2
    assert rows(exported(app, taker, format="csv", fields=["name"])) == [["Name"], ["Mine"]]
    can = {item["key"]: item["can"] for item in reader.get("schema").json()["entities"]}
    assert (can["customer"]["see"], can["customer"]["export"]) == (True, False)


def test_what_cannot_be_exported_is_refused_at_once(root):
    for asked, issue in (
        ({"format": "pdf"}, ("unknown_choice", "format")),
        ({"headers": "x"}, ("unknown_choice", "headers")),
        ({"fields": ["nmae"]}, ("unknown_field", "fields")),
        ({"fields": ["name"] * 201}, ("too_many_columns", "fields")),
        ({"entity": "quote", "fields": ["lines"]}, ("not_a_cell", "fields")),
    ):
        assert issue in issues_of(root.post("exports", {"entity": "customer", **asked}))
    assert root.post("exports", {"entity": "nowhere"}).status_code == 404
    assert root.post("exports", {}).status_code == 422


def test_the_file_is_of_whoever_asked_for_it(app, root, api_for):
    root.post("records/customer", {"name": "Acme"})
    exported(app, root, format="csv")
    job = root.get("jobs").json()["items"][0]
    other = api_for("otto", "seller")
    assert other.get(f"jobs/{job['id']}").status_code == 404
    assert other.get(f"files/{job['files'][0]}/content").status_code == 404
    assert other.post(f"files/{job['files'][0]}/link", {}).status_code == 404
