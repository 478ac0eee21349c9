"""How failures travel through SQL; see `failures`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from odos.dsl.failures import FALSE, SQL_FAILURES, TRUE
from odos.dsl.sql.forms import once_each
from odos.dsl.types import BOOLEAN, Type
from odos.kernel.sql import Sql, join


@dataclass(frozen=True)
class Argument:
    """A value as it travels: marked when it ``fails``; a condition is a code then."""

    sql: Sql
    type: Type
    fails: bool = False
    may_be_blank: bool = True

    @property
    def failed(self) -> Sql:
        """Whether it did; for an argument that ``fails``."""
        return "(" + self.sql + f" = {failure(self.type)})"

    @property
    def plain(self) -> Sql:
        """The value where it did not fail."""
        return decoded(self.sql) if self.fails and self.type == BOOLEAN else self.sql

    def coded(self) -> Argument:
        """A condition as a code."""
        if self.fails or self.type != BOOLEAN:
            return self
        return Argument(encoded(self.sql), self.type, True, self.may_be_blank)

    def at(self, reference: Sql) -> Argument:
        """The same, computed elsewhere."""
        return Argument(reference, self.type, self.fails, self.may_be_blank)


def failure(kind: Type) -> str:
    """The mark of a failed value of that type."""
    return SQL_FAILURES[kind.kind]


def encoded(condition: Sql) -> Sql:
    """True, false or blank as a code."""
    return "(CASE WHEN " + condition + f" THEN {TRUE} WHEN NOT " + condition + f" THEN {FALSE} END)"


def encoded_test(condition: Sql) -> Sql:
    """A condition as a code, blank counting as false."""
    return "(CASE WHEN " + condition + f" THEN {TRUE} ELSE {FALSE} END)"


def decoded(code: Sql) -> Sql:
    """A code as true, false or blank; a failure is blank."""
    return "(CASE " + code + f" WHEN {TRUE} THEN TRUE WHEN {FALSE} THEN FALSE END)"


def without_failure(value: Sql, kind: Type) -> Sql:
    """Blank where the value failed."""
    return decoded(value) if kind == BOOLEAN else "NULLIF(" + value + f", {failure(kind)})"


def guard(
    arguments: Sequence[Argument],
    build: Callable[[Sequence[Sql]], Sql],
    result: Type,
    *,
    fails: bool = False,
    test: bool = False,
    codes: bool = False,
) -> Sql:
    """The result of a form over arguments some of which may have failed: then it has failed as well.

    With ``fails`` the form gives NULL for arguments that have no result. ``test``: it gives a condition, of
    which NULL is false; ``codes``: it gives the code of a condition.
    """

    def body(references: Sequence[Sql]) -> Sql:
        found = [item.at(reference) for item, reference in zip(arguments, references, strict=True)]
        failed = [item.failed for item in found if item.fails]
        blank = [item.plain + " IS NULL" for item in found if item.may_be_blank] if fails else []
        value = build([item.plain for item in found])
        if result == BOOLEAN and not codes:
            value = encoded_test(value) if test else encoded(value)
        if fails:
            value = "COALESCE(" + value + f", {failure(result)})"
        branches = [
            *(["WHEN " + join(" OR ", failed) + f" THEN {failure(result)}"] if failed else []),
            *(["WHEN " + join(" OR ", blank) + " THEN NULL"] if blank else []),
        ]
        return "(CASE " + join(" ", branches) + " ELSE " + value + " END)" if branches else value

    return once_each([item.sql for item in arguments], body)
