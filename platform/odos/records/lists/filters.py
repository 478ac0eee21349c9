"""Filters: conditions of the rule language, as predicates over a source.

Filters may ask for more than other rules: functions that compile to SQL only, registered in
`FILTER_FUNCTIONS`, and names for conditions kept elsewhere, which a `Rewriter` replaces by what they stand
for before the text is looked up among the compiled ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from odos.dsl.functions import Function
from odos.dsl.library.index import functions as built_in
from odos.kernel.registry import Registry
from odos.kernel.sql import Sql
from odos.records.context import Context
from odos.records.rules.compiled import compile_condition
from odos.records.rules.sources import RowSource
from odos.schema.model import Entity

Predicate = Callable[[RowSource], Sql]

FILTER_FUNCTIONS: Registry[Function] = Registry("filter function")


@dataclass(frozen=True)
class Rewriter:
    """``rewrite`` is asked for texts that hold ``marker``, the name of its function; it raises `Invalid`.

    The marker is looked for in capitals, as the parser reads names of functions: ``ı`` and ``ſ`` are ``I``
    and ``S`` there. What ``rewrite`` puts in its place may call functions with the marker in their names:
    a text that somebody wrote never gets to them past the rewriter.
    """

    key: str
    marker: str
    rewrite: Callable[[Context, Entity, str], str]


REWRITERS: Registry[Rewriter] = Registry("filter rewriter")


def present_filter(context: Context, entity: Entity, text: str | None) -> str | None:
    """What a person asked for, as it stands at this moment: the text under which it may be kept compiled."""
    for rewriter in REWRITERS.values():
        if text and rewriter.marker in text.upper():
            text = rewriter.rewrite(context, entity, text)
    return text


def compile_filter(context: Context, entity: Entity, text: str, *, as_user: bool = True) -> Predicate:
    """The predicate of a text of `present_filter`; raises `Invalid` with paths under ``filter``."""
    functions = {**built_in, **FILTER_FUNCTIONS}
    rule = compile_condition(context, entity, text, "filter", as_user=as_user, functions=functions)
    return rule.condition
