"""Fields that a step opens are filled in along with the decision, by whoever is asked."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Forbidden, Invalid
from odos.workflow.approvals import commands, operations, queries
from tests.workflow.approvals.test_operations import read
from tests.workflow.conftest import republish


@pytest.fixture
def opening(office):
    """Olga, who may not see quotes at all, is asked and has to fill in a field."""
    office.hire("olga")
    fields = {"contact_name": "required", "discount": "edit", "total": "hidden"}
    step = {"kind": "approval", "approvers": {"olga": {"kind": "user", "name": "olga"}}, "fields": fields}
    republish(office.workspace, nodes={"clerk": step}, after_approval="locked")
    return office


def approve(office, name, case, values, task=1):
    command = commands.Approve(office.id(name), task=task)
    operations.act(context=office.context(name), case_id=case, command=command, values=values)


def test_whoever_is_asked_fills_in_what_the_step_opens(opening, quote):
    """FLOW-01, FLOW-04: whatever their roles say; the decision and the values are one."""
    case = opening.submit("sally", quote)
    with pytest.raises(Invalid) as refusal:
        approve(opening, "olga", case, {"contact_name": ""})
    assert refusal.value.issues[0].path == ("values", "contact_name")
    assert read(opening, quote)["contact_name"] == "Ann"
    approve(opening, "olga", case, {"contact_name": "Dora", "discount": "1.00"})
    assert opening.case(case).status == "approved"
    found = read(opening, quote)
    assert (found["contact_name"], found["discount"]) == ("Dora", "1.00")
    assert found["updated_by"]["label"] == "Olga"


@pytest.mark.parametrize("values", [{"owner": "1"}, {"total": "1"}, {"status": "approved"}, {"nothing": 1}])
def test_nothing_else_comes_along(opening, quote, values):
    """FLOW-01, PLAT-36."""
    case = opening.submit("sally", quote)
    with pytest.raises(Invalid) as refusal:
        approve(opening, "olga", case, values)
    assert [(issue.code, issue.path) for issue in refusal.value.issues] == [
        ("not_opened", ("values", next(iter(values))))
    ]
    assert opening.case(case).status == "running"


def test_nor_from_somebody_else_or_with_another_decision(opening, quote):
    """PLAT-36."""
    case = opening.submit("sally", quote)
    with pytest.raises(Forbidden):
        approve(opening, "mona", case, {"discount": "1.00"})
    reject = commands.Reject(opening.id("olga"), task=1)
    with pytest.raises(Invalid):
        operations.act(
            context=opening.context("olga"), case_id=case, command=reject, values={"discount": "1.00"}
        )
    assert read(opening, quote)["discount"] == "5.00"


def test_a_value_that_does_not_fit_is_told_at_its_field(opening, quote):
    case = opening.submit("sally", quote)
    with pytest.raises(Invalid) as refusal:
        approve(opening, "olga", case, {"discount": "lots"})
    assert refusal.value.issues[0].path == ("values", "discount")


def test_of_a_change_it_becomes_part(opening, quote):
    """FLOW-05: the record itself stays as it was until all agree."""
    approve(opening, "olga", opening.submit("sally", quote), {})
    finance = {"kind": "approval", "order": 9, "approvers": {"fin": {"kind": "user", "name": "fin"}}}
    fields = {"contact_name": "edit"}
    olga = {"kind": "approval", "approvers": {"olga": {"kind": "user", "name": "olga"}}, "fields": fields}
    republish(
        opening.workspace, nodes={"clerk": {**olga, "order": 1}, "money": finance}, after_approval="locked"
    )
    case = opening.submit("sally", quote, proposed={"discount": "9.00"})
    approve(opening, "olga", case, {"contact_name": "Eve"})
    assert read(opening, quote)["contact_name"] == "Ann"
    stored = queries.get_case(context=opening.context("chief"), case_id=case)
    assert stored.row.proposed == {"discount": "9.00", "contact_name": "Eve"}
    opening.decide("fin", case)
    found = read(opening, quote)
    assert (found["contact_name"], found["discount"]) == ("Eve", "9.00")
