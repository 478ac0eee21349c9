"""A qualification score over 9,240 public leads, all columns: docs/lead-scoring.md reports what is reproduced here."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from odos.database.session import fetch_all
from odos.kernel.sql import quote
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from tests.fixtures.application import context_for, publish_changes

PLACES = [folder / "shared" / "data" / "leads" / "leads.csv" for folder in Path(__file__).parents]
LEADS = next((place for place in PLACES if place.exists()), PLACES[0])
NUMBERS = {"converted", "totalvisits", "total_time_spent_on_website", "page_views_per_visit",
           "asymmetrique_activity_score", "asymmetrique_profile_score"}  # fmt: skip
RULE = """score prospect "Qualification" into score
  +35 when total_time_spent_on_website >= 1000 because "Reads a lot"
  +15 when total_time_spent_on_website between 300 and 999
  +10 when total_time_spent_on_website >= 1500
  +30 when lead_origin = "Lead Add Form" because "Asked to be contacted"
  +10 when lead_source in ["Reference", "Welingak Website"] because "Recommended"
  +10 when lead_source = "Olark Chat"
  +30 when what_is_your_current_occupation = "Working Professional" because "Can decide and pay"
  +10 when what_is_your_current_occupation in ["Unemployed", "Student"]
  +20 when last_activity in ["SMS Sent", "Had a Phone Conversation"] because "Answers"
  +5 when last_activity = "Email Opened"
  -15 when last_activity in ["Email Bounced", "Olark Chat Conversation", "Converted to Lead"]
  -20 when do_not_email = "Yes" because "Does not want mail"
  grade A from 60, B from 40, C from 20, D otherwise into grade
  qualified when score >= 40 into is_qualified
"""


def key_of(column: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_")[:60]


@pytest.mark.skipif(not LEADS.exists(), reason="the public leads are not here")
def test_the_grade_separates_converted_leads_from_others(app):
    """LEAD-04: a scoring method of one's own over fields of one's own."""
    with LEADS.open(encoding="utf-8") as file:
        rows = [
            {key_of(name): value or None for name, value in row.items() if name}
            for row in csv.DictReader(file)
        ]
    kinds = {key: "decimal" if key in NUMBERS else "text" for key in rows[0]}
    fields = {
        key: {"kind": kind, "label": {"en": key}, "order": n} for n, (key, kind) in enumerate(kinds.items())
    }
    for key in ("score", "grade", "is_qualified"):
        fields[key] = {"kind": "score", "label": {"en": key}}
    assert len(kinds) == 37
    publish_changes(
        app,
        [
            ("entity", "prospect", {"kind": "entity", "label": {"en": "Prospect"}, "fields": fields}),
            ("rule", "prospect.qualification", {"kind": "rule", "entity": "prospect", "text": RULE}),
        ],
    )
    context = context_for(app)
    result = write_bulk(context=context, entity="prospect", request=BulkRequest(create=rows))
    assert (len(result.created), result.errors) == (9240, [])
    entity = context.schema.get_entity("prospect")
    score, grade, converted = (quote(entity.fields[key].column) for key in ("score", "grade", "converted"))
    found = fetch_all(app, f"SELECT {score}, {grade}, {converted} FROM {quote(entity.table)}")
    rates = {name: [int(row[2]) for row in found if row[1] == name] for name in ("A", "B", "C", "D")}
    told = {name: (len(listed), round(100 * sum(listed) / len(listed), 1)) for name, listed in rates.items()}
    auc = area([(int(points), int(won)) for points, _grade, won in found])
    assert told == EXPECTED
    assert round(auc, 3) == EXPECTED_AUC


def area(pairs: list[tuple[int, int]]) -> float:
    """The chance that a converted lead has more points than another; equal points count half."""
    won = [points for points, is_won in pairs if is_won]
    lost = [points for points, is_won in pairs if not is_won]
    counts: dict[int, int] = {}
    for points in lost:
        counts[points] = counts.get(points, 0) + 1
    better = sum(
        sum(n * (1.0 if points > other else 0.5 if points == other else 0.0) for other, n in counts.items())
        for points in won
    )
    return better / (len(won) * len(lost))


# leads and the share of converted ones in percent, by grade
EXPECTED = {"A": (1541, 86.6), "B": (1790, 68.2), "C": (2294, 32.8), "D": (3615, 7.0)}
EXPECTED_AUC = 0.874
