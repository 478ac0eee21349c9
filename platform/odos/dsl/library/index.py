"""The registry of functions. Plugins register theirs here while loading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from odos.dsl.functions import Function, fill
from odos.dsl.library import (
    conversions,
    date_steps,
    dates,
    letters,
    logic,
    money,
    numbers,
    people,
    records,
    related,
    text_matching,
    texts,
    times,
    working_time,
)
from odos.kernel.registry import Registry
from odos.kernel.texts import Text, text

GROUPS: Mapping[str, Text] = {
    "logic": text("Choosing and testing", "逻辑"),
    "text": text("Texts", "文本"),
    "number": text("Numbers", "数字"),
    "date": text("Dates and times", "日期与时间"),
    "working_time": text("Working time", "工作时间"),
    "record": text("Records", "记录"),
    "money": text("Money", "金额"),
    "people": text("People", "人员"),
    "change": text("The change (in rules that run on one)", "变更（仅用于因变更而运行的规则）"),
    "other": text("Other", "其他"),
}


def _grouped(group: str, listed: Sequence[Function]) -> list[Function]:
    return [replace(function, group=group) for function in listed]


functions: Registry[Function] = fill(
    (
        *_grouped("logic", logic.FUNCTIONS),
        *_grouped("text", (*texts.FUNCTIONS, *letters.FUNCTIONS)),
        *_grouped("text", (*text_matching.FUNCTIONS, *conversions.FUNCTIONS)),
        *_grouped("number", numbers.FUNCTIONS),
        *_grouped("date", (*dates.FUNCTIONS, *date_steps.FUNCTIONS, *times.FUNCTIONS)),
        *_grouped("working_time", working_time.FUNCTIONS),
        *_grouped("record", (*records.FUNCTIONS, *related.FUNCTIONS)),
        *_grouped("money", money.FUNCTIONS),
        *_grouped("people", people.FUNCTIONS),
    )
)
