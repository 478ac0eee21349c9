"""A rule as a form for people, and back: rows whose expressions are texts.

``{"kind": "score", "entity", "title", "when", "into", "clauses": [{"sign", "points", "when", "limit",
"because", "notes"}], "grades": {"bands": [{"grade", "from"}], "otherwise", "into"}, "qualified": {"when",
"into"}}`` or ``{"kind": "validate", …, "requirements": [{"condition", "message", "fields"}]}``; reminders:
`reminder_parts`; assignment and pools: `assignment_parts`; decision tables: `decision_parts`. Texts for
people are ``{language: text}``. Nothing is lost: what a form does not show (comments) it hands back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import Any

from odos.dsl.statements import tree as st
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.assignment_parts import (
    assignment_form,
    read_assignment,
    read_recycling,
    recycling_form,
)
from odos.dsl.statements.change_printer import print_statement
from odos.dsl.statements.decision_parts import decision_form, read_decision
from odos.dsl.statements.forms import MISSING, Parts, Reader, head_of, labels_of, notes_of, shown
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.reminder_parts import read_reminder, reminder_form
from odos.kernel.problems import Invalid
from odos.kernel.texts import text


def parts_of(source: str) -> dict[str, Any] | None:
    """The form of a statement; None for one that has none. Raises `Invalid` for what cannot be read."""
    return _parts(parse_statement(source))


def text_of(parts: Parts) -> str:
    """The canonical text of a form; raises `Invalid` with every finding at its place in the form."""
    reader = Reader()
    build = _BUILDERS.get(str(parts.get("kind")))
    if build is None:
        reader.refuse(("kind",), _NO_FORM)
    statement = build(reader, parts) if build else None
    if reader.issues or statement is None:
        raise Invalid(None, reader.issues)
    return print_statement(statement)


_NO_FORM = text(
    "Only scores, validations, reminders, rules of assignment and pools, and decision tables have a form",
    "只有评分、校验、提醒、分配和回收规则以及决策表有表单形式",
)


# ------------------------------------------------------------------ statement → form


@singledispatch
def _parts(statement: st.Statement) -> dict[str, Any] | None:
    return None


@_parts.register
def _(statement: st.Score) -> dict[str, Any]:
    grades, qualified = statement.grades, statement.qualified
    return {
        **head_of("score", statement),
        "into": shown(statement.into),
        "clauses": [_clause(item) for item in statement.clauses],
        "grades": _grades(grades) if grades else None,
        "qualified": _qualified(qualified) if qualified else None,
    }


@_parts.register
def _(statement: st.Remind) -> dict[str, Any]:
    return reminder_form(statement)


@_parts.register
def _(statement: st.Assign) -> dict[str, Any]:
    return assignment_form(statement)


@_parts.register
def _(statement: st.Recycle) -> dict[str, Any]:
    return recycling_form(statement)


@_parts.register
def _(statement: ch.Decide) -> dict[str, Any]:
    return decision_form(statement)


@_parts.register
def _(statement: st.Validate) -> dict[str, Any]:
    return {
        **head_of("validate", statement),
        "requirements": [
            {
                "condition": shown(item.condition),
                "message": labels_of(item.message),
                "fields": [shown(field) for field in item.fields],
                "notes": list(item.notes),
            }
            for item in statement.requirements
        ],
    }


def _clause(item: st.ScoreClause) -> dict[str, Any]:
    return {
        "sign": item.sign,
        "points": shown(item.points),
        "when": shown(item.when),
        "limit": shown(item.limit),
        "because": labels_of(item.because),
        "notes": list(item.notes),
    }


def _grades(item: st.Grades) -> dict[str, Any]:
    return {
        "bands": [{"grade": band.grade, "from": shown(band.start)} for band in item.bands],
        "otherwise": item.otherwise,
        "into": shown(item.into),
        "notes": list(item.notes),
    }


def _qualified(item: st.Qualified) -> dict[str, Any]:
    return {"when": shown(item.condition), "into": shown(item.into), "notes": list(item.notes)}


# ------------------------------------------------------------------ form → statement


def _score(reader: Reader, parts: Parts) -> st.Statement:
    return st.Score(
        **reader.head(parts),
        into=reader.path(parts.get("into"), "into"),
        clauses=tuple(
            _read_clause(reader, item, at) for at, item in reader.rows(parts.get("clauses"), "clauses")
        ),
        grades=_read_grades(reader, reader.one(parts.get("grades"), "grades")),
        qualified=_read_qualified(reader, reader.one(parts.get("qualified"), "qualified")),
    )


def _read_clause(reader: Reader, item: Parts, at: int) -> st.ScoreClause:
    place = ("clauses", at)
    return st.ScoreClause(
        "-" if item.get("sign") == "-" else "+",
        reader.needed(item.get("points"), *place, "points"),
        reader.rule(item.get("when"), *place, "when"),
        reader.rule(item.get("limit"), *place, "limit"),
        reader.words(item.get("because"), *place, "because"),
        notes=notes_of(item),
    )


def _read_grades(reader: Reader, item: Parts | None) -> st.Grades | None:
    if item is None:
        return None
    bands = tuple(
        st.Band(str(band.get("grade") or ""), reader.needed(band.get("from"), "grades", "bands", at, "from"))
        for at, band in reader.rows(item.get("bands"), "grades", "bands")
    )
    for at, band in enumerate(bands):
        if not band.grade.isidentifier():
            reader.refuse(("grades", "bands", at, "grade"), _NO_GRADE)
    if not bands:
        reader.refuse(("grades", "bands"), MISSING)
    otherwise = item.get("otherwise") or None
    return st.Grades(
        bands,
        str(otherwise) if otherwise else None,
        reader.path(item.get("into"), "grades", "into"),
        notes=notes_of(item),
    )


_NO_GRADE = text("A grade is one word, such as A or Hot", "等级应为一个词，例如 A 或 Hot")


def _read_qualified(reader: Reader, item: Parts | None) -> st.Qualified | None:
    if item is None:
        return None
    return st.Qualified(
        reader.needed(item.get("when"), "qualified", "when"),
        reader.path(item.get("into"), "qualified", "into"),
        notes=notes_of(item),
    )


def _validate(reader: Reader, parts: Parts) -> st.Statement:
    return st.Validate(
        **reader.head(parts),
        requirements=tuple(
            _read_requirement(reader, item, at)
            for at, item in reader.rows(parts.get("requirements"), "requirements")
        ),
    )


def _read_requirement(reader: Reader, item: Parts, at: int) -> st.Requirement:
    place = ("requirements", at)
    fields = item.get("fields") or []
    listed = fields if isinstance(fields, list) else [fields]
    return st.Requirement(
        reader.needed(item.get("condition"), *place, "condition"),
        reader.words(item.get("message"), *place, "message"),
        tuple(
            path
            for index, field in enumerate(listed)
            if (path := reader.path(field, *place, "fields", index)) is not None
        ),
        notes=notes_of(item),
    )


_BUILDERS: Mapping[str, Callable[[Reader, Parts], st.Statement]] = {
    "score": _score,
    "validate": _validate,
    "remind": read_reminder,
    "assign": read_assignment,
    "recycle": read_recycling,
    "decide": read_decision,
}
