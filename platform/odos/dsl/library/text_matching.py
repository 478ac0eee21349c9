"""Texts within texts, and patterns."""

from __future__ import annotations

from collections.abc import Callable

from odos.dsl import patterns
from odos.dsl.failures import Failure
from odos.dsl.functions import Function, Overload
from odos.dsl.library.texts import LONGEST_TEXT
from odos.dsl.numbers import Number
from odos.dsl.sql.forms import matches_code, template
from odos.dsl.types import BOOLEAN, NUMBER, TEXT
from odos.kernel.texts import text


def _find(part: str | None, value: str | None, start: Number | None = 1) -> int:
    if not part or not value or start is None or not 1 <= int(start) <= LONGEST_TEXT:
        return 0
    return value.find(part, int(start) - 1) + 1


def _substitute(value: str, part: str, by: str | None) -> str | None:
    """The length is worked out first: what is too long is never built."""
    by = by or ""
    if len(value) + value.count(part) * (len(by) - len(part)) > LONGEST_TEXT:
        raise Failure
    return value.replace(part, by) or None


def _replaced(value: str, pattern: str, by: str | None) -> str | None:
    found = patterns.replaced(value, pattern, by or "", most=LONGEST_TEXT)
    if found is None:
        raise Failure
    return found or None


def _matches(value: str | None, pattern: str | None) -> bool:
    found = patterns.matches(value or "", pattern or "")
    if found is None:
        raise Failure
    return found


def _like(value: str | None, pattern: str | None) -> bool:
    found = patterns.like(value or "", pattern or "")
    if found is None:
        raise Failure
    return found


def _contains(value: str, part: str) -> bool:
    return part in value


def _kept_when_blank(form: Callable[[str, str, str | None], str | None]) -> Callable[..., str | None]:
    """The first argument when it or the second is blank."""
    return lambda value, part, by: value if value is None or part is None else form(value, part, by)


FUNCTIONS = (
    Function(
        "FIND",
        text(
            "Where the first text stands in the second, perhaps from a position on; 0 when it does not",
            "第一个文本在第二个文本中的位置，可指定起始位置；找不到时为 0",
        ),
        'FIND("c", "abcabc", 4)',
        "6",
        (
            Overload(
                (TEXT, TEXT),
                NUMBER,
                _find,
                template("COALESCE(strpos({1}, NULLIF({0}, '')), 0)"),
                strict=False,
            ),
            Overload(
                (TEXT, TEXT, NUMBER),
                NUMBER,
                _find,
                template(
                    f"COALESCE((SELECT CASE WHEN trunc({{2}}) BETWEEN 1 AND {LONGEST_TEXT} AND _t.f > 0"
                    f" THEN _t.f + trunc({{2}}) - 1 END FROM (SELECT strpos(substr({{1}},"
                    f" LEAST(GREATEST(trunc({{2}}), 1), {LONGEST_TEXT})::int), NULLIF({{0}}, '')) AS f"
                    " OFFSET 0) AS _t), 0)"
                ),
                strict=False,
            ),
        ),
    ),
    Function(
        "SUBSTITUTE",
        text(
            "All places of the second text replaced by the third", "将文本中的第二个文本全部替换为第三个文本"
        ),
        'SUBSTITUTE("a-b-c", "-", "/")',
        "a/b/c",
        (
            Overload(
                (TEXT, TEXT, TEXT),
                TEXT,
                _kept_when_blank(_substitute),
                template(
                    "CASE WHEN {0} IS NULL OR {1} IS NULL THEN {0}"
                    " ELSE odos_replace({0}, {1}, COALESCE({2}, '')) END"
                ),
                strict=False,
                fails=True,
                marks=True,
            ),
        ),
    ),
    Function(
        "REGEX",
        text("Whether a pattern matches the whole text", "正则表达式是否匹配整个文本"),
        'REGEX("AB-12", "[A-Z]+-\\\\d+")',
        "true",
        (
            Overload(
                (TEXT, TEXT), BOOLEAN, _matches, matches_code, strict=False, fails=True, marks=True, pattern=1
            ),
        ),
    ),
    Function(
        "REGEXREPLACE",
        text("All that a pattern matches replaced by a text", "将正则表达式匹配的内容全部替换"),
        'REGEXREPLACE("a1b22", "\\\\d+", "#")',
        "a#b#",
        (
            Overload(
                (TEXT, TEXT, TEXT),
                TEXT,
                _kept_when_blank(_replaced),
                template(
                    "CASE WHEN {0} IS NULL OR {1} IS NULL THEN {0}"
                    " ELSE odos_replace_matches({0}, {1}, COALESCE({2}, '')) END"
                ),
                strict=False,
                fails=True,
                marks=True,
                pattern=1,
            ),
        ),
    ),
    Function(
        "LIKE",
        text(
            "Whether a text is like a pattern: % is any characters, _ is one, \\ takes them literally",
            "文本是否符合模式：% 代表任意字符，_ 代表一个字符，前加反斜杠表示其本身",
        ),
        'LIKE("Howdy", "%dy")',
        "true",
        (
            Overload(
                (TEXT, TEXT),
                BOOLEAN,
                _like,
                template(
                    r"CASE WHEN right(COALESCE({1}, ''), 1) = E'\\'"
                    r" AND COALESCE({1}, '') !~ E'^(?:[^\\\\]|\\\\.)*$'"
                    " THEN 1 WHEN COALESCE({0}, '') LIKE COALESCE({1}, '') THEN 2 ELSE 0 END"
                ),
                strict=False,
                fails=True,
                marks=True,
            ),
        ),
    ),
    Function(
        "CONTAINS",
        text(
            "Whether a text contains another, upper and lower case told apart",
            "文本是否包含另一文本（区分大小写）",
        ),
        'CONTAINS("Acme Ltd", "Ltd")',
        "true",
        (Overload((TEXT, TEXT), BOOLEAN, _contains, template("strpos({0}, {1}) > 0"), predicate=True),),
    ),
    Function(
        "BEGINS",
        text(
            "Whether a text begins with another, upper and lower case told apart",
            "文本是否以另一文本开头（区分大小写）",
        ),
        'BEGINS("Acme Ltd", "Acme")',
        "true",
        (Overload((TEXT, TEXT), BOOLEAN, str.startswith, template("starts_with({0}, {1})"), predicate=True),),
    ),
    Function(
        "ENDS",
        text(
            "Whether a text ends with another, upper and lower case told apart",
            "文本是否以另一文本结尾（区分大小写）",
        ),
        'ENDS("Acme Ltd", "Ltd")',
        "true",
        (
            Overload(
                (TEXT, TEXT),
                BOOLEAN,
                str.endswith,
                template("right({0}, char_length({1})) = {1}"),
                predicate=True,
            ),
        ),
    ),
)
