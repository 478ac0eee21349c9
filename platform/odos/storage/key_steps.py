"""Steps on foreign keys of columns that exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odos.kernel.sql import quote
from odos.kernel.texts import Text, text
from odos.storage.shapes import ForeignKey
from odos.storage.steps import Lock, Step, alter, drop_constraint


@dataclass(frozen=True, kw_only=True)
class AddForeignKey(Step):
    """A foreign key on what exists. Unless ``validated``, a job clears references to nothing, then checks.

    With ``cleaned`` they are cleared first, at once, for a column that was retired in a small table.
    """

    foreign_key: ForeignKey
    validated: bool = False
    cleaned: bool = False

    @property
    def summary(self) -> Text:
        names = {"column": self.foreign_key.column, "target": self.foreign_key.target}
        return text("Tie {column} to {target}", "将 {column} 关联到 {target}", **names)

    @property
    def ddl(self) -> tuple[str, ...]:
        key = self.foreign_key
        later = "" if self.validated or self.cleaned else " NOT VALID"
        columns = f"FOREIGN KEY ({quote(key.column)})"
        add = f"{alter(self.table)} ADD CONSTRAINT {quote(key.name)} {columns} {key.clause}{later}"
        clear = (clear_dangling(key),) if self.cleaned else ()
        return (drop_constraint(key), *clear, add)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE"

    def locks(self) -> Iterator[tuple[str, Lock]]:
        yield from super().locks()
        yield self.foreign_key.target, "ACCESS EXCLUSIVE" if not self.validated else "SHARE ROW EXCLUSIVE"

    def reverse(self) -> Step:
        return DropForeignKey(table=self.table, foreign_key=self.foreign_key)


@dataclass(frozen=True, kw_only=True)
class DropForeignKey(Step):
    """The database no longer keeps the reference."""

    foreign_key: ForeignKey

    @property
    def summary(self) -> Text:
        names = {"column": self.foreign_key.column, "target": self.foreign_key.target}
        return text("Untie {column} from {target}", "取消 {column} 与 {target} 的关联", **names)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (drop_constraint(self.foreign_key),)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE"

    def locks(self) -> Iterator[tuple[str, Lock]]:
        yield from super().locks()
        yield self.foreign_key.target, "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return AddForeignKey(table=self.table, foreign_key=self.foreign_key)


def clear_dangling(key: ForeignKey) -> str:
    """Clear references to rows that are gone; lines whose parent is gone go as well."""
    column, target = quote(key.column), quote(key.target)
    found = f"SELECT 1 FROM {target} t WHERE t.id = {quote(key.table)}.{column}"
    gone = f"{column} IS NOT NULL AND NOT EXISTS ({found})"
    if key.on_delete == "CASCADE":
        return f"DELETE FROM {quote(key.table)} WHERE {gone}"
    return f"UPDATE {quote(key.table)} SET {column} = NULL WHERE {gone}"
