"""A change of kind never aborts a statement, keeps what can be kept and counts what cannot."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.fields.conversion import companion_sql, conversion_sql, is_lossless, loss_sql
from odos.fields.registry import get_kind
from odos.kernel.problems import Invalid
from odos.schema.model import Field
from tests.conformance.field_samples import CONTEXT, OPTIONS, SAMPLES, field

PLAIN = [key for key in SAMPLES if key not in {"references", "children"}]


def convert(old: Field, new: Field, value: Any) -> tuple[Any, bool]:
    """The converted value, and whether the row counts as lost."""
    type_ = get_kind(old.kind).columns(old)[0].type.partition(" COLLATE ")[0]
    converted = conversion_sql(old, new, "v.c")
    sql = (
        f"SELECT {converted or 'NULL'}, {loss_sql(old, new, 'v.c')} FROM (SELECT CAST(%s AS {type_}) AS c) v"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        row: tuple[Any, bool] = cursor.fetchone()
    return row


TEXT = field("text")
LONG = field("long_text")
SHORT = field("text", max_length=3)
INTEGER = field("integer")
DECIMAL = field("decimal")
ROUGH = field("decimal", digits=4, scale=1)
DATE = field("date")
DATETIME = field("datetime")
BOOLEAN = field("boolean")
OPTION = field("option", options=OPTIONS)
SEVERAL = field("options", options=OPTIONS)
FEWER = field("options", options={"won": {}})
JSON = field("json")


@pytest.mark.parametrize(
    ("old", "new", "value", "expected", "lost"),
    [
        (TEXT, LONG, "abc", "abc", False),
        (LONG, SHORT, "abcd", "abc", True),
        (TEXT, INTEGER, " -0012 ", -12, False),
        (TEXT, INTEGER, "12.6", 13, True),
        (TEXT, INTEGER, "twelve", None, True),
        (TEXT, INTEGER, "9" * 25, None, True),
        (TEXT, DECIMAL, "1.005", Decimal("1.01"), True),
        (TEXT, DECIMAL, "1.5", Decimal("1.50"), False),
        (TEXT, DECIMAL, "NaN", None, True),
        (TEXT, DATE, "2024-02-29", date(2024, 2, 29), False),
        (TEXT, DATE, "2023-02-29", None, True),
        (TEXT, DATE, "0000-01-01", None, True),
        (TEXT, DATE, "31.01.2024", None, True),
        (TEXT, DATETIME, "2024-02-29T08:00+08:00", datetime(2024, 2, 29, tzinfo=UTC), False),
        (TEXT, DATETIME, "2024-02-29", datetime(2024, 2, 29, tzinfo=UTC), False),
        (TEXT, DATETIME, "9999-12-31T23:00-05:00", None, True),
        (TEXT, DATETIME, "2024-02-29T24:00", None, True),
        (TEXT, BOOLEAN, "Yes", True, False),
        (TEXT, BOOLEAN, "否", False, False),
        (TEXT, BOOLEAN, "maybe", None, True),
        (TEXT, OPTION, "won", "won", False),
        (TEXT, OPTION, "新建", "new", False),
        (TEXT, OPTION, "it's_100%", "it's_100%", False),
        (TEXT, OPTION, "gone", None, True),
        (TEXT, field("email"), "a@b.com", "a@b.com", False),
        (TEXT, field("email"), "a.b.com", None, True),
        (TEXT, field("url"), "javascript:alert(1)", None, True),
        (field("phone"), TEXT, "110", "110", False),
        (INTEGER, DECIMAL, 5, Decimal("5.00"), False),
        (DECIMAL, INTEGER, Decimal("2.50"), 3, True),
        (DECIMAL, ROUGH, Decimal("12.25"), Decimal("12.3"), True),
        (DECIMAL, ROUGH, Decimal("12345.00"), None, True),
        (DECIMAL, TEXT, Decimal("1.50"), "1.50", False),
        (DECIMAL, field("money"), Decimal("1.50"), Decimal("1.50"), False),
        (field("formula", result="number"), DECIMAL, Decimal("1.5"), Decimal("1.50"), False),
        (DATE, DATETIME, date(2024, 1, 2), datetime(2024, 1, 2, tzinfo=UTC), False),
        (DATETIME, DATE, datetime(2024, 1, 2, tzinfo=UTC), date(2024, 1, 2), False),
        (DATETIME, DATE, datetime(2024, 1, 2, 8, tzinfo=UTC), date(2024, 1, 2), True),
        (DATETIME, TEXT, datetime(2024, 1, 2, 8, tzinfo=UTC), "2024-01-02T08:00:00.000000+00:00", False),
        (BOOLEAN, INTEGER, True, 1, False),
        (INTEGER, BOOLEAN, 2, True, True),
        (OPTION, SEVERAL, "new", ["new"], False),
        (SEVERAL, OPTION, ["won"], "won", False),
        (SEVERAL, OPTION, ["won", "new"], "won", True),
        (SEVERAL, FEWER, ["won", "new"], ["won"], True),
        (SEVERAL, FEWER, ["new"], None, True),
        (JSON, TEXT, '"x"', "x", False),
        (JSON, TEXT, '{"a": 1}', '{"a": 1}', True),
        (TEXT, field("reference", target="t"), "1", None, True),
        (field("reference", target="a"), field("reference", target="b"), 1, None, True),
        (field("reference", target="a"), field("user", target="a"), 1, 1, False),
    ],
)
def test_values(old: Field, new: Field, value: Any, expected: Any, lost: bool, workspace):
    assert convert(old, new, value) == (expected, lost)


@pytest.mark.parametrize("old", PLAIN)
@pytest.mark.parametrize("new", PLAIN)
def test_no_value_aborts_a_conversion(old: str, new: str, workspace):
    """And what a lossless conversion says to keep is kept; a blank is never lost."""
    before, after = SAMPLES[old].field, SAMPLES[new].field
    kind = get_kind(old)
    assert convert(before, after, None) == (None, False)
    for sent, _ in SAMPLES[old].good:
        value = kind.parse(before, sent, CONTEXT)[0]
        _, lost = convert(before, after, value)
        assert not (lost and is_lossless(before, after) and value is not None)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?"
MOMENT = f"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([T ]{TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?"
NUMBER = r"[+-]?[0-9]{0,20}[.e]?[0-9]{0,5}"
NEARLY = st.from_regex(NUMBER, fullmatch=True) | st.from_regex(MOMENT, fullmatch=True)


@pytest.mark.parametrize(
    "new", ["integer", "decimal", "date", "datetime", "boolean", "option", "money", "percent"]
)
def test_texts_convert_to_what_people_could_have_entered(new: str, workspace):
    after = SAMPLES[new].field if new == "option" else field(new)

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(TEXTS | NEARLY)
    def holds(value: str) -> None:
        converted, lost = convert(TEXT, after, value)
        if converted is not None and not lost and new != "option":
            try:
                entered = get_kind(new).parse(after, value.strip(" "), CONTEXT)[0]
            except Invalid:
                return
            assert entered == converted

    holds()


def test_lossless_by_options_alone():
    assert is_lossless(TEXT, LONG)
    assert not is_lossless(LONG, TEXT)
    assert is_lossless(ROUGH, DECIMAL)
    assert not is_lossless(DECIMAL, ROUGH)
    assert is_lossless(FEWER, SEVERAL)
    assert not is_lossless(SEVERAL, FEWER)
    assert not is_lossless(TEXT, field("formula", result="text"))


def test_other_columns_of_the_new_kind():
    assert companion_sql(TEXT, "v", "CNY") == {"_k": "NULL"}
    assert companion_sql(INTEGER, "v", "CNY") == {}
    assert companion_sql(field("money"), "v", "CNY") == {
        "_c": "CASE WHEN v IS NOT NULL THEN 'CNY' END",
        "_b": "v",
    }
