"""The findings about a rule, in both languages, each at its position.

The message starts with line and column; the path of the issue is ``line:column``, for editors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from odos.dsl.tree import Aggregate, Call, Node, Position
from odos.dsl.types import Kind, Type
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text

_KINDS: dict[Kind, tuple[str, str]] = {
    "text": ("a text", "文本"),
    "number": ("a number", "数字"),
    "percent": ("a percentage", "百分比"),
    "money": ("an amount of money", "金额"),
    "boolean": ("true or false", "是/否"),
    "date": ("a date", "日期"),
    "datetime": ("a date and time", "日期时间"),
    "time": ("a time", "时间"),
    "duration": ("a duration", "时长"),
    "option": ("an option", "选项"),
    "optionset": ("a set of options", "多选项"),
    "record": ("a record", "记录"),
    "list": ("a list", "列表"),
    "blank": ("blank", "空值"),
    "any": ("a value of any kind", "任意值"),
}
_LONGEST = 80  # characters of the author's text repeated in a message


def finding(code: str, at: Position, message: Text, hint: Text | None = None) -> Issue:
    """An issue whose message is led by its position."""
    placed = Text(
        "line {line}, column {column}: " + message.en,
        "第 {line} 行第 {column} 列：" + message.zh_hans,
        {**message.values, "line": at.line, "column": at.column},
    )
    return Issue(code, placed, (f"{at.line}:{at.column}",), hint)


def type_name(kind: Type, language: str = "en") -> str:
    """The type in words."""
    return _KINDS[kind.kind][0 if language == "en" else 1]


def shorten(written: object) -> str:
    """What the author wrote, short enough to repeat."""
    shown = str(written)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def proposal(written: str, known: Iterable[str]) -> str | None:
    """The known word closest to what was written."""
    found = get_close_matches(written[:_LONGEST].lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str | None) -> Text | None:
    """The proposal as a hint."""
    return text('Did you mean "{word}"?', "您是否想写“{word}”？", word=word) if word else None


def syntax(at: Position, message: Text, hint: Text | None = None) -> Issue:
    """The text cannot be read."""
    return finding("rule_syntax", at, message, hint)


def unknown_field(at: Position, entity: str, written: str, known: Iterable[str]) -> Issue:
    """No such field, or none that the author may see: code and words are the same on purpose."""
    word = proposal(written, known)
    message = text(
        '{entity} has no field "{name}"', "{entity} 没有字段“{name}”", entity=entity, name=shorten(written)
    )
    if word:
        message = Text(
            message.en + '; did you mean "{word}"?',
            message.zh_hans + "；您是否想写“{word}”？",
            {**message.values, "word": word},
        )
    return finding("unknown_field", at, message, did_you_mean(word))


def unknown_function(at: Position, written: str, known: Iterable[str]) -> Issue:
    """No such function."""
    message = text('There is no function "{name}"', "没有函数“{name}”", name=shorten(written))
    word = proposal(written, (name.lower() for name in known))
    return finding("rule_function", at, message, did_you_mean(word.upper() if word else None))


def wrong_count(node: Call, name: str, example: str) -> Issue:
    """A function does not take so many values."""
    message = text(
        "{name} does not take {n} values", "{name} 不接受 {n} 个参数", name=name, n=len(node.arguments)
    )
    return finding(
        "rule_arguments", node.at, message, text("For example: {example}", "例如：{example}", example=example)
    )


def wrong_type(at: Position, expected: Iterable[Type], found: Type, hint: Text | None = None) -> Issue:
    """A value of another type was expected here."""
    listed = list(dict.fromkeys(expected))
    return finding(
        "rule_type",
        at,
        Text(
            "expected {expected_en}, not {found_en}",
            "此处应为{expected_zh}，而不是{found_zh}",
            {
                "expected_en": " or ".join(type_name(kind) for kind in listed),
                "expected_zh": "或".join(type_name(kind, "zh") for kind in listed),
                "found_en": type_name(found),
                "found_zh": type_name(found, "zh"),
            },
        ),
        hint,
    )


def mismatch(at: Position, left: Type, right: Type, hint: Text | None = None) -> Issue:
    """Two types that do not go together."""
    return finding(
        "rule_type",
        at,
        Text(
            "{left_en} and {right_en} do not go together here",
            "{left_zh}与{right_zh}在此处不能一起使用",
            {
                "left_en": type_name(left),
                "right_en": type_name(right),
                "left_zh": type_name(left, "zh"),
                "right_zh": type_name(right, "zh"),
            },
        ),
        hint,
    )


def incomparable(at: Position, left: Type, right: Type) -> Issue:
    """Two types that cannot be compared."""
    return mismatch(at, left, right, conversion_hint(left, right) or _DIFFERENCES.get(right.kind))


# By the kind of what stands on the right.
_DIFFERENCES = {
    "duration": text(
        "A difference of dates is a number of days: write 3, not 3 days",
        "日期之差是天数：请写 3 而不是 3 days",
    )
}


def conversion_hint(expected: Type, found: Type) -> Text | None:
    """TEXT() or VALUE(), where one of them helps."""
    if expected.is_textual and not found.is_textual:
        return text("TEXT(…) turns it into a text", "可用 TEXT(…) 转换为文本")
    if expected.is_numeric and found.is_textual:
        return text("VALUE(…) turns it into a number", "可用 VALUE(…) 转换为数字")
    if expected.kind == "date" and found.kind == "datetime":
        return text("DATEVALUE(…) gives its date", "可用 DATEVALUE(…) 取得日期")
    return None


def no_pattern(at: Position, written: str) -> Issue:
    """A text that is no regular expression of the shared subset."""
    message = text(
        '"{written}" is no pattern that can be used here',
        "“{written}”不是此处可用的正则表达式",
        written=shorten(written),
    )
    hint = text(
        "Characters, . [a-z] \\d \\w \\s ( | ) * + ? {2,3} ^ $ are understood; a backslash is written twice",
        "可使用字符、. [a-z] \\d \\w \\s ( | ) * + ? {2,3} ^ $；反斜杠须写两次",
    )
    return finding("rule_pattern", at, message, hint)


def no_sql(at: Position, name: str) -> Issue:
    """A function that works on one record only."""
    message = text(
        "{name} looks at one record and cannot be used here",
        "{name} 只能针对单条记录计算，不能用于此处",
        name=name,
    )
    hint = text("Keep its result in a field, and use that field", "请将结果保存在字段中，再使用该字段")
    return finding("rule_no_sql", at, message, hint)


def not_ordered(node: Node, kind: Type) -> Issue:
    """Only = and <> make sense here."""
    message = text("{en} cannot be put in order", "{zh}不能比较大小")
    values = {"en": type_name(kind), "zh": type_name(kind, "zh")}
    return finding(
        "rule_type", node.at, replace(message, values=values), text("Use = or <>", "请使用 = 或 <>")
    )


def no_collection(node: Aggregate) -> Issue:
    """A function of related records over something else."""
    message = text("{name} needs related records", "{name} 需要关联记录", name=node.function)
    hint = text("For example: {name}(lines.amount)", "例如：{name}(lines.amount)", name=node.function)
    return finding("rule_collection", node.at, message, hint)


def needs_condition(node: Aggregate) -> Issue:
    """any, all, none over values that are no conditions."""
    message = text("{name} needs a condition", "{name} 需要条件", name=node.function)
    hint = text(
        "For example: {name}(lines where amount > 0)",
        "例如：{name}(lines where amount > 0)",
        name=node.function,
    )
    return finding("rule_collection", node.at, message, hint)


def needs_value(node: Aggregate) -> Issue:
    """A value of each record is missing."""
    message = text(
        "{name} needs a field of the related records", "{name} 需要关联记录的字段", name=node.function
    )
    hint = text("For example: {name}(lines.amount)", "例如：{name}(lines.amount)", name=node.function)
    return finding("rule_collection", node.at, message, hint)


def too_long(at: Position, unit: str = "") -> Issue:
    """A duration or period that no date could bear."""
    if unit == "working day":
        return finding("rule_duration", at, text("at most 5,000 working days", "最多为 5000 个工作日"))
    return finding("rule_duration", at, text("at most a thousand years", "最多为一千年"))


def no_result(at: Position, kind: Type) -> Issue:
    """A value that fails whatever the record; a warning."""
    message = text("this has no result, whatever the record", "无论哪条记录，此处都没有结果")
    return replace(finding("rule_no_result", at, message, _REACHES.get(kind.kind)), severity="warning")


def bare_number(at: Position, amount: str) -> Issue:
    """An amount is measured with a number that is of its own currency; a warning."""
    message = text(
        "a number counts in the currency of each amount: 10,000 means 10,000 yen for one and 10,000 euros for"
        " another",
        "数字按各金额自身的货币计算：10,000 对日元金额是 10,000 日元，对欧元金额是 10,000 欧元",
    )
    written = f"BASEAMOUNT({amount})" if len(amount) <= _LONGEST else "BASEAMOUNT(…)"
    hint = text(
        "Write {written} to compare in the company's currency",
        "请写 {written}，以本位币比较",
        written=written,
    )
    return replace(finding("rule_bare_number", at, message, hint), severity="warning")


# How far values go, by their kind; other kinds fail with what they are made of.
_REACHES: dict[Kind, Text] = {
    "number": text(
        "Powers reach to 1e100 and take whole exponents; nothing is divided by zero",
        "乘方结果不超过 1e100，指数须为整数；不能除以零",
    ),
    "text": text("A text has at most 20,000 characters", "文本最多 20000 个字符"),
    "date": text("Dates lie in the years 1 to 9999", "日期应在公元 1 年至 9999 年之间"),
    "datetime": text("Dates lie in the years 1 to 9999", "日期应在公元 1 年至 9999 年之间"),
}


def no_value(at: Position, found: Type) -> Issue:
    """A list or a duration where a single value is asked for."""
    return replace(
        wrong_type(at, [Type("number"), Type("text"), Type("date")], found),
        hint=text("Ask for one value, as in count(…) or first(…)", "请使用 count(…)、first(…) 等取一个值"),
    )
