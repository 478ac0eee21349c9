"""What the suite over all field kinds feeds to each: values that fit, values that do not, an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from odos.fields.kind import ParseContext
from odos.schema.model import Field
from odos.schema.system import USER_ENTITY

ACCOUNT = "5f0c6f4e-0d5b-4c8e-9a51-00000000000a"
SAMPLE = "5f0c6f4e-0d5b-4c8e-9a51-00000000000b"
LINE = "5f0c6f4e-0d5b-4c8e-9a51-00000000000c"
LINE_PARENT = "line-parent"

CONTEXT = ParseContext(
    now=datetime(2026, 3, 2, 12, tzinfo=UTC),
    base_currency="CNY",
    currencies={"CNY": 2, "USD": 2, "JPY": 0, "BHD": 3},
)
OPTIONS = {
    "new": {"label": {"en": "New", "zh-hans": "新建"}, "order": 20},
    "won": {"label": {"en": "Won"}, "order": 10},
    "it's_100%": {"order": 30},
}
EAST = timezone(timedelta(hours=8))


def field(kind: str, *, target: str | None = None, inverse: str | None = None, **options: Any) -> Field:
    """A field of that kind on the table of samples."""
    return Field(
        id=f"field-{kind}",
        key="value",
        kind=kind,
        label={"en": "Value"},
        column="f_value",
        target=target,
        inverse=inverse,
        options=options,
    )


@dataclass(frozen=True)
class Sample:
    """``good`` maps what is sent to the JSON that comes back; ``bad`` what is sent to the issue's code.

    ``order`` are values sent, in the order in which a list shows them; ``rules`` is the value that a rule
    reads for the first good one; ``words`` are found in the search text of the first good one.
    """

    field: Field
    good: tuple[tuple[Any, Any], ...]
    bad: tuple[tuple[Any, str], ...]
    order: tuple[Any, ...] = ()
    rule: Any = None
    words: str = ""


def _same(*values: Any) -> tuple[tuple[Any, Any], ...]:
    return tuple((value, value) for value in values)


def _wrong(*values: Any) -> tuple[tuple[Any, str], ...]:
    return tuple((value, "wrong_type") for value in values)


RTL = "مرحبا \u200fبالعالم"
NASTY = (
    "Robert'); DROP TABLE x;--",
    "100%s %(x)s",
    "<script>alert(1)</script>",
    "\\",
    '"',
    "\t a\r\nb",
    "🙂",
    RTL,
)
UNSTORABLE = (("a\x00b", "invalid_character"), ("\ud800", "invalid_character"))
NAMES = ("1a", "阿里", "Bai", "百度", "beta", "重庆", "Émile", "emily", "Zhang", "张三", "zhang san feng")

LINKED = (
    (2, {"id": "2", "label": "Bravo"}),
    ("1", {"id": "1", "label": "阿里"}),
    ({"id": "3"}, {"id": "3", "label": ""}),
)
NO_ID = _wrong("x", "-1", 0, -1, True, 1.5, [], {}, {"id": None}, {"id": "１"}, 2**63, "9" * 30)
LIST_OF_LINKS: tuple[tuple[Any, Any], ...] = (([], []), ([3, "1", {"id": 2}, "1"], [3, 1, 2]), (None, []))

SAMPLES: Mapping[str, Sample] = {
    "text": Sample(
        field("text"),
        good=_same("Ångström 张三", *NASTY, "x" * 255, "🙂" * 255),
        bad=(("x" * 256, "too_long"), *UNSTORABLE, *_wrong(1, True, [], {}, 1.5)),
        order=NAMES,
        rule="Ångström 张三",
        words="张三",
    ),
    "long_text": Sample(
        field("long_text", max_length=20_000),
        good=_same(*NASTY, "x" * 10_000),
        bad=(("x" * 20_001, "too_long"), *UNSTORABLE, *_wrong(1, True, [], {})),
        rule=NASTY[0],
        words="DROP",
    ),
    "integer": Sample(
        field("integer", min=-(10**12)),
        good=((7, 7), ("0012", 12), ("-3", -3), (4.0, 4), (Decimal(5), 5), (2**53 - 1, 2**53 - 1)),
        bad=(
            *_wrong("1,200", "1.0", "１２", 1.5, True, [], {}, "0x10", "1_000", float("nan"), float("inf")),
            (2**53, "too_large"),
            (-(10**12) - 1, "too_small"),
            (10**5000, "too_large"),
        ),
        order=(-5, 0, 3, 20, 100),
        rule=7,
        words="7",
    ),
    "decimal": Sample(
        field("decimal", digits=10, scale=2, min=-1000, max="99999"),
        good=(
            (1.1, "1.10"),
            ("-0.00", "0.00"),
            (" 12 ", "12.00"),
            (5, "5.00"),
            ("1e3", "1000.00"),
            (".5", "0.50"),
        ),
        bad=(
            ("0.001", "too_many_decimals"),
            (10**8, "too_large"),
            ("100000", "too_large"),
            (-1001, "too_small"),
            ("1e999", "too_large"),
            (10**5000, "too_large"),
            *_wrong(
                "1,200", "NaN", "Infinity", float("nan"), float("inf"), True, [], {}, "１", "1 2", "9" * 200
            ),
        ),
        order=("-3.5", "0", "2", "10.25"),
        rule=Decimal("1.10"),
        words="1.10",
    ),
    "percent": Sample(
        field("percent", max=100),
        good=((10, "10.00"), ("12.34", "12.34")),
        bad=((101, "too_large"), ("1.234", "too_many_decimals"), *_wrong("10%", True, [], {})),
        order=(1, 9, 10),
        rule=Decimal("0.1"),
    ),
    "money": Sample(
        field("money", min=0),
        good=(
            ("120.5", {"amount": "120.50", "currency": "CNY", "base": None}),
            ({"amount": 100, "currency": "jpy"}, {"amount": "100", "currency": "JPY", "base": None}),
            (
                {"amount": "1.234", "currency": "BHD", "base": "9"},
                {"amount": "1.234", "currency": "BHD", "base": None},
            ),
            ({"amount": None, "currency": "USD"}, None),
            ({"amount": 0}, {"amount": "0.00", "currency": "CNY", "base": None}),
        ),
        bad=(
            ({"amount": 1, "currency": "XXX"}, "unknown_currency"),
            ({"amount": 1, "currency": 5}, "unknown_currency"),
            ({"amount": "0.5", "currency": "JPY"}, "too_many_decimals"),
            ({"amount": -1}, "too_small"),
            (10**16, "too_large"),
            *_wrong({"amount": 1, "curency": "USD"}, "x", True, [], float("nan"), {"amount": []}),
        ),
        words="120.50",
    ),
    "boolean": Sample(
        field("boolean"),
        good=((True, True), (False, False), ("true", True), ("No", False), ("是", True), ("否", False)),
        bad=_wrong(1, 0, "maybe", [], {}, 1.0),
        order=(False, True),
        rule=True,
    ),
    "date": Sample(
        field("date"),
        good=(("2026-01-31", "2026-01-31"), (date(1, 1, 1), "0001-01-01"), ("9999-12-31", "9999-12-31")),
        bad=_wrong(
            "2026-02-30",
            "31.01.2026",
            "20260131",
            "2026-W05-1",
            "0000-01-01",
            5,
            True,
            [],
            {},
            "２０26-01-01",
        ),
        order=("1999-12-31", "2026-01-01", "2026-01-02"),
        rule=date(2026, 1, 31),
    ),
    "datetime": Sample(
        field("datetime"),
        good=(
            ("2026-01-31T08:00:00+08:00", "2026-01-31T00:00:00+00:00"),
            ("2026-01-31 08:00", "2026-01-31T08:00:00+00:00"),
            ("2026-01-31T08:00:00.120Z", "2026-01-31T08:00:00.12+00:00"),
            ("2026-01-31", "2026-01-31T00:00:00+00:00"),
            (datetime(2026, 1, 1, 8, tzinfo=EAST), "2026-01-01T00:00:00+00:00"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999+00:00"),
        ),
        bad=_wrong(
            "0001-01-01T00:00:00+08:00",
            "9999-12-31T23:59:59-08:00",
            "2026-01-31T25:00",
            "2026-13-01T00:00Z",
            "tomorrow",
            5,
            True,
            [],
            {},
            date(2026, 1, 1),
        ),
        order=("2026-01-01T08:00:00+08:00", "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:01Z"),
        rule=datetime(2026, 1, 31, tzinfo=UTC),
    ),
    "option": Sample(
        field("option", options=OPTIONS),
        good=_same("new", "won", "it's_100%"),
        bad=(("New", "unknown_option"), ("x" * 5000, "unknown_option"), *_wrong(1, True, [], {})),
        order=("won", "new", "it's_100%"),
        rule="new",
        words="新建",
    ),
    "options": Sample(
        field("options", options=OPTIONS),
        good=((["new", "won", "new"], ["won", "new"]), ([], []), (["it's_100%"], ["it's_100%"])),
        bad=((["New"], "unknown_option"), *_wrong("new", 1, {}, [1], [None])),
        rule=["won", "new"],
        words="新建",
    ),
    "reference": Sample(field("reference", target=ACCOUNT), good=LINKED, bad=NO_ID, order=(1, 2), rule=2),
    "parent": Sample(field("parent", target=ACCOUNT), good=LINKED, bad=NO_ID, order=(1, 2), rule=2),
    "user": Sample(
        field("user", target=USER_ENTITY),
        good=((1, {"id": "1", "label": "Zoe"}),),
        bad=NO_ID,
        order=(2, 1),
        rule=1,
    ),
    "references": Sample(
        field("references", target=ACCOUNT), good=LIST_OF_LINKS, bad=_wrong(1, "1", {}, ["x"], [None])
    ),
    "children": Sample(
        field("children", target=LINE, inverse=LINE_PARENT), good=LIST_OF_LINKS, bad=_wrong(1, "1", {}, ["x"])
    ),
    "email": Sample(
        field("email"),
        good=(
            (" Ann.Lee+x@EXAMPLE.com ", "Ann.Lee+x@example.com"),
            ("用户@例子.公司", "用户@例子.公司"),
            ("o'hara@müller.DE", "o'hara@müller.de"),
        ),
        bad=(
            *_wrong(
                "ann",
                "ann@",
                "@x.com",
                "a b@x.com",
                "a@x",
                "a@x..com",
                "a@-x.com",
                "a@x.com, b@x.com",
                1,
                [],
                {},
            ),
            *_wrong(".a@x.com", "a.@x.com", "a@x.com\nb", "<a@x.com>"),
            (f"a@{'x' * 300}.com", "too_long"),
            *UNSTORABLE,
        ),
        order=("Anna@x.com", "bob@x.com", "张@x.com"),
        rule="Ann.Lee+x@example.com",
        words="Ann.Lee",
    ),
    "phone": Sample(
        field("phone"),
        good=(("+86 (010) 1234-5678 x12", "+86 (010) 1234-5678 x12"), (" 110 ", "110")),
        bad=(
            *_wrong("12", "call me", "123;456", "１２３４", 13800138000, [], {}),
            ("1" * 51, "too_long"),
            *UNSTORABLE,
        ),
        order=("+1 555", "110"),
        rule="+86 (010) 1234-5678 x12",
        words="860101234567812",
    ),
    "url": Sample(
        field("url"),
        good=(
            ("HTTPS://Example.COM/Path?q=1#x", "https://example.com/Path?q=1#x"),
            ("example.com", "https://example.com"),
            ("http://localhost:8000", "http://localhost:8000"),
            ("http://例子.公司/路径", "http://例子.公司/路径"),
        ),
        bad=(
            *_wrong(
                "javascript:alert(1)",
                "JaVaScRiPt://x.com/%0aalert(1)",
                "data:text/html,x",
                "ftp://x.com",
                "x",
                1,
            ),
            *_wrong(
                "https://",
                "https://a b.com",
                "https://user:pw@x.com",
                'https://x.com/"onload',
                "a@x.com",
                [],
                {},
            ),
            *_wrong("https://x.com\\@evil.com", "//x.com"),
            ("https://x.com/" + "y" * 2000, "too_long"),
            *UNSTORABLE,
        ),
        order=("http://b.com", "https://a.com"),
        rule="https://example.com/Path?q=1#x",
        words="example.com",
    ),
    "auto_number": Sample(
        field("auto_number", pattern="Q-{0000}"),
        good=_same("Q-0001", "old/17"),
        bad=(("x" * 101, "too_long"), *UNSTORABLE, *_wrong(1, [], {})),
        order=("Q-0001", "Q-0002"),
        rule="Q-0001",
        words="Q-0001",
    ),
    "segment": Sample(
        field("segment", target=ACCOUNT),
        good=(("1", {"id": "1", "label": "a%b", "key": "key_accounts"}),),
        bad=NO_ID,
        rule=1,
    ),
    "file": Sample(
        field("file"),
        good=(
            (
                "1",
                {
                    "id": "1",
                    "name": "a%b.pdf",
                    "size": 5,
                    "type": "application/pdf",
                    "url": "/api/files/1/content",
                },
            ),
        ),
        bad=NO_ID,
        rule=1,
    ),
    "json": Sample(
        field("json"),
        good=(
            *_same({"a": [1, 2.5, None, True, {"b": "张"}], "": "x"}, [], {}, 0, False, "text", "17", "null"),
            *_same("\\u0000", {"\\u0000": "\\"}, 10**30),
        ),
        bad=(
            (["x" * 300_000], "too_large"),
            ({"a\x00": 1}, "invalid_character"),
            (["\ud800"], "invalid_character"),
            *_wrong(float("nan"), [float("inf")], {1, 2}, object(), 10**5000),
        ),
        words="张",
    ),
    "formula": Sample(
        field("formula", result="number", scale=2),
        good=((Decimal("1.005"), "1.01"), ("-1.005", "-1.01"), (1, "1.00"), (Decimal("0.001"), "0.00")),
        bad=((Decimal(10) ** 23, "too_large"), *_wrong("x", True, [], {})),
        order=(1, 5, 30),
        rule=Decimal("1.01"),
    ),
    "rollup": Sample(
        field("rollup", result="money"),
        good=((Decimal("10.005"), {"amount": "10.01", "currency": "CNY", "base": "10.01"}),),
        bad=((Decimal(10) ** 16, "too_large"), *_wrong("x", True, [], {})),
        order=(1, 5, 30),
        rule=Decimal("10.01"),
    ),
    "lookup": Sample(
        field("lookup", result="number", scale=1),
        good=((Decimal("2.25"), "2.3"), (Decimal(-1), "-1.0")),
        bad=((Decimal(10) ** 30, "too_large"), *_wrong("x", True, [], {})),
        order=(1, 5, 30),
        rule=Decimal("2.3"),
    ),
    "score": Sample(
        field("score", result="number", scale=1),
        good=((Decimal("2.25"), "2.3"), (Decimal(-1), "-1.0")),
        bad=((Decimal(10) ** 30, "too_large"), *_wrong("x", True, [], {})),
        order=(1, 5, 30),
        rule=Decimal("2.3"),
    ),
}
