"""A new version of a package makes records of what were line items: what is in the database comes along."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.conf import settings

from odos.accounts.principals import system_principal
from odos.jobs.running import work_once
from odos.packages.installing import install_package
from odos.records.context import Context
from odos.records.lists.queries import ListRequest, get_record, list_records
from odos.records.writes.operations import create_record, update_record
from odos.storage.active import active_schema
from tests.fixtures.databases import LiveWorkspace

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

CAMPAIGN = """
kind: entity
key: campaign
label: {en: Campaign}
owned: true
title_field: name
fields:
  name: {kind: text, label: {en: Name}, required: true}
"""
LINES = "  expenses: {kind: children, target: expense, parent_field: campaign, label: {en: Expenses}}\n"
SPENT = "  spent: {kind: rollup, label: {en: Spent}, function: sum, field: amount, over: %s}\n"
EXPENSE = """
kind: entity
key: expense
label: {en: Expense}
title_field: purpose
fields:
  campaign: {kind: reference, target: campaign, label: {en: Campaign}, required: true, on_delete: cascade}
  purpose: {kind: text, label: {en: Purpose}, required: true}
  amount: {kind: decimal, digits: 12, scale: 2, label: {en: Amount}, required: true}
"""
STATUS = """
  status:
    kind: option
    label: {en: Status}
    options: {draft: {label: {en: Draft}}, refused: {label: {en: Refused}}}
    default: '"draft"'
    required: true
    indexed: true
"""


def write(root: Path, version: str, **files: str) -> None:
    folder = root / "fairs"
    (folder / "entities").mkdir(parents=True, exist_ok=True)
    (folder / "package.yaml").write_text(f"key: fairs\nversion: {version}\ntitle: {{en: Fairs}}\n")
    for key, content in files.items():
        (folder / "entities" / f"{key}.yaml").write_text(content)


class Fairs:
    """The package in a workspace, version by version."""

    def __init__(self, live: LiveWorkspace, root: Path) -> None:
        self.workspace, self.root = live.workspace, root
        self.actor = system_principal(live.workspace)
        shutil.copytree(settings.ODOS_METADATA_DIR / "platform", root / "platform")

    @property
    def context(self) -> Context:
        return Context(self.workspace, active_schema(self.workspace), self.actor, NOW)

    def install(self, version: str, campaign: str, expense: str) -> None:
        write(self.root, version, campaign=campaign, expense=expense)
        install_package(workspace=self.workspace, key="fairs", actor=self.actor, now=NOW, folder=self.root)
        while work_once(workspace=self.workspace) is not None:
            pass

    def make(self, entity: str, **values: Any) -> int:
        return int(orjson.loads(create_record(context=self.context, entity=entity, values=values))["id"])

    def read(self, entity: str, record_id: int) -> dict[str, Any]:
        found = self.context.schema.get_entity(entity)
        read: dict[str, Any] = orjson.loads(
            get_record(context=self.context, entity=found, record_id=record_id)
        )
        return read

    def expenses(self, filter: str) -> list[dict[str, Any]]:  # noqa: A002
        entity = self.context.schema.get_entity("expense")
        page = list_records(context=self.context, entity=entity, request=ListRequest(filter=filter))
        return [orjson.loads(item) for item in page.items]


@pytest.fixture
def fairs(live_workspace: LiveWorkspace, tmp_path: Path) -> Fairs:
    return Fairs(live_workspace, tmp_path)


def test_line_items_become_records_of_their_own(fairs: Fairs):
    """CAMP-06: their values, their record and its sum stay, owners and defaults of new fields come in."""
    fairs.install("1.2.0", CAMPAIGN + LINES + SPENT % "expenses", EXPENSE)
    fairs.actor = replace(fairs.actor, user_id=fairs.make("user", username="ann", name="Ann"))
    lines = [{"purpose": "Stand", "amount": "900"}, {"purpose": "Taxi", "amount": "100"}]
    campaign = fairs.make("campaign", name="Spring", expenses=lines)
    assert fairs.read("campaign", campaign)["spent"] == "1000.00"

    alone = EXPENSE.replace("title_field", "owned: true\ntitle_field") + STATUS
    counted = (SPENT % "expense.campaign").replace("}\n", ', where: status <> "refused"}\n')
    fairs.install("1.3.0", CAMPAIGN + counted, alone)
    assert fairs.read("campaign", campaign)["spent"] == "1000.00"
    found = {item["purpose"]: item for item in fairs.expenses('status = "draft"')}
    assert {key: item["amount"] for key, item in found.items()} == {"Stand": "900.00", "Taxi": "100.00"}
    assert {item["campaign"]["id"] for item in found.values()} == {str(campaign)}
    assert {item["owner"]["id"] for item in found.values()} == {str(fairs.actor.user_id)}

    taxi = int(found["Taxi"]["id"])
    update_record(context=fairs.context, entity="expense", record_id=taxi, values={"status": "refused"})
    assert fairs.read("campaign", campaign)["spent"] == "900.00"
    added = fairs.make("expense", campaign=str(campaign), purpose="Print", amount="50")
    assert fairs.read("expense", added)["status"] == "draft"
    assert fairs.read("campaign", campaign)["spent"] == "950.00"
