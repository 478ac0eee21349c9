"""A score and a validation as forms, and back (LEAD-04)."""

from __future__ import annotations

import pytest

from odos.dsl.change_printer import print_statement
from odos.dsl.statement_parser import parse_statement
from odos.dsl.statement_parts import parts_of, text_of
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
VALIDATE = """validate contract "Dates"
  require end_date > start_date message "The end must be later" at end_date
  require amount > 0 or gift"""


@pytest.mark.parametrize("source", [SCORE, VALIDATE, "score lead\n  +1"])
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


def test_other_statements_stay_text():
    """LEAD-04: what a form cannot show is not touched."""
    assert parts_of('remind "x" on lead\n  after 3 days since created_at\n  notify owner') is None


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
    "form", [{}, {"kind": "remind"}, {"kind": "score", "clauses": 3}, {"kind": "score", "grades": []}]
)
def test_a_form_that_is_none_is_refused(form):
    """LEAD-04: whatever is sent, the answer is a finding."""
    with pytest.raises(Invalid):
        text_of(form)
