"""``contains``, ``starts with``, ``ends with`` and ``matches`` in SQL."""

from __future__ import annotations

from odos.dsl import tree
from odos.dsl.sql import forms as sql_forms
from odos.dsl.sql.pieces import POSITIONS, Compiler, Condition, folded, templated, typed
from odos.dsl.sql.source import SqlSource
from odos.dsl.types import TEXT
from odos.kernel.sql import Sql


def match(node: tree.TextMatch, source: SqlSource, compiler: Compiler) -> Condition:
    """One that cannot fail: NULL where nothing is asked for."""
    item = compiler.travelling(node.item, source)
    if node.item.type.kind == "optionset":
        return Condition("(" + compiler.travelling(node.pattern, source) + " = ANY(" + item + "))")
    if node.operator == "matches":
        return Condition(sql_forms.matches((typed(item, TEXT), compiler.travelling(node.pattern, source))))
    subject = folded(typed(item, TEXT))
    if isinstance(node.pattern, tree.Literal) and isinstance(node.pattern.value, str) and node.pattern.value:
        before, after = _LIKE[node.operator]
        pattern = before + _escaped(node.pattern.value) + after
        return Condition("(" + subject + " LIKE " + folded(Sql("%s::text", (pattern,))) + ")")
    pattern_sql = folded(typed(compiler.travelling(node.pattern, source), TEXT))
    return Condition("(" + templated(POSITIONS[node.operator], subject, pattern_sql) + ")")


_LIKE = {"contains": ("%", "%"), "starts with": ("", "%"), "ends with": ("%", "")}


def _escaped(pattern: str) -> str:
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
