"""Rules as documents: checked before they are published, held by identity, named when something they read goes."""

from __future__ import annotations

import pytest

from odos.dsl.statements.tree import Remind, Score, Validate
from odos.kernel.problems import Invalid
from odos.kernel.workspaces import MAIN
from odos.meta.changes import read_changes
from odos.meta.operations import plan
from odos.meta.queries import get_component
from odos.packages.installing import install_package
from odos.records.rules.statements import statements_of
from odos.storage.active import active_schema
from tests.meta.designs import NOW, ROOT, delete, publish, put, rename, site_visit

VISIT, CALL = "rule_visit", "rule_call"


@pytest.fixture(autouse=True)
def _people(workspace):
    install_package(workspace=workspace, key="platform", actor=ROOT, now=NOW)


def _entities(suffix):
    visit, call = f"{VISIT}_{suffix}", f"{CALL}_{suffix}"
    publish(
        put(
            "entity",
            visit,
            site_visit(
                budget={"kind": "decimal", "digits": 12, "scale": 2},
                due_on={"kind": "date"},
                partner={"kind": "user"},
                rank={"kind": "text"},
            )
            | {"plural": {"en": f"Visits {suffix}"}},
        ),
        put(
            "entity",
            call,
            site_visit(visit={"kind": "reference", "target": visit}, minutes={"kind": "integer"})
            | {"plural": {"en": f"Calls {suffix}"}},
        ),
    )
    return visit, call


def _rule(entity, text, **more):
    return {"entity": entity, "text": text, **more}


def _entity(key):
    return active_schema(MAIN).get_entity(key)


def test_a_rule_is_compiled_onto_its_entity_and_checked_once(workspace):
    """LEAD-04: rules are metadata; in their order, inactive ones left out."""
    visit, _ = _entities("a")
    score = f'score {visit} "Worth"\n+10 when budget > 5 because "Big"\ngrade A from 5 into rank'
    publish(
        put("rule", "worth", _rule(visit, score, label={"en": "Worth"}, order=20)),
        put("rule", "first", _rule(visit, f"validate {visit}\nrequire budget > 0", order=10)),
        put("rule", "asleep", _rule(visit, f"validate {visit}\nrequire budget > 9", active=False)),
    )
    schema, entity = active_schema(MAIN), _entity(visit)
    assert [rule["key"] for rule in entity.rules] == ["first", "worth", "asleep"]
    (found,) = statements_of(schema, entity, Score)
    assert found.key == "worth"
    assert found.label == {"en": "Worth"}
    assert found.statement.clauses[0].because.plain == "Big"
    assert found.checked.written == {entity.fields["rank"].id}
    assert [rule.key for rule in statements_of(schema, entity, Validate)] == ["first"]
    assert statements_of(schema, entity, Score)[0] is found


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("validate {visit}\nrequire buget > 0", "2:9", "budget"),
        ("validate {visit}\nrequire budget", "2:9", "true or false"),
        ("validate {visit}\nrequires", "2:1", "require"),
        ("validate {visit}x\nrequire budget > 0", "1:10", "rule_visit_b"),
        ("validate {call}\nrequire minutes > 0", "1:10", "rule_visit_b"),
        ("budget > 0", "1:1", "score"),
        ('remind on {visit} notify role "nobody"', "1:", "nobody"),
        ("score {visit}\n+1\ngrade A from 1, B from 2", "3:17", "empty"),
        ("", "", "character"),
    ],
)
def test_faults_stand_at_line_and_column(workspace, text, place, says):
    visit, call = _entities("b")
    with pytest.raises(Invalid) as refusal:
        publish(put("rule", "bad", _rule(visit, text.format(visit=visit, call=call))))
    (issue,) = refusal.value.issues
    assert "/".join(map(str, issue.path)).startswith(f"rule/bad/text/{place}".rstrip("/"))
    assert says in issue.message.render() + " " + (issue.hint.render() if issue.hint else "")


def test_a_warning_stops_nobody(workspace):
    visit, _ = _entities("c")
    text = f"assign {visit} otherwise to partner when budget > 1 to partner"
    made = plan(
        workspace=workspace, actor=ROOT, now=NOW,
        changes=read_changes([{"op": "put", "kind": "rule", "key": "idle", "document": _rule(visit, text)}]),
    )  # fmt: skip
    (issue,) = made.issues
    assert (issue.severity, issue.code) == ("warning", "rule_unreachable")
    publish(put("rule", "idle", _rule(visit, text)))


def test_renames_change_the_printed_text_of_every_rule_and_break_none(workspace):
    """PLAT-02: entities, fields and roles by identity."""
    visit, call = _entities("d")
    text = (
        f'# why\nremind "Due" on {visit}\n  when BUDGET > 1 and count(calls_d where minutes > 5) = 0\n'
        '  after 2 days since due_on  notify partner, role "rule_role"'
    )
    act = f"on {call} when changed(minutes) and PRIORVALUE(minutes) > 1 create {visit} with budget = minutes, name = visit.name"
    publish(
        put("role", "rule_role", {}),
        put("rule", "due", _rule(visit, text)),
        put("rule", "act", _rule(call, act)),
    )
    publish(
        rename("field", f"{visit}.budget", "cost"),
        rename("field", f"{call}.minutes", "length"),
        rename("field", f"{call}.visit", "stay"),
        rename("entity", visit, "rule_stay_d"),
        rename("role", "rule_role", "rule_roll"),
    )
    (due,) = _entity("rule_stay_d").rules
    assert due["text"] == (
        '# why\nremind "Due" on rule_stay_d\n  when cost > 1 and count(calls_d where length > 5) = 0\n'
        '  after 2 days since due_on  notify partner, role "rule_roll"'
    )
    assert due["entity"] == "rule_stay_d"
    (acting,) = _entity(call).rules
    assert acting["text"] == (
        f"on {call} when changed(length) and PRIORVALUE(length) > 1 create rule_stay_d with cost = length, name = stay.name"
    )
    schema = active_schema(MAIN)
    (found,) = statements_of(schema, _entity("rule_stay_d"), Remind)
    assert found.statement.notices[0].to[1].name == "rule_roll"
    assert get_component(workspace, "rule", "due")["document"]["text"] == due["text"]


def test_collections_are_found_by_what_they_were_called(workspace):
    """PLAT-02: the plural of an entity, or the field that refers to us, gets another name."""
    visit, call = _entities("h")
    both = f"validate {visit} require count(calls_h) > count(calls_h_by_visit where minutes > 1)"
    publish(
        put("rule", "both", _rule(visit, both)),
        put("field", f"{visit}.calls", {"kind": "formula", "expression": "count(calls_h)"}),
    )
    publish(put("entity", call, {"plural": {"en": "Phone calls"}}), rename("field", f"{call}.visit", "stay"))
    (rule,) = _entity(visit).rules
    assert rule["text"] == (
        f"validate {visit} require count(phone_calls) > count(phone_calls_by_stay where minutes > 1)"
    )
    shown = get_component(workspace, "field", f"{visit}.calls")["document"]
    assert shown["expression"] == "count(phone_calls)"
    publish(put("entity", call, {"plural": {"en": "Calls h"}}))
    (rule,) = _entity(visit).rules
    assert "count(calls_h) > count(calls_h_by_stay" in rule["text"]
    assert _entity(call).former_plurals == ("phone_calls",)


def test_a_role_that_a_rule_names_cannot_just_be_deleted(workspace):
    visit, _ = _entities("i")
    publish(
        put("role", "rule_boss", {"label": {"en": "Boss"}}),
        put("rule", "tell", _rule(visit, f'remind on {visit} notify role "rule_boss"')),
    )
    with pytest.raises(Invalid) as refusal:
        publish(put("rule", "tell", _rule(visit, f'remind on {visit} notify role "Boss"')))
    assert "rule_boss" in refusal.value.issues[0].hint.render()
    with pytest.raises(Invalid) as refusal:
        publish(delete("role", "rule_boss"))
    assert refusal.value.issues[0].path[:3] == ("rule", "tell", "text")


def test_a_field_that_a_rule_reads_cannot_just_be_deleted(workspace):
    visit, call = _entities("e")
    publish(
        put("rule", "near", _rule(visit, f"validate {visit}\nrequire count(calls_e where minutes > 1) > 0")),
        put("rule", "far", _rule(call, f"on {call} set visit.budget = minutes")),
    )
    for field, names in ((f"{call}.minutes", {"near", "far"}), (f"{visit}.budget", {"far"})):
        with pytest.raises(Invalid) as refusal:
            publish(delete("field", field), confirm=True)
        assert {issue.path[:2] for issue in refusal.value.issues} == {("rule", name) for name in names}
    made = plan(
        workspace=workspace, actor=ROOT, now=NOW,
        changes=read_changes([{"op": "delete", "kind": "field", "key": f"{visit}.budget"}]),
    )  # fmt: skip
    (broken,) = made.impact.as_json("en")["rules"]
    assert broken["path"] == "rule/far/text/1:26"


def test_rules_go_with_their_entity_and_stay_with_others(workspace):
    visit, call = _entities("f")
    publish(
        put("rule", "gone", _rule(call, f"validate {call}\nrequire minutes > 0")),
        put("rule", "kept", _rule(visit, f"validate {visit}\nrequire budget > 0")),
    )
    publish(delete("entity", call), confirm=True)
    assert [rule["key"] for rule in _entity(visit).rules] == ["kept"]
    with pytest.raises(Invalid) as refusal:
        publish(put("rule", "lost", _rule(call, f"validate {call}\nrequire minutes > 0")))
    assert refusal.value.issues[0].code == "unknown_entity"


def test_what_was_checked_goes_with_its_version(workspace):
    visit, _ = _entities("g")
    publish(put("rule", "one", _rule(visit, f"validate {visit}\nrequire budget > 0")))
    before = statements_of(active_schema(MAIN), _entity(visit), Validate)
    publish(put("rule", "one", _rule(visit, f"validate {visit}\nrequire budget > 1")))
    after = statements_of(active_schema(MAIN), _entity(visit), Validate)
    assert before[0].text != after[0].text


def test_conditions_of_an_approval_show_present_names(workspace):
    visit, _ = _entities("j")
    document = {
        "entity": visit,
        "label": {"en": "Budget"},
        "when": "budget > 100",
        "nodes": {
            "split": {
                "kind": "fork",
                "branches": {
                    "high": {
                        "when": "budget > 500",
                        "nodes": {"boss": {"kind": "approval", "approvers": {"boss": {"kind": "manager"}}}},
                    }
                },
            }
        },
    }
    publish(put("workflow", "rule_budget", document))
    publish(rename("field", f"{visit}.budget", "cost"))
    shown = get_component(workspace, "workflow", "rule_budget")["document"]
    assert shown["when"] == "cost > 100"
    assert shown["nodes"]["split"]["branches"]["high"]["when"] == "cost > 500"
