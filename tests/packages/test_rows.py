"""Seeds and examples that packages bring along."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml

from odos.kernel.problems import Invalid
from odos.packages.demo import load_demo
from odos.packages.row_values import resolve_moment
from odos.packages.rows import load_rows
from tests.fixtures.crm import NOW

PASSWORD = "long enough 7!"


def files(folder, **contents):
    for name, content in contents.items():
        path = folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def regions(*rows):
    return {"entity": "region", "rows": [dict(row) for row in rows]}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("today", "2026-03-02"),
        ("today-12d", "2026-02-18"),
        ("today+2w", "2026-03-16"),
        ("today-1d 09:30", "2026-03-01T09:30:00+08:00"),
        ("2026-01-31", "2026-01-31"),
        ("soon", "soon"),
    ],
)
def test_dates_are_relative_to_the_day_of_loading(crm, written, meant):
    assert resolve_moment(crm.context, written) == meant


def test_rows_refer_to_each_other_in_any_order_of_one_file(crm, tmp_path):
    rows = regions(
        {"_key": "leaf", "name": "Leaf", "parent": "@middle"},
        {"_key": "middle", "name": "Middle", "parent": "@root"},
        {"_key": "root", "name": "Root"},
    )
    placed = load_rows(context=crm.context, folder=files(tmp_path, region=rows))
    assert placed.added == {"region": 3}
    assert crm.list("region", 'name = "Leaf"')[0]["parent"]["label"] == "Middle"


def test_a_row_may_have_been_made_at_a_moment_of_its_own(crm, tmp_path):
    """REMIND-01, REMIND-03: examples are as old as they say, so that reminders about age fire on them."""
    rows = regions({"_key": "old", "_at": "today-100d 09:30", "name": "Old"}, {"_key": "new", "name": "New"})
    load_rows(context=crm.context, folder=files(tmp_path, region=rows))
    made = {row["name"]: row["created_at"] for row in crm.list("region", 'name in ["Old", "New"]')}
    assert made["Old"] == "2025-11-22T01:30:00+00:00"
    assert made["New"] == NOW.isoformat()


def test_loading_again_adds_new_rows_only_and_brings_nothing_back(crm, tmp_path):
    first = {"_key": "first", "name": "First"}
    load_rows(context=crm.context, folder=files(tmp_path, region=regions(first)))
    record = crm.list("region", 'name = "First"')[0]
    crm.change("region", record["id"], name="Renamed by the customer")
    again = regions(first, {"_key": "second", "name": "Second"})
    assert load_rows(context=crm.context, folder=files(tmp_path, region=again)).added == {"region": 1}
    assert crm.count("region", 'name = "First"') == 0


def test_a_record_that_matches_is_taken_for_the_row(crm, tmp_path):
    known = crm.make("region", name="Known", code="K-1")
    rows = {"match": ["code"], **regions({"_key": "known", "name": "Another name", "code": "K-1"})}
    below = regions({"_key": "below", "name": "Below", "parent": "@known"})
    placed = load_rows(context=crm.context, folder=files(tmp_path, a=rows, b=below))
    assert placed.added == {"region": 1}
    assert crm.list("region", 'name = "Below"')[0]["parent"]["id"] == known["id"]


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        (regions({"_key": "a", "name": "A", "parent": "@nobody"}), ("a", "parent"), "no_such_row"),
        (regions({"_key": "a", "name": "A", "parent": "@a"}), ("a",), "circle"),
        (regions({"_key": "a"}), ("a", "name"), "required"),
        (regions({"name": "A"}), (), "bad_rows"),
        ({"entity": "region"}, (), "bad_rows"),
    ],
)
def test_findings_lead_to_file_row_and_field_and_nothing_is_kept(crm, tmp_path, content, path, code):
    folder = tmp_path / "rows"
    folder.mkdir()
    before = crm.count("region")
    with pytest.raises(Invalid) as refusal:
        load_rows(context=crm.context, folder=files(folder, x=content))
    assert [(issue.path, issue.code) for issue in refusal.value.issues] == [(("rows/x.yaml", *path), code)]
    assert crm.count("region") == before


def test_the_examples_of_the_crm_load_once_with_their_people_and_lines(crm):
    def load(now):
        return load_demo(workspace=crm.workspace, key="crm", actor=crm.actor, now=now, password=PASSWORD)

    added = load(NOW)
    assert sum(added.values()) > 600
    assert load(NOW + timedelta(days=3)) == {}
    li_na = crm.list("user", 'username = "li.na"')[0]
    assert (li_na["manager"]["label"], li_na["unit"]["label"]) == ("张伟", "华东大区 East China")
    quote = crm.list("quote", limit=1)[0]
    assert len(crm.get("quote", quote["id"])["lines"]) > 1
    assert crm.count("communication", "account is blank and lead is blank") == 0
    assert crm.count("opportunity", "owner is blank or unit is blank") == 0


def test_the_seeds_bring_currencies_and_rates(crm):
    codes = {row["code"] for row in crm.list("currency")}
    assert codes >= {"CNY", "USD", "EUR", "HKD", "JPY", "GBP"}
    assert crm.count("exchange_rate", 'currency.code = "USD"') > 5


def test_a_row_refers_to_one_of_a_later_file(crm, tmp_path):
    """Units have heads, and users a unit."""
    unit = {"_key": "lab", "name": "Laboratory", "code": "LAB", "head": "@ada"}
    user = {"_key": "ada", "username": "ada", "name": "Ada", "unit": "@lab"}
    folder = files(tmp_path, a={"entity": "unit", "rows": [unit]}, b={"entity": "user", "rows": [user]})
    assert load_rows(context=crm.context, folder=folder).added == {"unit": 1, "user": 1}
    made = crm.list("unit", 'code = "LAB"')[0]
    assert made["head"]["label"] == "Ada"
    assert crm.list("user", 'username = "ada"')[0]["unit"]["id"] == made["id"]


def test_what_a_row_says_of_a_later_one_must_hold(crm, tmp_path):
    unit = {"_key": "odd", "name": "Odd", "kind": "team", "calendar": "@nine"}
    calendar = {"_key": "nine"}
    with pytest.raises(Invalid) as refused:
        load_rows(
            context=crm.context,
            folder=files(
                tmp_path,
                a={"entity": "unit", "rows": [unit]},
                b={"entity": "working_calendar", "rows": [calendar]},
            ),
        )
    assert refused.value.issues[0].path[1] == "nine"
    assert crm.count("unit", 'name = "Odd"') == 0  # all or nothing
