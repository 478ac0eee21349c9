"""The types of the rule language. Text and number never mix silently; the checker decides what does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",
    "number",
    "percent",
    "money",
    "boolean",
    "date",
    "datetime",
    "time",
    "duration",
    "option",
    "optionset",
    "record",
    "list",
    "blank",
    "any",
]


@dataclass(frozen=True)
class Type:
    """A type. ``entity`` is the identity a record type leads to, ``item`` the type of a list's items.

    ``blank`` is the type of ``null`` alone, ``any`` of what the language only hands through (a json field).
    """

    kind: Kind
    entity: str | None = None
    item: Type | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether values are exact decimals in both back ends (money reads as its base amount)."""
        return self.kind in NUMERIC

    @property
    def is_textual(self) -> bool:
        """Whether values are text in both back ends: texts and the keys of options."""
        return self.kind in {"text", "option"}

    @property
    def is_temporal(self) -> bool:
        """Whether values are dates or moments."""
        return self.kind in {"date", "datetime"}

    def __str__(self) -> str:
        return f"list of {self.item}" if self.item else self.kind


NUMERIC = frozenset({"number", "percent", "money"})

TEXT = Type("text")
NUMBER = Type("number")
PERCENT = Type("percent")
MONEY = Type("money")
BOOLEAN = Type("boolean")
DATE = Type("date")
DATETIME = Type("datetime")
TIME = Type("time")
DURATION = Type("duration")
OPTION = Type("option")
OPTIONSET = Type("optionset")
BLANK = Type("blank")
ANY = Type("any")


def record(entity: str) -> Type:
    """The type of a reference to a record of the entity with that identity."""
    return Type("record", entity=entity)


def list_of(item: Type) -> Type:
    """The type of a list of ``item``; a collection of records is ``list_of(record(entity))``."""
    return Type("list", item=item)
