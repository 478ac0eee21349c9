"""Assignment rules, pools and recycling on real records, with a clock that is moved by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id
from odos.automation.assignment.models import PoolEvent
from odos.automation.assignment.recycling import RECYCLE
from odos.database.session import fetch_all
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from odos.kernel.workspaces import Workspace
from odos.records.actions import carry_out, carry_out_many, list_offers
from odos.records.context import Context
from odos.records.lists.queries import ListRequest, get_record, list_records
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import create_record, update_record
from odos.workflow.conversions.converting import convert
from odos.workflow.models import Delegation
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields

PUBLIC = "public"
SKILLS = {key: {"label": {"en": key}} for key in ("pumps", "valves")}
RECYCLED = """recycle customer "Idle"
  when touched_at < now - 15 days to pool "public" keep out previous_owner for 30 days
  warn owner 3 days before
  claim at most 2 per day, hold at most 3
"""
SELLER = labelled("seller", kind="role", key="seller", entities={
    "customer": {"see": {"scope": "own", "rule": "pool is not blank"}, "create": True, "edit": "own"},
})  # fmt: skip


@dataclass
class Sales:
    """People who sell, a public pool, and rules."""

    workspace: Workspace
    now: datetime = NOW
    people: dict[str, Principal] = field(default_factory=dict)

    def hire(self, name: str, **columns: Any) -> int:
        user_id = create_user(
            workspace=self.workspace, username=name, name=name.title(), roles=["seller"],
            actor=system_principal(self.workspace), now=NOW,
        )  # fmt: skip
        if columns:
            context = context_for(self.workspace)
            update_record(context=context, entity="user", record_id=user_id, values=columns)
        found = find_principal_by_id(workspace=self.workspace, user_id=user_id)
        assert found is not None
        self.people[name] = found
        return user_id

    def context(self, name: str | None = None, **attributes: Any) -> Context:
        actor = self.people[name] if name else None
        return replace(context_for(self.workspace, actor, **attributes), now=self.now)

    def pool(self, code: str, *members: str) -> str:
        ids = [str(self.people[name].user_id) for name in members]
        values = {"name": code.title(), "code": code, "members": ids}
        made: dict[str, Any] = orjson.loads(
            create_record(context=self.context(), entity="pool", values=values)
        )
        return str(made["id"])

    def rule(self, text: str, key: str) -> None:
        publish(self.workspace, [labelled(key, kind="rule", key=key, entity="customer", text=text)])

    def lead(self, by: str | None = None, source: str = "api", **values: Any) -> dict[str, Any]:
        values = {"name": "Lead", "touched_at": self.now.isoformat(), **values}
        made = create_record(context=self.context(by, source=source), entity="customer", values=values)
        return self.read(orjson.loads(made)["id"])

    def read(self, record_id: str, by: str | None = None) -> dict[str, Any]:
        context = self.context(by)
        entity = context.schema.get_entity("customer")
        return orjson.loads(get_record(context=context, entity=entity, record_id=int(record_id)))

    def owner(self, lead: dict[str, Any]) -> str | None:
        owner = self.read(lead["id"]).get("owner")
        return owner["label"] if owner else None

    def do(self, name: str, key: str, lead: dict[str, Any], **values: Any) -> Any:
        return carry_out(
            context=self.context(name), entity="customer", record_id=int(lead["id"]), key=key, values=values
        )

    def offers(self, name: str, lead: dict[str, Any]) -> dict[str, list[str]]:
        context = self.context(name)
        entity = context.schema.get_entity("customer")
        found = list_offers(context=context, entity=entity, record_id=int(lead["id"]))
        return {key: [issue.code for issue in offer.issues] for key, offer in found}

    def recycle(self) -> None:
        actor = system_principal(self.workspace)
        enqueue(workspace=self.workspace, kind=RECYCLE.key, args={}, actor=actor, now=self.now)
        work_once(workspace=self.workspace, clock=lambda: self.now, kinds={RECYCLE.key: RECYCLE})

    def told(self, name: str) -> list[str]:
        statement = (
            "SELECT title->>'en' FROM notification WHERE recipient = %s AND kind = 'assignment' ORDER BY id"
        )
        return [row[0] for row in fetch_all(self.workspace, statement, [self.people[name].user_id])]


@pytest.fixture
def sales(app) -> Sales:
    publish_fields(
        app,
        ("customer", "pool", {"kind": "reference", "target": "pool"}),
        ("customer", "line", {"kind": "text"}),
        ("customer", "touched_at", {"kind": "datetime"}),
        ("customer", "owner_since", {"kind": "datetime", "read_only": True}),
        ("customer", "area", {"kind": "reference", "target": "customer"}),
        ("user", "skills", {"kind": "options", "options": SKILLS}),
        ("user", "territories", {"kind": "references", "target": "customer"}),
    )
    publish(app, [SELLER])
    made = Sales(app)
    for name in ("anna", "bert", "cleo"):
        made.hire(name)
    return made


class TestRules:
    def test_the_first_clause_that_holds_says_who(self, sales):
        """LEAD-02, SALES-02: rules by values, people in turn, a pool for the rest."""
        sales.pool(PUBLIC)
        sales.pool("pumps", "bert", "cleo")
        sales.rule(
            'assign customer when line = "valves" to user "anna" when line = "pumps" to queue "pumps" round robin'
            ' otherwise to pool "public"',
            "assign",
        )
        assert sales.owner(sales.lead(line="valves")) == "Anna"
        assert [sales.owner(sales.lead(line="pumps")) for _ in range(3)] == ["Bert", "Cleo", "Bert"]
        left = sales.lead(line="other")
        assert sales.owner(left) is None
        assert left["pool"]["label"] == "Public"
        assert sales.told("anna") == ["\ue000 is yours now"]

    def test_many_at_once_are_shared_out_evenly(self, sales):
        """LEAD-02: one call, one statement for all conditions, turns kept."""
        sales.rule('assign customer otherwise to role "seller" round robin', "assign")
        rows = [{"name": f"L{number}"} for number in range(30)]
        write_bulk(context=sales.context(), entity="customer", request=BulkRequest(create=rows))
        table = sales.context().schema.get_entity("customer").table
        counts = fetch_all(sales.workspace, f'SELECT owner, count(*) FROM "{table}" GROUP BY owner')
        assert sorted(count for _, count in counts) == [10, 10, 10]

    def test_skills_territories_and_absence_narrow_the_choice(self, sales, make):
        """LEAD-02, SALES-08: territories are trees: who has the region has what lies in it."""
        north = sales.lead(source="ui", name="North")
        city = sales.lead(source="ui", name="City", parent=north["id"])
        sales.hire("dora", skills=["pumps"], territories=[north["id"]])
        sales.rule(
            'assign customer when area is not blank to role "seller" by load in territory area'
            ' when line is not blank to role "seller" round robin with skill line skip absent',
            "assign",
        )
        assert sales.owner(sales.lead(area=city["id"])) == "Dora"
        assert sales.owner(sales.lead(line="pumps")) == "Dora"
        dora = sales.people["dora"].user_id
        _go_away(sales, dora)
        absent = sales.lead(line="pumps")
        assert sales.owner(absent) not in {"Dora"}

    def test_what_somebody_enters_on_a_screen_or_gives_to_somebody_stays(self, sales):
        sales.rule('assign customer otherwise to user "anna"', "assign")
        assert sales.owner(sales.lead("bert", source="ui")) == "Bert"
        cleo, bert = (str(sales.people[name].user_id) for name in ("cleo", "bert"))
        assert sales.owner(sales.lead(owner=cleo)) == "Cleo"
        assert sales.owner(sales.lead("bert", owner=bert)) == "Bert"
        assert sales.owner(sales.lead("bert")) == "Anna"
        assert sales.owner(sales.lead(owner=None)) == "Anna"

    def test_what_is_put_into_a_pool_stays_there(self, sales):
        """LEAD-03: a new record that names its pool waits there, whatever the rules say."""
        pool = sales.pool(PUBLIC)
        sales.rule('assign customer otherwise to user "anna"', "assign")
        assert sales.owner(sales.lead(owner=None, pool=pool)) is None

    def test_the_way_in_of_one_record_says_nothing_of_the_next(self, sales):
        """LEAD-02: what is kept of an entity for all its records does not depend on where the first came from."""
        publish(sales.workspace, [
            labelled("hint", kind="entity", key="hint", owned=True, title_field="name", fields={"name": labelled("name", kind="text")}),
            labelled("hints", kind="rule", key="hints", entity="hint", text='assign hint otherwise to user "anna"'),
        ])  # fmt: skip
        made: dict[str, Any] = {}
        for source in ("ui", "api"):
            context = sales.context(source=source)
            made[source] = orjson.loads(
                create_record(context=context, entity="hint", values={"name": source})
            )
        assert made["api"]["owner"]["label"] == "Anna"

    def test_anybody_who_may_edit_it_can_have_it_assigned_again(self, sales):
        mine = sales.lead("bert", source="ui")
        sales.rule('assign customer otherwise to user "anna"', "assign")
        assert "assign" in sales.offers("bert", mine)
        sales.do("bert", "assign", mine)
        assert sales.owner(mine) == "Anna"
        entry = fetch_all(sales.workspace, "SELECT source, reason FROM audit_entry ORDER BY id DESC LIMIT 1")
        assert entry == [("rule", "assign")]

    def test_a_pool_that_is_not_there_refuses_the_record(self, sales):
        sales.rule('assign customer otherwise to pool "nowhere"', "assign")
        with pytest.raises(Invalid, match="nowhere"):
            sales.lead()


def _go_away(sales: Sales, user_id: int | None) -> None:
    Delegation.objects.create(
        user_id=user_id, stand_in_id=sales.people["anna"].user_id, starts_at=NOW - timedelta(days=1),
        ends_at=NOW + timedelta(days=9),
    )  # fmt: skip


class TestPool:
    @pytest.fixture
    def lead(self, sales) -> dict[str, Any]:
        sales.pool(PUBLIC)
        sales.rule('assign customer otherwise to pool "public"', "assign")
        sales.rule(RECYCLED, "recycle")
        return sales.lead()

    def test_a_claim_takes_it_out_of_the_pool(self, sales, lead):
        """LEAD-03: claim from the public pool."""
        assert sales.offers("anna", lead)["claim"] == []
        sales.do("anna", "claim", lead)
        assert sales.owner(lead) == "Anna"
        assert sales.read(lead["id"]).get("pool") is None
        with pytest.raises(NotFound):  # it is out of his sight now
            sales.do("bert", "claim", lead)

    def test_claims_are_limited_by_day_and_in_all(self, sales, lead):
        """LEAD-03: limits."""
        more = [lead, *(sales.lead() for _ in range(4))]
        for each in more[:2]:
            sales.do("anna", "claim", each)
        assert sales.offers("anna", more[2])["claim"] == ["too_many_claims"]
        with pytest.raises(Conflict):
            sales.do("anna", "claim", more[2])
        sales.now += timedelta(days=1)
        sales.do("anna", "claim", more[2])
        sales.now += timedelta(days=1)
        assert sales.offers("anna", more[3])["claim"] == ["too_many_held"]

    def test_several_are_claimed_at_once_as_far_as_the_limits_go(self, sales, lead):
        """LEAD-03: one call for what was picked in the list; each record says what came of it."""
        hers = sales.lead()
        sales.do("bert", "claim", hers)
        more = [lead, *(sales.lead() for _ in range(2))]
        told = carry_out_many(
            context=sales.context("anna"), entity="customer", key="claim", values={},
            record_ids=[int(each["id"]) for each in (*more, hers)],
        )  # fmt: skip
        codes = [refused and type(refused).__name__ for refused in told.values()]
        assert codes == [None, "NotFound", None, "Conflict"]  # hers is out of sight, the last above the limit
        assert [sales.owner(each) for each in more] == ["Anna", "Anna", None]
        assert PoolEvent.objects.filter(what="claimed").count() == 3

    def test_what_is_won_or_converted_is_not_given_back(self, sales, lead):
        """LEAD-03, CONV-01: neither by hand nor by a form, a bulk change or the rules; a lost one may be."""
        steps = labelled("steps", kind="pipeline", key="customer.steps", entity="customer", field="tier",
                         stages={"a": {"order": 10, "kind": "won"}, "b": {"order": 20, "kind": "lost"}})  # fmt: skip
        twin = labelled("twin", kind="conversion", key="twin", entity="customer", targets={
            "twin": {"target": "product", "fields": {"name": {"copy": "name"}}}})  # fmt: skip
        publish(sales.workspace, [steps, twin])
        won, lost, converted = sales.lead(tier="a"), sales.lead(tier="b"), sales.lead(tier="b")
        for name, each in (("anna", won), ("anna", lost), ("bert", converted)):
            sales.do(name, "claim", each)
        convert(context=sales.context(), entity="customer", record_id=int(converted["id"]), conversion="twin")
        for name, each in (("anna", won), ("bert", converted)):
            assert sales.offers(name, each)["release"] == ["finished_record"]
            with pytest.raises(Conflict) as refused:
                sales.do(name, "release", each)
            assert [issue.code for issue in refused.value.issues] == ["finished_record"]
            with pytest.raises(Conflict):
                carry_out(
                    context=sales.context(),
                    entity="customer",
                    record_id=int(each["id"]),
                    key="assign",
                    values={},
                )
            change = {"id": each["id"], "owner": None, "pool": lead["pool"]["id"]}
            result = write_bulk(
                context=sales.context(), entity="customer", request=BulkRequest(update=[change])
            )
            assert [issue.code for error in result.errors for issue in error.issues] == ["finished_record"]
            assert sales.owner(each) == name.title()
        sales.do("anna", "release", lost)
        assert sales.owner(lost) is None

    def test_only_members_claim_from_a_closed_pool(self, sales, lead):
        sales.pool("closed", "bert")
        sales.rule('assign customer otherwise to pool "closed"', "assign")
        kept = sales.lead()
        assert "claim" not in sales.offers("anna", kept)
        with pytest.raises(Forbidden):
            sales.do("anna", "claim", kept)
        sales.do("bert", "claim", kept)

    def test_it_is_given_back_by_hand_and_its_former_owner_is_kept_out(self, sales, lead):
        """LEAD-03: back by hand, with a reason; cooling-off."""
        sales.do("anna", "claim", lead)
        sales.do("anna", "release", lead, reason="No budget")
        assert sales.owner(lead) is None
        assert PoolEvent.objects.get(what="released").reason == "No budget"
        assert sales.offers("anna", lead)["claim"] == ["kept_out"]
        assert sales.offers("bert", lead)["claim"] == []
        sales.now += timedelta(days=31)
        assert sales.offers("anna", lead)["claim"] == []

    def test_idle_ones_go_back_by_rule_after_a_warning(self, sales, lead):
        """LEAD-03: recycle rules with a warning, told once."""
        sales.do("anna", "claim", lead)
        sales.now += timedelta(days=11)
        sales.recycle()
        assert sales.told("anna") == []
        sales.now += timedelta(days=2)
        sales.recycle()
        sales.recycle()
        assert sales.told("anna") == ["\ue000 goes back to the pool soon"]
        assert sales.owner(lead) == "Anna"
        sales.now += timedelta(days=3)
        sales.recycle()
        assert sales.owner(lead) is None
        assert sales.read(lead["id"])["pool"]["label"] == "Public"
        assert sales.told("anna")[-1] == "\ue000 went back to the pool"
        assert sales.offers("anna", lead)["claim"] == ["kept_out"]

    def test_whoever_claims_an_idle_one_has_time_to_work_on_it(self, sales, lead):
        """LEAD-03: rules read since when somebody has it; a claim that is followed by nothing ends as well."""
        patient = RECYCLED.replace("- 15 days", "- 15 days and owner_since < now - 5 days")
        sales.rule(patient, "recycle")
        sales.now += timedelta(days=30)
        sales.do("anna", "claim", lead)
        assert datetime.fromisoformat(sales.read(lead["id"])["owner_since"]) == sales.now
        sales.now += timedelta(days=4)
        sales.recycle()
        assert sales.owner(lead) == "Anna"
        sales.now += timedelta(days=2)
        sales.recycle()
        assert sales.owner(lead) is None
        assert sales.read(lead["id"])["owner_since"] is None

    def test_giving_it_back_by_editing_counts_as_well(self, sales, lead):
        """LEAD-03: cooling-off cannot be walked around by a form, a bulk change or an import."""
        sales.do("anna", "claim", lead)
        sales.lead("anna", source="ui")
        change = BulkRequest(update=[{"id": lead["id"], "owner": None, "pool": lead["pool"]["id"]}])
        write_bulk(context=sales.context(), entity="customer", request=change)
        assert sales.offers("anna", lead)["claim"] == ["kept_out"]
        assert sales.offers("bert", lead)["claim"] == []

    def test_hidden_fields_are_seen_by_whoever_claimed_it(self, sales, lead):
        """LEAD-03: hidden fields in the pool, in records, lists, filters and searches alike."""
        sales.rule(RECYCLED + "  hide code, notes", "recycle")
        kept = sales.lead(code="C-77", notes="Call the cousin")
        assert {"code", "notes"}.isdisjoint(sales.read(kept["id"], "anna"))
        assert sales.read(kept["id"])["code"] == "C-77"  # administrators see everything
        context = sales.context("anna")
        with pytest.raises(Invalid, match="code"):
            asked = ListRequest(filter='code = "C-77"')
            list_records(context=context, entity=context.schema.get_entity("customer"), request=asked)
        sales.do("anna", "claim", kept)
        assert sales.read(kept["id"], "anna")["notes"] == "Call the cousin"

    def test_only_fields_of_the_record_itself_can_be_hidden(self, sales):
        with pytest.raises(Invalid) as refused:
            sales.rule(RECYCLED + "  hide area.code", "recycle")
        assert [issue.code for issue in refused.value.issues] == ["rule_hide"]

    def test_records_in_an_end_stage_take_no_place(self, sales, lead):
        """LEAD-02, LEAD-03: capacity counts open records alone."""
        ended = labelled("steps", kind="pipeline", key="customer.steps", entity="customer", field="tier",
                         stages={"a": {"order": 10}, "b": {"order": 20, "kind": "lost"}})  # fmt: skip
        publish(sales.workspace, [ended])
        sales.rule(
            RECYCLED.replace("at most 2 per day, hold at most 3", "at most 9 per day, hold at most 1"),
            "recycle",
        )
        first, second = sales.lead(tier="a"), sales.lead(tier="a")
        sales.do("anna", "claim", first)
        assert sales.offers("anna", second)["claim"] == ["too_many_held"]
        update_record(
            context=sales.context(), entity="customer", record_id=int(first["id"]), values={"tier": "b"}
        )
        assert sales.offers("anna", second)["claim"] == []
        sales.rule('assign customer otherwise to role "seller" by load limit 1', "assign")
        sales.do("anna", "claim", second)
        assert sales.owner(sales.lead(tier="a")) in {"Bert", "Cleo"}
