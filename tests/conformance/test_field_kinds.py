"""One suite over every field kind, on a real PostgreSQL: what a kind says in Python and in SQL agrees."""

from __future__ import annotations

import contextlib
import inspect
import random
from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from odos.fields.kind import FieldKind
from odos.fields.registry import BUILT_IN_KINDS, FIELD_KINDS, get_kind
from odos.kernel.problems import Invalid
from tests.conformance.field_samples import ACCOUNT, CONTEXT, LINE, LINE_PARENT, SAMPLES, field
from tests.conformance.field_tables import FieldTable

KINDS = [kind.key for kind in BUILT_IN_KINDS]
STORED = [key for key in KINDS if get_kind(key).storage == "columns"]
SORTED = [key for key in KINDS if SAMPLES[key].order]
REFUSALS = [
    pytest.param(key, value, code, id=f"{key}-{index}")
    for key in KINDS
    for index, (value, code) in enumerate(SAMPLES[key].bad)
]


def parse(key: str, value: object) -> tuple[object, ...]:
    return get_kind(key).parse(SAMPLES[key].field, value, CONTEXT)


def only_known(sent: object, told: object) -> object:
    """A column knows the id of a record only; the rest of its JSON comes from elsewhere."""
    return told if isinstance(sent, dict) and told == {"id": sent.get("id")} else sent


def test_every_kind_has_samples():
    assert set(SAMPLES) == set(FIELD_KINDS) == set(KINDS)


def test_the_contract_has_at_most_eight_methods():
    names = [
        name for name, _ in inspect.getmembers(FieldKind, inspect.isfunction) if not name.startswith("_")
    ]
    assert len(names) <= 8


@pytest.mark.parametrize("key", KINDS)
def test_options_are_described(key: str):
    schema = get_kind(key).options_schema
    Draft202012Validator.check_schema(schema)
    for name, option in schema["properties"].items():
        assert option.get("description"), f"{key}.{name} has no description"


@pytest.mark.parametrize("key", KINDS)
def test_samples_fit_the_schema_of_options(key: str):
    sample = SAMPLES[key]
    named = {
        "target": "account",
        "parent_field": "sample",
        "expression": "1",
        "path": "account.name",
        "over": "lines",
        "function": "count",
    }
    schema = get_kind(key).options_schema
    required = {name: named[name] for name in schema.get("required", ()) if name in named}
    if key not in {"option", "options"}:  # whose samples have a key that no document may have
        Draft202012Validator(schema).validate({**required, **sample.field.options})


@pytest.mark.parametrize("key", STORED)
def test_parse_gives_a_value_for_each_column(key: str):
    kind, item = get_kind(key), SAMPLES[key].field
    for value in (None, "", *(sent for sent, _ in SAMPLES[key].good)):
        assert len(kind.parse(item, value, CONTEXT)) == len(kind.columns(item)) > 0


@pytest.mark.parametrize("key", STORED)
def test_what_is_sent_comes_back(key: str, workspace):
    table = FieldTable(SAMPLES[key].field)
    for sent, expected in SAMPLES[key].good:
        parsed = parse(key, sent)
        identity = table.insert(parsed)
        assert table.read_json(identity) == expected
        for values in (parsed, table.read(identity)):
            told = table.kind.to_json(table.field, values)
            assert only_known(expected, told) == told


@pytest.mark.parametrize("key", STORED)
def test_what_comes_back_can_be_sent_again(key: str, workspace):
    table = FieldTable(SAMPLES[key].field)
    for sent, _ in SAMPLES[key].good:
        parsed = parse(key, sent)
        answer = table.read_json(table.insert(parsed))
        if key != "rollup":  # nobody sends it
            assert table.kind.to_json(table.field, parse(key, answer)) == table.kind.to_json(
                table.field, parsed
            )


@pytest.mark.parametrize("key", STORED)
@pytest.mark.parametrize("blank", [None, ""], ids=["null", "empty"])
def test_blanks(key: str, blank: object, workspace):
    table = FieldTable(SAMPLES[key].field)
    parsed = parse(key, blank)
    assert set(parsed) == {None}
    identity = table.insert(parsed)
    nothing: object = [] if key == "options" else None
    assert table.read_json(identity) == table.kind.to_json(table.field, parsed) == nothing
    assert table.read_rule(identity) is None
    assert table.kind.search_text(table.field, parsed) == ""


@pytest.mark.parametrize(("key", "value", "code"), REFUSALS)
def test_a_refusal_says_what_to_do_in_both_languages(key: str, value: object, code: str):
    with pytest.raises(Invalid) as refusal:
        parse(key, value)
    (issue,) = refusal.value.issues
    assert (issue.code, issue.path) == (code, ())
    assert issue.hint
    for sentence in (issue.message, issue.hint):
        english, chinese = sentence.render("en"), sentence.render("zh-hans")
        assert english != chinese
        assert 0 < len(english) < 600
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
        assert "\ud800" not in english + chinese


@pytest.mark.parametrize("key", SORTED)
def test_lists_sort_with_blanks_last(key: str, workspace):
    table = FieldTable(SAMPLES[key].field)
    order = [*SAMPLES[key].order, None]
    places = list(range(len(order)))
    random.Random(7).shuffle(places)
    ids = {place: table.insert(parse(key, order[place])) for place in places}
    if key == "money":
        table.execute("UPDATE e_sample SET f_value_b = f_value")
    assert table.sorted_ids() == [ids[place] for place in range(len(order))]


@pytest.mark.parametrize(
    "key", [key for key in KINDS if key not in SORTED and get_kind(key).storage == "columns"]
)
def test_what_has_no_order_says_so(key: str, workspace):
    table = FieldTable(SAMPLES[key].field)
    assert key == "money" or table.kind.sort_sql(table.field, table.source()) is None


@pytest.mark.parametrize("key", [key for key in STORED if SAMPLES[key].rule is not None])
def test_rules_read_the_value(key: str, workspace):
    table = FieldTable(SAMPLES[key].field)
    identity = table.insert(parse(key, SAMPLES[key].good[0][0]))
    assert table.read_rule(identity) == SAMPLES[key].rule


@pytest.mark.parametrize("key", [key for key in STORED if SAMPLES[key].words])
def test_searchable_words(key: str):
    words = [get_kind(key).search_text(SAMPLES[key].field, parse(key, sent)) for sent, _ in SAMPLES[key].good]
    assert any(SAMPLES[key].words in found for found in words)


@pytest.mark.parametrize("key", KINDS)
def test_every_kind_has_a_rule_type(key: str):
    assert get_kind(key).rule_type(SAMPLES[key].field).kind


def test_money_reads_and_sorts_by_its_base_amount(workspace):
    table = FieldTable(SAMPLES["money"].field)
    dear = table.insert((Decimal("10.00"), "USD", Decimal("70.00")))
    cheap = table.insert((Decimal(100), "JPY", Decimal("5.00")))
    assert table.read_json(dear) == {"amount": "10.00", "currency": "USD", "base": "70.00"}
    assert table.kind.to_json(table.field, table.read(cheap)) == table.read_json(cheap)
    assert table.read_rule(dear) == Decimal("70.00")
    assert table.sorted_ids() == [cheap, dear]


@pytest.mark.parametrize("key", ["references", "children"])
def test_collections_parse_to_distinct_ids(key: str):
    for sent, expected in SAMPLES[key].good:
        assert parse(key, sent) == (expected,)


def test_references_come_from_the_link_table_in_the_order_of_labels(workspace):
    table = FieldTable(field("references", target=ACCOUNT))
    row, other = table.insert_blank(), table.insert_blank()
    table.execute("CREATE TEMP TABLE f_value (source_id bigint, target_id bigint)")
    table.execute("INSERT INTO f_value VALUES (%s, 1), (%s, 2)", [row, row])
    assert table.read_json(row) == [{"id": "2", "label": "Bravo"}, {"id": "1", "label": "阿里"}]
    assert table.read_json(other) == []
    assert sorted(table.read_rule(row)) == [1, 2]
    assert table.read_rule(other) is None


def test_children_are_the_live_lines(workspace):
    table = FieldTable(field("children", target=LINE, inverse=LINE_PARENT))
    row, other = table.insert_blank(), table.insert_blank()
    table.execute(
        "INSERT INTO e_line VALUES (1, NULL, 'b', %s), (2, NULL, 'a', %s), (3, now(), 'c', %s)", [row] * 3
    )
    assert table.read_json(row) == [{"id": "2", "label": "a"}, {"id": "1", "label": "b"}]
    assert table.read_json(other) == []
    assert sorted(table.read_rule(row)) == [1, 2]


def test_a_column_of_a_static_table_has_no_sort_key():
    name = field("text")
    static = type(name)(id="x", key="name", kind="text", label={}, column="name")
    kind = get_kind("text")
    assert [column.suffix for column in kind.columns(static)] == [""]
    assert kind.parse(static, "张", CONTEXT) == ("张",)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(timezones=OFFSETS).filter(lambda moment: 1 < moment.year < 9999)
LEAVES = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | ANY_TEXT
VALUES = {
    "text": ANY_TEXT,
    "long_text": ANY_TEXT,
    "integer": st.integers(-(10**12), 2**53 - 1),
    "decimal": st.decimals("-999.99", "99999", places=2),
    "percent": st.decimals("-100", "100", places=2).map(str),
    "money": st.decimals("0", "1e15", places=2).map(
        lambda amount: {"amount": str(amount), "currency": "USD"}
    ),
    "boolean": st.booleans(),
    "date": st.dates(),
    "datetime": MOMENTS,
    "options": st.lists(st.sampled_from(["new", "won", "it's_100%"])),
    "json": st.recursive(
        LEAVES, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=20
    ),
    "formula": st.decimals("-1e15", "1e15", places=9),
}


@pytest.mark.parametrize("key", list(VALUES))
def test_any_value_survives(key: str, workspace):
    table = FieldTable(SAMPLES[key].field)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(VALUES[key])
    def survives(value: object) -> None:
        parsed = parse(key, value)
        identity = table.insert(parsed)
        answer = table.read_json(identity)
        assert answer == table.kind.to_json(table.field, parsed)
        assert answer == table.kind.to_json(table.field, table.read(identity))
        assert table.kind.to_json(table.field, parse(key, answer)) == answer

    survives()


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
ANYTHING = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=9), SCALARS, max_size=3)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_whatever_is_sent_is_taken_or_refused(value: object):
    for key in KINDS:
        with contextlib.suppress(Invalid):
            parse(key, value)
