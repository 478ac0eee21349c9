"""Rules as forms, and back (LEAD-04, LEAD-02, LEAD-03)."""

from __future__ import annotations

import pytest

from odos.dsl.statements.change_printer import print_statement
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.parts import parts_of, text_of
from odos.kernel.problems import Invalid

SCORE = """# Kept by marketing
score lead "Qualification"
  when status <> "lost"
  into points
  +20 when industry in ["a", "b"] because "Target industry"
  # Large companies
  +(years * 2) limit 10
  -40 when email is blank and phone is blank because {en: "No way", zh-hans: "无法联系"}
  grade A from 70, B from 40, C otherwise into grade
  qualified when score >= 60 and not blacklisted into is_good
  # The end"""
REMIND = """# Kept by sales
remind {en: "Lead without communication", zh-hans: "潜在客户无沟通"} on lead
  when stage not in ["converted", "abandoned"] and count(communications) = 0
  after 3 working days since created_at
  every 2 days, at most 5 times
  # Politely
  notify owner, role "sales" by inbox, email using "lead_idle" message "Please call"
  notify team
  after 7 days escalate to managers of owner up to 3 levels by inbox
  after 1 month escalate to head of unit, user "max"
  until stage = "converted"
  snooze up to 1 week, at most 2 times
  digest every working day at 08:30"""
AHEAD = """remind on contract
  30 days before end_date
  every monday, friday at 09:30
  notify owner
  digest every month on day 31"""
VALIDATE = """validate contract "Dates"
  require end_date > start_date message "The end must be later" at end_date
  require amount > 0 or gift"""

DECIDE = """# Kept by finance
decide route on quote {en: "Who agrees", zh-hans: "审批人"}  first match
  total              region           (max(lines.discount))  ->  steps, who
  <= 100000          -                <= 10%                     ["manager"]           role "sales"
  # Abroad
  100000..(limit)    ["north", "s"]   > (limit * 2)              ["manager", "legal"]  managers of owner
  <> 5               "here"           -                          []                    head of unit
  otherwise                                                      ["cfo"]               user "max\""""


ASSIGN = """assign lead "Assignment"
  # Abroad
  when country <> "cn" to role "overseas" round robin with skill line in territory region skip absent
  when amount > 100 to role "sales" by load limit (10 + 20)
  when source = "fair" to owner
  otherwise to pool "public\""""
RECYCLE = """# Kept by sales
recycle lead {en: "Back", zh-hans: "退回"}
  when created_at < now - 30 days to pool "public" keep out previous_owner for 30 days
  when status = "lost" to pool "old"
  # Politely
  warn owner, team 7 days before by inbox using "lead_idle"
  claim at most 10 per week, hold at most 200
  hide mobile, email"""


@pytest.mark.parametrize(
    "source",
    [
        SCORE,
        VALIDATE,
        REMIND,
        AHEAD,
        DECIDE,
        ASSIGN,
        RECYCLE,
        "score lead\n  +1",
        "recycle lead\n  hold at most 5",
    ],
)
def test_the_form_gives_the_same_text(source):
    """LEAD-04: builder and text are two views of one rule; comments survive."""
    canonical = print_statement(parse_statement(source))
    form = parts_of(source)
    assert form is not None
    assert text_of(form) == canonical


def test_what_a_form_holds():
    """LEAD-04: points, condition, limit and reason of each clause; grades."""
    form = parts_of(SCORE)
    assert form is not None
    first, second, third = form["clauses"]
    assert (first["sign"], first["points"], first["when"]) == ("+", "20", 'industry in ["a", "b"]')
    assert first["because"] == {"en": "Target industry"}
    assert (second["points"], second["limit"]) == ("years * 2", "10")
    assert third["because"] == {"en": "No way", "zh-hans": "无法联系"}
    assert form["grades"]["bands"] == [{"grade": "A", "from": "70"}, {"grade": "B", "from": "40"}]
    assert form["qualified"]["into"] == "is_good"


def test_what_the_form_of_a_table_holds():
    """FLOW-03: columns, cells as comparisons, results, and what holds otherwise."""
    form = parts_of(DECIDE)
    assert form is not None
    assert (form["name"], form["mode"], form["results"]) == ("route", "first match", ["steps", "who"])
    assert form["columns"] == ["total", "region", "max(lines.discount)"]
    assert form["rows"][0]["cells"] == [
        {"operator": "<=", "values": ["100000"]},
        {"operator": "any", "values": []},
        {"operator": "<=", "values": ["10%"]},
    ]
    assert form["rows"][1]["cells"][1] == {"operator": "in", "values": ['"north"', '"s"']}
    assert form["rows"][1]["results"] == ['["manager", "legal"]', "managers of owner"]
    assert form["rows"][1]["notes"] == ["Abroad"]
    assert form["rows"][3]["cells"] is None


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": "Two words"}, ("name",)),
        ({"mode": "best"}, ("mode",)),
        ({"columns": []}, ("columns",)),
        ({"results": ["1"]}, ("results", 0)),
        ({"rows": [{"cells": [], "results": ["1"]}]}, ("rows", 0)),
        ({"rows": [{"cells": [{"operator": "~", "values": ["1"]}], "results": ["1"]}]},
         ("rows", 0, "cells", 0, "operator")),
        ({"rows": [{"cells": [{"operator": "between", "values": ["1"]}], "results": ["1"]}]},
         ("rows", 0, "cells", 0, "values")),
        ({"rows": [{"cells": None, "results": [""]}]}, ("rows", 0, "results", 0)),
    ],
)  # fmt: skip
def test_faults_of_a_table_stand_at_their_place(change, path):
    """FLOW-03: the editor of tables shows each finding at its cell."""
    form = parts_of("decide route on quote first match\n  total -> steps\n  <= 5 1")
    assert form is not None
    with pytest.raises(Invalid) as refused:
        text_of({**form, **change})
    assert refused.value.issues[0].path == path


def test_other_statements_stay_text():
    """LEAD-04: what a form cannot show is not touched."""
    assert parts_of("on lead created\n  notify owner") is None


def test_what_the_form_of_an_assignment_holds():
    """LEAD-02, SALES-02, SALES-08: turns, load, limit, skill, territory, absence, each as people choose it."""
    form = parts_of(ASSIGN)
    assert form is not None
    first, second, _, last = form["choices"]
    assert first == {
        "when": 'country <> "cn"', "to": 'role "overseas"', "mode": "round robin", "limit": None, "skill": "line",
        "territory": "region", "skip_absent": True, "notes": ["Abroad"],
    }  # fmt: skip
    assert (second["mode"], second["limit"]) == ("by load", "10 + 20")
    assert (last["when"], last["to"], last["mode"]) == (None, 'pool "public"', None)


def test_what_the_form_of_a_pool_holds():
    """LEAD-03: when records go back, who is warned, what may be claimed and is hidden."""
    form = parts_of(RECYCLE)
    assert form is not None
    assert form["releases"][0]["keep_out"] == {"amount": 30, "unit": "day"}
    assert form["warning"]["to"] == ["owner", "team"]
    assert (form["claims"]["most"], form["claims"]["period"], form["claims"]["held"]) == (10, "week", 200)
    assert form["hide"]["fields"] == ["mobile", "email"]


@pytest.mark.parametrize(
    ("source", "change", "path"),
    [
        (ASSIGN, {"choices": [{"to": "owner"}, {"when": "amount > 1", "to": "owner"}]}, "choices/0/when"),
        (ASSIGN, {"choices": [{"to": ""}]}, "choices/0/to"),
        (ASSIGN, {"choices": [{"to": "owner, team"}]}, "choices/0/to"),
        (ASSIGN, {"choices": [{"to": "owner", "mode": "by chance"}]}, "choices/0/mode"),
        (ASSIGN, {"choices": [{"to": "owner", "limit": "1 +"}]}, "choices/0/limit/1:4"),
        (RECYCLE, {"releases": [{"when": "", "to": "owner"}]}, "releases/0/when"),
        (RECYCLE, {"releases": [{"when": "a = 1", "to": "owner", "keep_out": {"amount": 1, "unit": "eon"}}]}, "releases/0/keep_out/unit"),
        (RECYCLE, {"warning": {"amount": 1, "unit": "day", "to": []}}, "warning/to"),
        (RECYCLE, {"claims": {"most": 0, "period": "day"}}, "claims/most"),
        (RECYCLE, {"claims": {"most": 1, "period": "year"}}, "claims/period"),
        (RECYCLE, {"claims": {"most": None, "held": None}}, "claims/most"),
        (RECYCLE, {"hide": {"fields": []}}, "hide/fields"),
        (RECYCLE, {"hide": {"fields": ["a + b"]}}, "hide/fields/0"),
    ],
)  # fmt: skip
def test_faults_of_assignment_and_pools_stand_at_their_place(source, change, path):
    form = parts_of(source)
    assert form is not None
    with pytest.raises(Invalid) as caught:
        text_of({**form, **change})
    assert path in ["/".join(map(str, issue.path)) for issue in caught.value.issues]


def test_what_the_form_of_a_reminder_holds():
    """PLAT-18, REMIND-01: timing, repetition, people, escalation, digest, each as people choose it."""
    form = parts_of(REMIND)
    assert form is not None
    assert form["timing"] == {
        "side": "after", "amount": 3, "unit": "working day", "moment": "created_at", "notes": [],
    }  # fmt: skip
    assert form["repeat"]["schedule"]["amount"] == 2
    assert form["notices"][0]["to"] == ["owner", 'role "sales"']
    assert form["escalations"][0]["to"] == ["managers of owner up to 3 levels"]
    assert form["digest"]["schedule"]["clock"] == "08:30"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"timing": {"side": "after", "amount": -1, "unit": "day", "moment": "a"}}, "timing/amount"),
        ({"timing": {"side": "after", "amount": 1, "unit": "eon", "moment": "a"}}, "timing/unit"),
        ({"timing": {"side": "after", "amount": 1, "unit": "day", "moment": ""}}, "timing/moment"),
        ({"notices": [{"to": []}]}, "notices/0/to"),
        ({"notices": [{"to": ["owner every 2 days"]}]}, "notices/0/to/0"),
        ({"notices": [{"to": ["owner, team"]}]}, "notices/0/to/0"),
        ({"notices": [{"to": ["owner by email"]}]}, "notices/0/to/0"),
        ({"notices": [{"to": ["owner"], "channels": ["no way"]}]}, "notices/0/channels"),
        ({"digest": {"schedule": {"amount": 1, "unit": "day", "clock": "25:00"}}}, "digest/schedule/clock"),
        ({"digest": {"schedule": {"weekdays": ["someday"]}}}, "digest/schedule/weekdays"),
        ({"repeat": {"schedule": {"amount": 1, "unit": "day"}, "most": 0}}, "repeat/most"),
    ],
)
def test_faults_of_a_reminder_stand_at_their_place(change, path):
    form = parts_of(REMIND)
    assert form is not None
    with pytest.raises(Invalid) as caught:
        text_of({**form, **change})
    assert path in ["/".join(map(str, issue.path)) for issue in caught.value.issues]


def test_faults_stand_at_their_row():
    """LEAD-04: each finding at its place in the form."""
    form = parts_of(SCORE)
    assert form is not None
    form["clauses"][1]["points"] = ""
    form["clauses"][2]["when"] = "email is blnk"
    form["grades"]["bands"][0]["grade"] = "A +"
    form["title"] = 7
    with pytest.raises(Invalid) as caught:
        text_of(form)
    assert ["/".join(map(str, issue.path)) for issue in caught.value.issues] == [
        "title", "clauses/1/points", "clauses/2/when/1:7", "grades/bands/0/grade",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "form", [{}, {"kind": "recycle"}, {"kind": "score", "clauses": 3}, {"kind": "score", "grades": []}]
)
def test_a_form_that_is_none_is_refused(form):
    """LEAD-04: whatever is sent, the answer is a finding."""
    with pytest.raises(Invalid):
        text_of(form)
