"""PLAT-24, PLAT-02: conditions on fields and validation rules hold for every way in: a save, a bulk call, both
over HTTP, an import."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from odos.exchange.mapping import read_mapping
from odos.exchange.operations import import_rows
from odos.exchange.sources import open_source
from odos.kernel.problems import Invalid
from odos.records.lists.selections import Selection
from odos.records.mass.changes import Outcome, change_many
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import create_record, update_record
from tests.fixtures.application import context_for, publish_changes, publish_fields

CONDITIONS = [
    ("customer", "reason", {"kind": "text", "visible_when": 'tier = "a"'}),
    ("customer", "ceiling", {"kind": "decimal", "scale": 2, "required_when": "revenue > 100"}),
    ("customer", "closed", {"kind": "boolean", "default": "false"}),
    ("customer", "memo", {"kind": "text", "read_only_when": "closed"}),
]
RULE = """validate customer "Sound"
  require name <> "x" message "Not this name" at name
  require tier <> "a" or revenue is blank or revenue >= 10 message "Too small" at revenue
"""
Findings = dict[str, str]


@pytest.fixture
def strict(app):
    publish_fields(app, *CONDITIONS)
    publish_changes(app, [("rule", "customer.sound", {"kind": "rule", "entity": "customer", "text": RULE})])
    return context_for(app)


def of(issues: Any) -> Findings:
    return {"/".join(map(str, issue.path)): issue.code for issue in issues}


def of_http(issues: Any) -> Findings:
    return {issue["path"]: issue["code"] for issue in issues}


def saved(context, _api, _folder, values) -> Findings:
    try:
        create_record(context=context, entity="customer", values=values)
    except Invalid as refusal:
        return of(refusal.issues)
    return {}


def in_bulk(context, _api, _folder, values) -> Findings:
    result = write_bulk(
        context=context, entity="customer", request=BulkRequest(create=[values, {"name": "ok"}])
    )
    assert len(result.created) == 2 - len(result.errors)
    return of(issue for error in result.errors for issue in error.issues)


def over_http(_context, api, _folder, values) -> Findings:
    answer = api.post("records/customer", values)
    return {} if answer.status_code == 201 else of_http(answer.json()["issues"])


def in_bulk_over_http(_context, api, _folder, values) -> Findings:
    answer = api.post("records/customer/bulk", {"create": [values]}).json()
    return of_http(issue for error in answer["errors"] for issue in error["issues"])


def imported(context, _api, folder: Path, values: Mapping[str, str]) -> Findings:
    file = folder / "customers.csv"
    with file.open("w", newline="") as text:
        writer = csv.writer(text)
        writer.writerows([list(values), list(values.values())])
    found: list[Any] = []
    mapping = read_mapping({"entity": "customer", "columns": {name: name for name in values}})
    with open_source(file) as source:
        report = import_rows(
            context=context, entity="customer", source=source, mapping=mapping,
            failures=lambda _row, issues: found.extend(issues),
        )  # fmt: skip
    assert report.created == (0 if found else 1)
    return of(found)


WAYS: list[Callable[..., Findings]] = [saved, in_bulk, over_http, in_bulk_over_http, imported]
CASES: dict[str, tuple[dict[str, str], Findings]] = {
    "not shown": ({"name": "A", "tier": "b", "reason": "why"}, {"reason": "not_visible"}),
    "needed": ({"name": "A", "revenue": "500"}, {"ceiling": "required"}),
    "locked": ({"name": "A", "closed": "true", "memo": "note"}, {"memo": "read_only"}),
    "a rule": ({"name": "x"}, {"name": "rule_broken"}),
    "two rules": ({"name": "x", "tier": "a", "revenue": "5"}, {"name": "rule_broken", "revenue": "rule_broken"}),
    "all is well": ({"name": "A", "tier": "a", "reason": "why", "revenue": "500", "ceiling": "900"}, {}),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("case", CASES)
def test_the_same_is_found_by_every_way_in(strict, api_for, tmp_path, way, case):
    values, wanted = CASES[case]
    typed = {**values, "closed": True} if "closed" in values and way is not imported else values
    assert way(strict, api_for("root", is_admin=True), tmp_path, typed) == wanted


def test_a_stored_record_is_held_to_the_same_by_every_way_to_change_it(strict, api_for, make):
    """A lock is asked of the record as it was, what is needed and shown of the record as it would be."""
    number = int(make(strict, "customer", name="A", tier="b", closed=True)["id"])
    api = api_for("root", is_admin=True)
    wanted = {"memo": "read_only", "reason": "not_visible", "ceiling": "required"}
    values = {"memo": "y", "reason": "why", "revenue": "500"}
    with pytest.raises(Invalid) as refusal:
        update_record(context=strict, entity="customer", record_id=number, values=values)
    assert of(refusal.value.issues) == wanted
    result = write_bulk(
        context=strict, entity="customer", request=BulkRequest(update=[{"id": str(number), **values}])
    )
    assert of(result.errors[0].issues) == wanted
    assert of_http(api("PATCH", f"records/customer/{number}", values).json()["issues"]) == wanted
    outcome = change_many(
        context=strict, entity=strict.schema.entities["customer"], selection=Selection(), values=values
    )
    assert isinstance(outcome, Outcome)
    assert of(reason.issue for reason in outcome.reasons.values()) == wanted
    told = orjson.loads(api.get(f"records/customer/{number}").content)
    assert (told["memo"], told["revenue"], told["version"]) == (None, None, 1)
