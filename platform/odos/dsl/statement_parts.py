"""A score or a validation as a form for people: rows whose expressions are texts, and back.

``{"kind": "score", "entity", "title", "when", "into", "clauses": [{"sign", "points", "when", "limit",
"because", "notes"}], "grades": {"bands": [{"grade", "from"}], "otherwise", "into"}, "qualified": {"when",
"into"}}`` or ``{"kind": "validate", …, "requirements": [{"condition", "message", "fields"}]}``. Texts for
people are ``{language: text}``. Nothing is lost: what a form does not show (comments) it hands back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import singledispatch
from typing import Any

from odos.dsl import statements as st
from odos.dsl import tree
from odos.dsl.change_printer import print_statement
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.dsl.statement_parser import parse_statement
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

Parts = Mapping[str, Any]


def parts_of(source: str) -> dict[str, Any] | None:
    """The form of a statement; None for one that has none. Raises `Invalid` for what cannot be read."""
    return _parts(parse_statement(source))


def text_of(parts: Parts) -> str:
    """The canonical text of a form; raises `Invalid` with every finding at its place in the form."""
    reader = _Reader()
    build = _BUILDERS.get(str(parts.get("kind")))
    if build is None:
        reader.refuse(("kind",), _NO_FORM)
    statement = build(reader, parts) if build else None
    if reader.issues or statement is None:
        raise Invalid(None, reader.issues)
    return print_statement(statement)


_NO_FORM = text("Only scores and validations have a form", "只有评分和校验规则有表单形式")
_NO_TEXT = text("This must be text", "此处应为文本")
_NO_ROWS = text("This must be a list of objects", "此处应为对象列表")
_NO_FIELD = text("This must be a field", "此处应为字段")
_MISSING = text("This is missing", "此处不能为空")


# ------------------------------------------------------------------ statement → form


@singledispatch
def _parts(statement: st.Statement) -> dict[str, Any] | None:
    return None


@_parts.register
def _(statement: st.Score) -> dict[str, Any]:
    grades, qualified = statement.grades, statement.qualified
    return {
        **_head("score", statement),
        "into": _shown(statement.into),
        "clauses": [_clause(item) for item in statement.clauses],
        "grades": _grades(grades) if grades else None,
        "qualified": _qualified(qualified) if qualified else None,
    }


@_parts.register
def _(statement: st.Validate) -> dict[str, Any]:
    return {
        **_head("validate", statement),
        "requirements": [
            {
                "condition": _shown(item.condition),
                "message": _labels(item.message),
                "fields": [_shown(field) for field in item.fields],
                "notes": list(item.notes),
            }
            for item in statement.requirements
        ],
    }


def _head(kind: str, statement: st.Statement) -> dict[str, Any]:
    return {
        "kind": kind,
        "entity": statement.entity.name,
        "title": _labels(statement.title),
        "when": _shown(statement.when),
        "notes": list(statement.notes),
        "closing": list(statement.closing),
    }


def _clause(item: st.ScoreClause) -> dict[str, Any]:
    return {
        "sign": item.sign,
        "points": _shown(item.points),
        "when": _shown(item.when),
        "limit": _shown(item.limit),
        "because": _labels(item.because),
        "notes": list(item.notes),
    }


def _grades(item: st.Grades) -> dict[str, Any]:
    return {
        "bands": [{"grade": band.grade, "from": _shown(band.start)} for band in item.bands],
        "otherwise": item.otherwise,
        "into": _shown(item.into),
        "notes": list(item.notes),
    }


def _qualified(item: st.Qualified) -> dict[str, Any]:
    return {"when": _shown(item.condition), "into": _shown(item.into), "notes": list(item.notes)}


def _shown(node: tree.Node | None) -> str | None:
    return print_rule(node) if node is not None else None


def _labels(words: st.Words | None) -> dict[str, str] | None:
    return dict(words.labels) if words else None


# ------------------------------------------------------------------ form → statement


class _Reader:
    """Reads texts of a form and collects what is wrong with them."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def refuse(self, path: tuple[str | int, ...], message: Any) -> None:
        """A finding about the form itself."""
        self.issues.append(Issue("rule_form", message, path))

    def rule(self, written: Any, *path: str | int, needed: bool = False) -> tree.Node | None:
        """An expression; findings stand at ``path/line:column``."""
        if not isinstance(written, str | None):
            self.refuse(path, _NO_TEXT)
            return None
        if not (written or "").strip():
            if needed:
                self.refuse(path, _MISSING)
            return None
        try:
            return parse(str(written))
        except Invalid as refusal:
            self.issues += [issue.under(*path) for issue in refusal.issues]
            return None

    def needed(self, written: Any, *path: str | int) -> tree.Node:
        """An expression that must be there; a stand-in when it is at fault."""
        return self.rule(written, *path, needed=True) or tree.Literal(None, "blank")

    def path(self, written: Any, *path: str | int) -> tree.Path | None:
        """The name of a field."""
        node = self.rule(written, *path)
        if node is not None and not isinstance(node, tree.Path):
            self.refuse(path, _NO_FIELD)
        return node if isinstance(node, tree.Path) else None

    def words(self, written: Any, *path: str | int) -> st.Words | None:
        """A text in each language; one for all where it is English only."""
        if not written:
            return None
        if not isinstance(written, Mapping) or not all(isinstance(item, str) for item in written.values()):
            self.refuse(path, _NO_TEXT)
            return None
        found = {str(language): item for language, item in written.items() if item.strip()}
        if not found:
            return None
        plain = found["en"] if set(found) == {"en"} else None
        return st.Words(plain, () if plain is not None else tuple(found.items()))

    def rows(self, written: Any, *path: str | int) -> Iterable[tuple[int, Parts]]:
        """The objects of a list with their positions."""
        if not isinstance(written or [], list) or not all(
            isinstance(item, Mapping) for item in written or []
        ):
            self.refuse(path, _NO_ROWS)
            return ()
        return enumerate(written or [])

    def one(self, written: Any, *path: str | int) -> Parts | None:
        """An object, where there is one."""
        if written is not None and not isinstance(written, Mapping):
            self.refuse(path, _NO_ROWS)
            return None
        return written

    def head(self, parts: Parts) -> dict[str, Any]:
        """What all statements have."""
        return {
            "entity": st.EntityName(str(parts.get("entity") or "")),
            "title": self.words(parts.get("title"), "title"),
            "when": self.rule(parts.get("when"), "when"),
            "notes": _notes(parts),
            "closing": _notes(parts, "closing"),
        }


def _notes(parts: Parts, name: str = "notes") -> tuple[str, ...]:
    kept = parts.get(name)
    return tuple(" ".join(str(item).split()) for item in kept) if isinstance(kept, list) else ()


def _score(reader: _Reader, parts: Parts) -> st.Statement:
    return st.Score(
        **reader.head(parts),
        into=reader.path(parts.get("into"), "into"),
        clauses=tuple(
            _read_clause(reader, item, at) for at, item in reader.rows(parts.get("clauses"), "clauses")
        ),
        grades=_read_grades(reader, reader.one(parts.get("grades"), "grades")),
        qualified=_read_qualified(reader, reader.one(parts.get("qualified"), "qualified")),
    )


def _read_clause(reader: _Reader, item: Parts, at: int) -> st.ScoreClause:
    place = ("clauses", at)
    return st.ScoreClause(
        "-" if item.get("sign") == "-" else "+",
        reader.needed(item.get("points"), *place, "points"),
        reader.rule(item.get("when"), *place, "when"),
        reader.rule(item.get("limit"), *place, "limit"),
        reader.words(item.get("because"), *place, "because"),
        notes=_notes(item),
    )


def _read_grades(reader: _Reader, item: Parts | None) -> st.Grades | None:
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
        reader.refuse(("grades", "bands"), _MISSING)
    otherwise = item.get("otherwise") or None
    return st.Grades(
        bands,
        str(otherwise) if otherwise else None,
        reader.path(item.get("into"), "grades", "into"),
        notes=_notes(item),
    )


_NO_GRADE = text("A grade is one word, such as A or Hot", "等级应为一个词，例如 A 或 Hot")


def _read_qualified(reader: _Reader, item: Parts | None) -> st.Qualified | None:
    if item is None:
        return None
    return st.Qualified(
        reader.needed(item.get("when"), "qualified", "when"),
        reader.path(item.get("into"), "qualified", "into"),
        notes=_notes(item),
    )


def _validate(reader: _Reader, parts: Parts) -> st.Statement:
    return st.Validate(
        **reader.head(parts),
        requirements=tuple(
            _read_requirement(reader, item, at)
            for at, item in reader.rows(parts.get("requirements"), "requirements")
        ),
    )


def _read_requirement(reader: _Reader, item: Parts, at: int) -> st.Requirement:
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
        notes=_notes(item),
    )


_BUILDERS: Mapping[str, Callable[[_Reader, Parts], st.Statement]] = {"score": _score, "validate": _validate}
