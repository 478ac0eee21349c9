"""A rule of a thousand characters read, checked and printed, as with every pause in an editor."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from benchmarks.bench import Bench, Item
from benchmarks.measuring import interleaved
from benchmarks.results import Result
from odos.dsl.checker import format_rule, read_rule
from odos.dsl.scope import SchemaScope
from odos.dsl.statements.change_checker import format_statement, read_statement
from odos.dsl.types import BOOLEAN
from odos.records.rules.statements import application_of
from odos.schema.model import Schema
from odos.storage.active import active_schema

LIMIT_MS = 10
LENGTH = 1_000


def check(bench: Bench) -> Iterable[Result]:
    """A condition and a score."""
    schema, key = active_schema(bench.workspace), bench.options.main.key
    condition, score = _long(_CLAUSE, " and "), f"score {key}\n" + _long(_POINTS, "\n")
    calls = {
        "condition": lambda _: _check_condition(schema, key, condition),
        "score": lambda _: _check_score(schema, score),
    }
    for name, timing in interleaved(calls, rounds=bench.options.few(200, 20)).items():
        detail = f"{len(condition if name == 'condition' else score)} characters"
        yield Result(f"check of a {name}", bench.milliseconds(timing), None, LIMIT_MS, bench.unit, detail)


_CLAUSE = '(status = "open" or amount * {n} > 3 + quantity and account.name contains "x{n}")'
_POINTS = '+{n} when status in ["open", "won"] and amount >= {n}000 and city <> "x" because "Reason {n}"'


def _long(pattern: str, separator: str) -> str:
    text = pattern.format(n=1)
    for number in count(2):
        if len(text) >= LENGTH:
            return text
        text += separator + pattern.format(n=number)
    raise AssertionError


def _check_condition(schema: Schema, key: str, text: str) -> str:
    application = application_of(schema)
    scope = SchemaScope(schema, schema.get_entity(key), application.type_of)
    return format_rule(read_rule(text, scope, expected=BOOLEAN), scope)


def _check_score(schema: Schema, text: str) -> str:
    application = application_of(schema)
    return format_statement(read_statement(text, application), application)


ITEMS = (Item("rule check", check),)
