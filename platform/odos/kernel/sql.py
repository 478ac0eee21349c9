"""A piece of SQL: text with ``%s`` placeholders and its parameters, in order.

A parameter may be a `Slot`: a value known only when the statement runs (the user, the time), so that
the text can be compiled once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """A parameter filled in for each execution, by name: ``user``, ``now``, ``today``, ``unit``, …"""

    name: str


@dataclass(frozen=True)
class Sql:
    """Immutable text and parameters. Identifiers in ``text`` are quoted, values never stand in it."""

    text: str
    params: tuple[object, ...] = ()

    def __add__(self, other: Sql | str) -> Sql:
        if isinstance(other, str):
            return Sql(self.text + other, self.params)
        return Sql(self.text + other.text, self.params + other.params)

    def __radd__(self, other: str) -> Sql:
        return Sql(other + self.text, self.params)

    def bind(self, values: Mapping[str, object]) -> list[object]:
        """The parameters with every slot filled from ``values``; a function there is asked for its value."""
        return [_filled(values[item.name]) if isinstance(item, Slot) else item for item in self.params]


def _filled(value: object) -> object:
    return value() if callable(value) else value


def join(separator: str, pieces: Iterable[Sql]) -> Sql:
    """``pieces`` with ``separator`` between them."""
    listed = list(pieces)
    return Sql(
        separator.join(piece.text for piece in listed),
        tuple(param for piece in listed for param in piece.params),
    )


def quote(identifier: str) -> str:
    """A quoted identifier, safe to stand in a text with ``%s`` placeholders."""
    return '"' + identifier.replace('"', '""').replace("%", "%%") + '"'


# Any of a parameter's ids, for prepared statements: PostgreSQL expects ten of them whatever they are, so that
# the plan without a look at parameters is as good as any, and is kept. It would plan each run anew otherwise.
ANY_ID = "ANY(ARRAY(SELECT unnest(%s::bigint[])))"


def array(numbers: Iterable[int]) -> str:
    """A list of numbers as PostgreSQL reads one; psycopg2 takes ten times as long over a list."""
    return "{" + ",".join(map(str, numbers)) + "}"
