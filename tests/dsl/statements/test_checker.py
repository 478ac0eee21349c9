"""Statements checked: every fault at its place, names by identity, clauses that contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

from odos.dsl.context import Context
from odos.dsl.statements.change_checker import check_statement, format_statement, read_statement
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.scopes import POINTS, Application
from odos.dsl.to_python import compile_python
from odos.kernel.problems import Invalid
from odos.schema.model import Schema
from tests.dsl import world
from tests.dsl.statement_trees import statements

APPLICATION = Application(
    world.SCHEMA,
    world.type_of,
    writable=lambda item: not item.system and item.kind != "children",
    names={
        "role": {"sales": "sales", "Sales manager": "manager", "boss": "manager"},
        "channel": {"inbox": "inbox"},
    },
)


def issues(source, application=APPLICATION):
    return check_statement(parse_statement(source), application).issues


GOOD = [
    'score deal +10 when stage = "won" +quantity * 2 limit 10 grade A from 5, B otherwise into name'
    " qualified when score >= 5 and urgent into paid".replace(" +q", "\n+q").replace(" +10", "\n+10"),
    'validate deal when is_new or old.stage = "new" require due_on > start_on message "x" at due_on, account.name',
    (
        "remind on deal when count(lines) = 0 after 3 working days since seen_at every day"
        ' notify owner, role "boss", managers of owner, head of owner.manager by inbox'
    ),
    "remind on deal 30 days before due_on notify account.parent.deals.owner",
    'assign deal when stage = "won" to owner.manager limit 20 with skill stage otherwise to pool "x"',
    'recycle deal when owner is not blank to pool "x" hide name',
    (
        'on deal when changed(stage) and ISCHANGED(account) set account.name = name & "!", stage = "lost", owner = user'
        ' create line with deal = id, amount = price, gift = true, sent_on = "2026-01-31"'
        " update lines where gift set amount = amount * 2, title = deal.name"
        ' wait until paid wait until seen_at send mail to "ann@example.com", owner using "t" call webhook "x" with a = amount'
    ),
    'post deal when paid into ledger "x" for each lines where not gift: -amount at deal.account, title on sent_on',
    (
        'decide route on deal first match amount stage (count(lines)) -> who, days\n<= 5 "won" 1..3 role "sales" [1, 2]'
        '\n- ["new", "lost"] - owner 3\notherwise null 1'
    ),
]


@pytest.mark.parametrize("source", GOOD)
def test_what_makes_sense_has_no_findings(source):
    checked = check_statement(parse_statement(source), APPLICATION)
    assert [str(issue.message) for issue in checked.issues] == []
    text = format_statement(checked, APPLICATION)
    again = check_statement(parse_statement(text), APPLICATION)
    assert not again.issues
    assert format_statement(again, APPLICATION) == text


@pytest.mark.parametrize(
    ("source", "code", "place", "says"),
    [
        ("score del\n+1", "unknown_entity", "1:7", "deal"),
        ("score deal", "rule_empty", "1:1", "+10"),
        ("score deal\n+1 when amont > 1", "unknown_field", "2:9", "amount"),
        ("score deal\n+name", "rule_type", "2:2", "number"),
        ("score deal into stage\n+1", "rule_type", "1:17", "number"),
        ("score deal into account.credit_limit\n+1", "rule_target", "1:17", "itself"),
        ("score deal into lines\n+1", "rule_target", "1:17", "lines"),
        ("score deal\n+1\ngrade A from 70, B from 70", "rule_bands", "3:18", "empty"),
        ("score deal\n+1\ngrade A from amount", "rule_bands", "3:7", "number"),
        ("score deal\n+1\ngrade A from 70, A from 7", "rule_duplicate", "3:1", "twice"),
        ('score deal\n+1 when stage = "wn"', "rule_option", "2:17", "won"),
        ("score deal\n+1 when score > 1", "unknown_field", "2:9", "score"),
        ("score deal into amount\n+1 when amount > 1", "cycle", "2:9", "itself"),
        ("score deal into amount\n+1\nqualified when amount > 1", "cycle", "3:16", "sum"),
        ("validate deal", "rule_empty", "1:1", "require"),
        ("validate deal require amount", "rule_type", "1:23", "true or false"),
        ("validate deal require count(old.lines) = 1", "rule_old", "1:29", "related"),
        ("validate deal require old is not blank", "rule_old", "1:23", "related"),
        ("validate deal require changed(duee_on)", "unknown_field", "1:31", "due_on"),
        ("validate deal require urgent at duee_on", "unknown_field", "1:33", "due_on"),
        ("remind on deal when urgent", "rule_empty", "1:1", "notify"),
        ("remind on deal notify account", "rule_person", "1:23", "nobody"),
        ('remind on deal notify role "bos"', "rule_name", "1:23", "boss"),
        ("remind on deal notify owner by inboxx", "rule_name", "1:16", "inbox"),
        ("remind on deal after 3 days since amount notify owner", "rule_type", "1:35", "date"),
        ("remind on deal 4 hours before due_on notify owner", "rule_duration", "1:16", "hours"),
        ("remind on deal every 0 days notify owner", "rule_duration", "1:22", "never"),
        ("remind on deal after 999999 days since at notify owner", "rule_duration", "1:22", "thousand"),
        ("assign deal otherwise to owner when urgent to owner", "rule_unreachable", "1:32", "never"),
        ("assign deal when urgent to owner when urgent to user", "rule_unreachable", "1:34", "never"),
        ("assign deal when urgent to name", "rule_person", "1:28", "nobody"),
        ("on deal set name = 1", "rule_type", "1:20", "TEXT"),
        ("on deal set name = 'a', name = 'b'", "rule_duplicate", "1:25", "second"),
        ("on deal set id = 1", "rule_target", "1:13", "id"),
        ("on deal set lines.amount = 1", "rule_target", "1:13", "amount"),
        ("on deal set user.name = 'x'", "rule_target", "1:13", "name"),
        ("on deal set old.name = 'x'", "rule_target", "1:13", "name"),
        ("on deal create lin with amount = 1", "unknown_entity", "1:16", "line"),
        ("on deal create line with amont = 1", "unknown_field", "1:26", "amount"),
        ("on deal create line with title = amount", "rule_type", "1:34", "TEXT"),
        ("on deal update account set name = 'x'", "rule_collection", "1:16", "related"),
        ("on deal wait until amount", "rule_type", "1:20", "true or false"),
        ("on deal call webhook 'x' with a = 1, a = 2", "rule_duplicate", "1:38", "twice"),
        ("every day on deal when old.name = 'x' set name = 'y'", "unknown_field", "1:24", "old"),
        ("post deal into ledger 'x'", "rule_empty", "1:1", "for each"),
        ("post deal into ledger 'x' for each account: 1 at name", "rule_collection", "1:36", "related"),
        ("post deal into ledger 'x' for each lines: title at title", "rule_type", "1:43", "number"),
        ("decide d on deal first match amount -> x", "rule_empty", "1:1", "rows"),
        ("decide d on deal first match stage -> x\n'wn' 1", "rule_option", "2:1", "won"),
        ("decide d on deal first match amount -> x\n'a' 1", "rule_type", "2:1", "number"),
        ("decide d on deal first match amount -> x\n5..1 1", "rule_bands", "2:1", "empty"),
        ("decide d on deal first match amount -> x\n<= 9 1\n1..9 2", "rule_unreachable", "3:1", "never"),
        ("decide d on deal first match amount -> x\n- 1\notherwise 2", "rule_unreachable", "3:1", "never"),
        ("decide d on deal collect amount -> x\notherwise 1\n> 5 2", "rule_unreachable", "3:1", "never"),
        (
            "decide d on deal first match stage -> x\n['won', 'new'] 1\n'new' 2",
            "rule_unreachable",
            "3:1",
            "never",
        ),
        ("decide d on deal collect amount -> x, x\n1 1 2", "rule_duplicate", "1:1", "twice"),
    ],
)
def test_every_fault_is_found_at_its_place(source, code, place, says):
    found = issues(source)
    assert [(issue.code, issue.path) for issue in found] == [(code, (place,))]
    whole = found[0].message.render() + " " + (found[0].hint.render() if found[0].hint else "")
    assert says in whole
    assert found[0].message.render("zh-hans").startswith("第 ")


def test_idle_clauses_are_warnings_only():
    read_statement("assign deal otherwise to owner when urgent to owner", APPLICATION)
    with pytest.raises(Invalid):
        read_statement("assign deal otherwise to account", APPLICATION)


def test_all_faults_are_found_at_once_in_the_order_of_the_text():
    found = issues("score deal when nme = 1\n+1 when amont > 1\n+x\ngrade A from 1, B from 2")
    assert [issue.path[0].split(":")[0] for issue in found] == ["1", "2", "3", "4"]


def test_rows_that_overlap_and_can_be_reached_are_fine():
    table = "decide d on deal first match amount stage -> x\n<= 5 - 1\n3..9 - 2\n> 5 'won' 3\n<> 7 - 4\n- - 5"
    assert issues(table) == ()


def test_a_renamed_field_changes_the_text_and_nothing_else():
    checked = check_statement(parse_statement(GOOD[1]), APPLICATION)
    deal = world.SCHEMA.entities["deal"]
    fields = {
        {"due_on": "ends_on", "stage": "phase"}.get(key, key): item for key, item in deal.fields.items()
    }
    renamed = {key: replace(item, key=key, aliases=(item.key,)) for key, item in fields.items()}
    opportunity = replace(deal, key="opportunity", fields=renamed, aliases=("deal",))
    entities = {**world.SCHEMA.entities, "opportunity": opportunity}
    del entities["deal"]
    later = replace(APPLICATION, schema=Schema(2, entities))
    again = check_statement(checked.statement, later)
    assert not again.issues
    text = format_statement(again, later)
    assert text.startswith(
        'validate opportunity\n  when is_new or old.phase = "new"\n  require ends_on > start_on'
    )
    assert check_statement(parse_statement(text), later).statement == again.statement


def test_hidden_fields_and_entities_are_unknown():
    eyes = replace(
        APPLICATION,
        hidden=lambda item: item.key == "amount",
        visible=lambda entity: entity.key != "line",
    )
    assert [issue.code for issue in issues("score deal\n+amount", eyes)] == ["unknown_field"]
    assert [issue.code for issue in issues("on deal create line with gift = true", eyes)] == [
        "unknown_entity"
    ]
    assert "line" not in str(issues("on deal create linee with gift = true", eyes)[0].hint)


def test_parts_run_as_closures():
    """LEAD-04: each clause of a score is an expression of its own; `score` is handed in."""
    checked = read_statement(GOOD[0], APPLICATION)
    surroundings = Context(1, datetime(2026, 1, 1, tzinfo=UTC), "UTC")
    score = checked.statement
    holds = compile_python(checked.expression(score.clauses[0].when))
    assert holds({"deal-id.stage": "won"}, surroundings) is True
    points = compile_python(checked.expression(score.clauses[1].points))
    assert points({"deal-id.quantity": Decimal(3)}, surroundings) == 6
    qualified = compile_python(checked.expression(score.qualified.condition))
    assert qualified({POINTS: Decimal(7), "deal-id.urgent": True}, surroundings) is True
    assert checked.written == {"deal-id.name", "deal-id.paid"}
    assert checked.entity_ids == {world.DEAL}


@settings(max_examples=60, deadline=None)
@given(statements())
def test_any_statement_is_checked_without_a_crash(statement):
    lines = [issue.path for issue in check_statement(statement, APPLICATION).issues]
    assert all(len(path) == 1 for path in lines)
    known = replace(statement, entity=replace(statement.entity, name="deal"))
    check_statement(known, APPLICATION)
