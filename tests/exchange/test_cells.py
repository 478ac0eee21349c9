"""Cells as people write them."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from odos.exchange.cells import read_cell
from odos.exchange.mapping import Target
from odos.exchange.transforms import slug, tidy
from odos.kernel.problems import Invalid
from odos.schema.model import Field

SHANGHAI = ZoneInfo("Asia/Shanghai")
STAGES = {"won": {"label": {"en": "Closed won", "zh-hans": "赢单"}}, "lost": {"label": {"en": "Lost"}}}


def field(kind: str, **options: object) -> Field:
    return Field(id="f", key="f", kind=kind, label={}, column="f", options=options)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", "A, B", "A, B"),
        ("integer", "1,234,567", "1234567"),
        ("decimal", "1 234.50", "1234.50"),
        ("decimal", "(12.5)", "-12.5"),
        ("decimal", "1,5", "1,5"),
        ("percent", "12.5 %", "12.5"),
        ("money", "$1,200", {"amount": "1200"}),
        ("money", "¥ 88.5", {"amount": "88.5"}),
        ("money", "1,200.00 eur", {"amount": "1200.00", "currency": "EUR"}),
        ("money", "USD 5", {"amount": "5", "currency": "USD"}),
        ("money", "about five", "about five"),
        ("date", "2026-01-31", "2026-01-31"),
    ],
)
def test_numbers_and_amounts(kind, cell, value):
    assert read_cell(field(kind), Target("f"), cell, SHANGHAI) == value


def test_amounts_in_millions_stay_exact():
    target = Target("f", currency="USD", multiply=Decimal(1_000_000))
    exact = {"amount": "1100040000", "currency": "USD"}
    assert read_cell(field("money"), target, "1100.04", SHANGHAI) == exact


def test_dates_in_the_order_of_the_file():
    target = Target("f", dates=("m/d/Y", "d.m.Y H:M"))
    assert read_cell(field("date"), target, "3/1/2017", SHANGHAI) == "2017-03-01"
    assert read_cell(field("datetime"), target, "24.12.2025 18:30", SHANGHAI) == "2025-12-24T18:30:00+08:00"
    assert read_cell(field("date"), target, "2017-03-01", SHANGHAI) == "2017-03-01"
    with pytest.raises(Invalid) as refusal:
        read_cell(field("date"), target, "30/30/2017", SHANGHAI)
    assert "m/d/Y" in str(refusal.value.issues[0].hint)


@pytest.mark.parametrize("cell", ["won", "WON", "closed won", "赢单"])
def test_options_by_key_or_label_in_any_language(cell):
    assert read_cell(field("option", options=STAGES), Target("f"), cell, SHANGHAI) == "won"


def test_several_options_in_one_cell():
    several = field("options", options=STAGES)
    assert read_cell(several, Target("f"), "赢单、lost; odd", SHANGHAI) == ["won", "lost", "odd"]


def test_transformations():
    assert slug("  Mei-Mei José O'Neil ") == "mei.mei.jose.o.neil"
    assert slug("张伟") == "张伟"
    assert tidy("\u3000two \xa0 words ") == "two words"
