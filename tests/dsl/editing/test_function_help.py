"""Every function explains itself, in both languages, and the page of functions is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from odos.dsl.editing.function_help import functions_page, list_functions
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.dsl.statements.change_functions import CHANGE_FUNCTIONS

PAGE = Path(__file__).parents[3] / "docs" / "rules-functions.md"
LISTED = [
    "IF",
    "IFS",
    "CASE",
    "AND",
    "OR",
    "NOT",
    "BLANKVALUE",
    "NULLVALUE",
    "ISBLANK",
    "ISNULL",
    "ISNUMBER",
    "IFERROR",
    "IN",
    "BETWEEN",
    "LEN",
    "UPPER",
    "LOWER",
    "PROPER",
    "INITCAP",
    "TRIM",
    "LEFT",
    "RIGHT",
    "MID",
    "SUBSTR",
    "FIND",
    "CONTAINS",
    "BEGINS",
    "ENDS",
    "SUBSTITUTE",
    "REGEX",
    "REGEXREPLACE",
    "CONCAT",
    "TEXTJOIN",
    "LPAD",
    "RPAD",
    "TEXT",
    "VALUE",
    "ASCII",
    "CHR",
    "HYPERLINK",
    "ABS",
    "ROUND",
    "ROUNDUP",
    "ROUNDDOWN",
    "TRUNC",
    "CEILING",
    "FLOOR",
    "MCEILING",
    "MFLOOR",
    "MOD",
    "POWER",
    "SQRT",
    "EXP",
    "LN",
    "LOG",
    "SIGN",
    "PI",
    "SIN",
    "COS",
    "TAN",
    "ASIN",
    "ACOS",
    "ATAN",
    "ATAN2",
    "MIN",
    "MAX",
    "TODAY",
    "NOW",
    "DATE",
    "DATEVALUE",
    "DATETIMEVALUE",
    "TIMEVALUE",
    "YEAR",
    "QUARTER",
    "MONTH",
    "DAY",
    "HOUR",
    "MINUTE",
    "SECOND",
    "WEEKDAY",
    "WEEKNUM",
    "ISOWEEK",
    "ISOYEAR",
    "DAYOFYEAR",
    "ADDMONTHS",
    "DATEADD",
    "DATEDIFF",
    "EOMONTH",
    "STARTOF",
    "NETWORKDAYS",
    "WORKDAY",
    "BUSINESSHOURS",
    "FISCALYEAR",
    "FISCALQUARTER",
    "UNIXTIMESTAMP",
    "FROMUNIXTIME",
    "FORMATDURATION",
    "ISPICKVAL",
    "INCLUDES",
    "INCLUDING",
    "EXCLUDING",
    "PICKLABEL",
    "LOOKUP",
    "CONVERT",
    "HASROLE",
    "HASPERMISSION",
    "ISMANAGEROF",
    "INGROUP",
    "ISBELOW",
    "ISNEW",
    "ISCHANGED",
    "PRIORVALUE",
]


def test_the_page_of_functions_is_current():
    assert PAGE.read_text(encoding="utf-8") == functions_page(), "run manage.py document_rules"


@pytest.mark.parametrize("name", LISTED)
def test_the_function_is_there(name):
    assert name in CHANGE_FUNCTIONS


@pytest.mark.parametrize("function", CHANGE_FUNCTIONS.values(), ids=lambda function: function.name)
def test_a_function_explains_itself_in_both_languages(function):
    english, chinese = function.help.render("en"), function.help.render("zh-hans")
    assert english
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert parse(print_rule(parse(function.example))) == parse(function.example)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_list_of_functions_has_all_of_them(language):
    groups = list_functions(language)
    named = [entry["name"] for group in groups for entry in group["functions"]]
    assert sorted(named) == sorted(CHANGE_FUNCTIONS)
    assert all(group["label"] for group in groups)
