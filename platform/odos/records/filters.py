"""Filters: conditions of the rule language, as predicates over a source."""

from __future__ import annotations

from collections.abc import Callable

from odos.kernel.sql import Sql
from odos.records.context import Context
from odos.records.rules import compile_condition
from odos.records.sources import RowSource
from odos.schema.model import Entity

Predicate = Callable[[RowSource], Sql]


def compile_filter(context: Context, entity: Entity, text: str, *, as_user: bool = True) -> Predicate:
    """Check ``text`` and give its predicate; raises `Invalid` with paths under ``filter``."""
    return compile_condition(context, entity, text, "filter", as_user=as_user).condition
