"""The fixed words of the language as an editor offers and explains them, by the terminals of the grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from odos.dsl.types import Kind
from odos.kernel.texts import Text, text

_ORDERED: frozenset[Kind] = frozenset(
    {"number", "percent", "money", "date", "datetime", "time", "duration", "any"}
)
_DAYS: frozenset[Kind] = frozenset({"date", "datetime"})
_TEXTUAL: frozenset[Kind] = frozenset({"text", "any"})


@dataclass(frozen=True)
class Word:
    """``written`` is put in; ``back`` says how many letters before its end the cursor then stands.

    After a value of another type than those ``after`` (empty: any) it is not offered.
    """

    terminal: str
    written: str
    help: Text
    back: int = 0
    after: frozenset[Kind] = frozenset()

    @property
    def name(self) -> str:
        """The word alone, without what is to be filled in."""
        return self.written.split(" from ")[0].rstrip(' []"')


OPERATORS = (
    Word("COMPARISON", "=", text("is equal to; a blank equals a blank", "等于；空值等于空值")),
    Word("COMPARISON", "<>", text("is not equal to", "不等于")),
    Word("COMPARISON", "<", text("is less than, or before", "小于，或早于"), after=_ORDERED),
    Word("COMPARISON", "<=", text("is at most, or not after", "小于等于，或不晚于"), after=_ORDERED),
    Word("COMPARISON", ">", text("is greater than, or after", "大于，或晚于"), after=_ORDERED),
    Word("COMPARISON", ">=", text("is at least, or not before", "大于等于，或不早于"), after=_ORDERED),
    Word("_IN", "in ", text("lies in a period: in this month", "在某期间内：in this month"), after=_DAYS),
    Word("_NOT_IN", "not in ", text("lies outside a period", "不在某期间内"), after=_DAYS),
    Word("_IN", "in []", text('is one of a list: in ["a", "b"]', '是列表之一：in ["a", "b"]'), 1),
    Word(
        "_NOT_IN",
        "not in []",
        text('is none of a list: not in ["a", "b"]', '不在列表中：not in ["a", "b"]'),
        1,
    ),
    Word(
        "_BETWEEN",
        "between ",
        text("lies between two values, both included: between 1 and 5", "介于两值之间：between 1 and 5"),
        after=_ORDERED,
    ),
    Word(
        "MATCH",
        'contains ""',
        text("contains a text, upper and lower case alike", "包含文本，不区分大小写"),
        1,
        _TEXTUAL | {"optionset"},
    ),
    Word(
        "MATCH",
        'starts with ""',
        text("begins with a text, upper and lower case alike", "以文本开头，不区分大小写"),
        1,
        _TEXTUAL,
    ),
    Word(
        "MATCH",
        'ends with ""',
        text("ends with a text, upper and lower case alike", "以文本结尾，不区分大小写"),
        1,
        _TEXTUAL,
    ),
    Word("NOT_MATCH", 'not contains ""', text("does not contain a text", "不包含文本"), 1, _TEXTUAL),
    Word("_IS_BLANK", "is blank", text("has no value", "没有值")),
    Word("_IS_NOT_BLANK", "is not blank", text("has a value", "有值")),
    Word("_AND", "and", text("both conditions hold", "两个条件都成立")),
    Word("_OR", "or", text("at least one of the conditions holds", "至少一个条件成立")),
    Word("PLUS", "+", text("adds; a date plus days or a duration", "加；日期可加天数或时长"), after=_ORDERED),
    Word(
        "MINUS",
        "-",
        text("subtracts; two dates give a number of days", "减；两个日期相减得天数"),
        after=_ORDERED,
    ),
    Word("STAR", "*", text("multiplies", "乘"), after=_ORDERED),
    Word("SLASH", "/", text("divides", "除"), after=_ORDERED),
    Word("_AMPERSAND", "&", text("puts texts together", "连接文本"), after=_TEXTUAL),
    Word(
        "_WHERE",
        "where",
        text("of the related records only those for which a condition holds", "只取满足条件的关联记录"),
    ),
    Word(
        "_ORDER_BY",
        "order by",
        text("the order in which first and last look at the records", "first 和 last 查看记录的顺序"),
    ),
    Word("DIRECTION", "desc", text("the greatest or latest first", "从大到小，或从新到旧")),
)

PERIODS = tuple(
    Word("PERIOD", written, text(*help_text))
    for written, help_text in (
        ("this week", ("the days of this week", "本周")),
        ("this month", ("the days of this month", "本月")),
        ("this quarter", ("the days of this quarter", "本季度")),
        ("this year", ("the days of this year", "今年")),
        ("this fiscal year", ("the days of this fiscal year", "本财年")),
        ("last week", ("the days of last week", "上周")),
        ("last month", ("the days of last month", "上月")),
        ("last quarter", ("the days of last quarter", "上季度")),
        ("last year", ("the days of last year", "去年")),
        ("last 7 days", ("today and the seven days before", "最近 7 天")),
        ("last 30 days", ("today and the thirty days before", "最近 30 天")),
        ("next 7 days", ("today and the seven days after", "未来 7 天")),
        ("next 30 days", ("today and the thirty days after", "未来 30 天")),
        ("next month", ("the days of next month", "下月")),
        ("today", ("today", "今天")),
        ("yesterday", ("yesterday", "昨天")),
        ("tomorrow", ("tomorrow", "明天")),
    )
)

VALUES = (
    Word("NAME", "today", text("the present date", "今天的日期")),
    Word("NAME", "now", text("the present date and time", "当前日期和时间")),
    Word("NAME", "user", text("the person who is acting", "当前操作的用户")),
    Word("TRUE", "true", text("yes", "是")),
    Word("FALSE", "false", text("no", "否")),
    Word("BLANK", "null", text("a blank: no value", "空值：没有值")),
    Word("NOT", "not", text("the opposite of a condition", "条件的相反")),
)

AGGREGATES: Mapping[str, Text] = MappingProxyType(
    {
        "count": text("How many related records there are", "关联记录的数量"),
        "sum": text("The sum of a field over related records", "关联记录某字段之和"),
        "avg": text("The average of a field over related records", "关联记录某字段的平均值"),
        "min": text("The least value of a field over related records", "关联记录某字段的最小值"),
        "max": text("The greatest value of a field over related records", "关联记录某字段的最大值"),
        "first": text(
            "A field of the first related record: first(lines.amount order by created_at)",
            "第一条关联记录的字段：first(lines.amount order by created_at)",
        ),
        "last": text(
            "A field of the last related record: last(lines.amount order by created_at)",
            "最后一条关联记录的字段：last(lines.amount order by created_at)",
        ),
        "any": text(
            "Whether a condition holds for at least one related record: any(lines where gift)",
            "是否至少一条关联记录满足条件：any(lines where gift)",
        ),
        "all": text(
            "Whether a condition holds for every related record: all(lines where amount > 0)",
            "是否所有关联记录都满足条件：all(lines where amount > 0)",
        ),
        "none": text(
            "Whether a condition holds for no related record: none(lines where gift)",
            "是否没有关联记录满足条件：none(lines where gift)",
        ),
        "count_distinct": text(
            "How many different values a field has over related records", "关联记录某字段的不同值的数量"
        ),
    }
)

UNITS: Mapping[str, Text] = MappingProxyType(
    {
        "days": text("a duration in days", "以天计的时长"),
        "weeks": text("a duration in weeks", "以周计的时长"),
        "months": text("a duration in calendar months", "以日历月计的时长"),
        "years": text("a duration in calendar years", "以日历年计的时长"),
        "hours": text("a duration in hours", "以小时计的时长"),
        "minutes": text("a duration in minutes", "以分钟计的时长"),
    }
)
