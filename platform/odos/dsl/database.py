"""The functions that rules call in the database: the statements that make them, or bring them up to date."""

from __future__ import annotations

from pathlib import Path

from odos.dsl.failures import SQL_FAILURES
from odos.dsl.patterns import GRAMMAR

_FILE = Path(__file__).with_name("functions.sql")


def statements() -> list[str]:
    """Each may run again; all stand in the first schema of the search path."""
    source = _FILE.read_text(encoding="utf-8")
    source = source.replace("{grammar}", _quoted(GRAMMAR)).replace("{failed}", SQL_FAILURES["text"])
    return [statement.strip() for statement in source.split("\n----\n")]


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
