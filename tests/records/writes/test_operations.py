"""Single records: create, update, delete, restore."""

from __future__ import annotations

import orjson
import pytest

from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound, Stale
from odos.kernel.texts import translate
from odos.records.history.trail import list_record_history
from odos.records.lists.queries import load_record
from odos.records.values.line_order import out_of_place
from odos.records.writes.operations import delete_record, restore_record, update_record


def issues_of(refusal) -> dict[str, str]:
    return {"/".join(map(str, issue.path)): issue.code for issue in refusal.value.issues}


def test_a_new_record_has_defaults_numbers_and_system_values(admin, make):
    made = make(admin, "customer", name="Acme", revenue="12.50")
    assert made["tier"] == "b"
    assert made["revenue"] == "12.50"
    assert made["version"] == 1
    assert made["created_at"].startswith("2026-03-02T09:30:00")


def test_every_finding_says_where(admin, make):
    with pytest.raises(Invalid) as refusal:
        make(admin, "customer", revenue="x", tier="c", nmae="Acme", parent="99")
    assert issues_of(refusal)["nmae"] == "unknown_field"
    assert {"revenue", "tier", "nmae", "name"} <= issues_of(refusal).keys()


def test_a_reference_to_nothing_is_refused(admin, make):
    with pytest.raises(Invalid) as refusal:
        make(admin, "customer", name="A", parent="999")
    assert issues_of(refusal) == {"parent": "reference_not_found"}


def test_update_merges_only_what_it_sends_and_raises_the_version(admin, make):
    made = make(admin, "customer", name="Acme", revenue="1")
    changed = orjson.loads(
        update_record(context=admin, entity="customer", record_id=int(made["id"]), values={"name": "Acme 2"})
    )
    assert (changed["name"], changed["revenue"], changed["version"]) == ("Acme 2", "1.00", 2)


def test_saving_the_same_again_changes_nothing(admin, make):
    made = make(admin, "customer", name="Acme")
    again = orjson.loads(
        update_record(context=admin, entity="customer", record_id=int(made["id"]), values={"name": "Acme"})
    )
    assert again["version"] == 1


def test_a_stale_version_is_refused_with_the_current_record(admin, make):
    made = make(admin, "customer", name="Acme")
    number = int(made["id"])
    update_record(context=admin, entity="customer", record_id=number, values={"name": "B"}, if_version=1)
    with pytest.raises(Stale) as refusal:
        update_record(context=admin, entity="customer", record_id=number, values={"name": "C"}, if_version=1)
    assert refusal.value.extra["current"]["name"] == "B"


def test_a_unique_value_is_free_again_in_the_bin(admin, make):
    made = make(admin, "customer", name="A", code="X1")
    with pytest.raises(Invalid) as refusal:
        make(admin, "customer", name="B", code="X1")
    assert issues_of(refusal) == {"code": "not_unique"}
    delete_record(context=admin, entity="customer", record_id=int(made["id"]))
    make(admin, "customer", name="B", code="X1")
    with pytest.raises(Conflict) as taken:
        restore_record(context=admin, entity="customer", record_id=int(made["id"]))
    assert issues_of(taken) == {"code": "restore_conflict"}
    label = translate(admin.schema.entities["customer"].find_field("code").label)
    assert label in str(taken.value.issues[0].message)


def test_a_tree_refuses_a_cycle(admin, make):
    top = make(admin, "customer", name="Top")
    below = make(admin, "customer", name="Below", parent=top["id"])
    with pytest.raises(Invalid) as refusal:
        update_record(
            context=admin, entity="customer", record_id=int(top["id"]), values={"parent": below["id"]}
        )
    assert issues_of(refusal) == {"parent": "cycle"}


def test_lines_are_saved_with_their_record_and_totals_follow(admin, make):
    """QUOTE-01: lines and totals."""
    quote = make(
        admin,
        "quote",
        lines=[
            {"text": "one", "quantity": "2", "price": "10"},
            {"text": "two", "quantity": "1", "price": "5.5"},
        ],
    )
    assert quote["number"] == "Q-2026-0001"
    assert [line["amount"] for line in quote["lines"]] == ["20.0000", "5.5000"]
    assert quote["total"] == "25.5000"
    assert quote["tax"] == "2.5500"
    first, second = quote["lines"]
    changed = orjson.loads(
        update_record(
            context=admin,
            entity="quote",
            record_id=int(quote["id"]),
            values={"lines": [{"id": first["id"], "quantity": "3"}, {"id": second["id"], "_delete": True}]},
        )
    )
    assert [line["text"] for line in changed["lines"]] == ["one"]
    assert (changed["total"], changed["version"]) == ("30.0000", 2)


def test_lines_stand_as_they_were_listed(admin, make):
    quote = make(admin, "quote", lines=[{"text": text, "quantity": "1"} for text in ("one", "two", "three")])
    one, two, three = (line["id"] for line in quote["lines"])
    listed = [{"id": three}, {"text": "new", "quantity": "1"}, {"id": one}, {"id": two}]
    changed = orjson.loads(
        update_record(context=admin, entity="quote", record_id=int(quote["id"]), values={"lines": listed})
    )
    assert [line["text"] for line in changed["lines"]] == ["three", "new", "one", "two"]
    assert changed["version"] == 2


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([1, 2, 3], []),
        ([3, 1, 2], [0]),
        ([2, 3, 1], [2]),
        ([4, 3, 2, 1], [0, 1, 2]),
    ],
)
def test_few_lines_move(places, moved):
    assert [index for index, is_moved in enumerate(out_of_place(places)) if is_moved] == moved


def test_a_finding_in_a_line_names_the_line(admin, make):
    with pytest.raises(Invalid) as refusal:
        make(admin, "quote", lines=[{"quantity": "1"}, {"quantity": "many"}])
    assert "lines/1/quantity" in issues_of(refusal)


def test_a_line_of_another_record_is_unknown(admin, make):
    one = make(admin, "quote", lines=[{"quantity": "1"}])
    other = make(admin, "quote", lines=[{"quantity": "1"}])
    with pytest.raises(Invalid) as refusal:
        update_record(
            context=admin,
            entity="quote",
            record_id=int(one["id"]),
            values={"lines": [{"id": other["lines"][0]["id"], "quantity": "9"}]},
        )
    assert issues_of(refusal) == {"lines/0/id": "line_not_found"}


def test_rollups_over_other_records_follow_in_both_parents(admin, make):
    first, second = make(admin, "customer", name="First"), make(admin, "customer", name="Second")
    quote = make(admin, "quote", customer=first["id"], lines=[{"quantity": "2", "price": "10"}])
    assert (
        load_record(context=admin, entity=admin.schema.entities["customer"], record_id=int(first["id"]))[
            "quoted"
        ]
        == "20.0000"
    )
    update_record(
        context=admin, entity="quote", record_id=int(quote["id"]), values={"customer": second["id"]}
    )
    customer = admin.schema.entities["customer"]
    sums = [
        load_record(context=admin, entity=customer, record_id=int(each["id"]))["quoted"]
        for each in (first, second)
    ]
    assert sums == ["0.0000", "20.0000"]


def test_deletion_is_refused_while_others_refer(admin, make):
    customer = make(admin, "customer", name="A")
    make(admin, "quote", customer=customer["id"])
    with pytest.raises(Conflict) as refusal:
        delete_record(context=admin, entity="customer", record_id=int(customer["id"]))
    assert issues_of(refusal) == {"quote/customer": "still_used"}


def test_one_deletion_takes_along_and_brings_back_together(admin, make):
    customer = make(admin, "customer", name="A")
    quote = make(admin, "quote", backup_customer=customer["id"], lines=[{"quantity": "1", "price": "2"}])
    delete_record(context=admin, entity="quote", record_id=int(quote["id"]))
    back = orjson.loads(restore_record(context=admin, entity="quote", record_id=int(quote["id"])))
    assert len(back["lines"]) == 1
    assert back["total"] == "2.0000"
    delete_record(context=admin, entity="customer", record_id=int(customer["id"]))
    entity = admin.schema.entities["quote"]
    cleared = load_record(context=admin, entity=entity, record_id=int(quote["id"]))
    assert cleared["backup_customer"] is None
    restore_record(context=admin, entity="customer", record_id=int(customer["id"]))
    again = load_record(context=admin, entity=entity, record_id=int(quote["id"]))
    assert again["backup_customer"]["id"] == customer["id"]


def test_links_to_many_are_written_and_read(admin, make):
    one, two = make(admin, "product", name="One"), make(admin, "product", name="Two")
    quote = make(admin, "quote", products=[two["id"], one["id"]])
    assert [link["label"] for link in quote["products"]] == ["One", "Two"]
    changed = orjson.loads(
        update_record(
            context=admin, entity="quote", record_id=int(quote["id"]), values={"products": [one["id"]]}
        )
    )
    assert [link["label"] for link in changed["products"]] == ["One"]


def test_a_seller_sees_their_own_only(admin, seller, make):
    mine = make(seller, "customer", name="Mine")
    theirs = make(admin, "customer", name="Theirs")
    entity = seller.schema.entities["customer"]
    assert load_record(context=seller, entity=entity, record_id=int(mine["id"]))["name"] == "Mine"
    with pytest.raises(NotFound):
        load_record(context=seller, entity=entity, record_id=int(theirs["id"]))
    with pytest.raises(NotFound):
        update_record(context=seller, entity="customer", record_id=int(theirs["id"]), values={"name": "x"})
    with pytest.raises(Invalid):
        make(seller, "quote", customer=theirs["id"])


def test_masked_fields_are_absent_and_cannot_be_written(seller, make):
    mine = make(seller, "customer", name="Mine")
    assert "revenue" not in mine
    with pytest.raises(Invalid) as refusal:
        update_record(
            context=seller, entity="customer", record_id=int(mine["id"]), values={"revenue": "1", "tier": "a"}
        )
    assert issues_of(refusal) == {"revenue": "unknown_field", "tier": "read_only"}


def test_nobody_creates_what_their_role_does_not_allow(seller, make):
    with pytest.raises(Forbidden):
        make(seller, "product", name="P")


def test_a_record_given_to_somebody_else_is_saved_though_out_of_sight(admin, seller, new_user, make):
    other = new_user("otto", "seller")
    made = make(seller, "customer", name="Gift", owner=str(other.user_id))
    assert made.keys() == {"id"}
    entity = admin.schema.entities["customer"]
    given = load_record(context=admin, entity=entity, record_id=int(made["id"]))
    assert given["owner"]["id"] == str(other.user_id)


@pytest.mark.parametrize("name", ["a\\u0000b", "\\\\u0000", "C:\\u0000\\"])
def test_what_only_looks_like_an_escape_is_kept_as_it_was_typed(admin, make, name):
    """The trail's JSON writes a backslash twice; its text is none of ours to change."""
    made = make(admin, "customer", name=name)
    entity = admin.schema.get_entity("customer")
    [entry], _next = list_record_history(context=admin, entity=entity, record_id=int(made["id"]))
    assert [change["to"] for change in entry["changes"] if change["field"] == "name"] == [name]
