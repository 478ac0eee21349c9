"""Steps that go over stored rows: indexes and conversions. Jobs, unless there are few rows."""

from __future__ import annotations

from dataclasses import dataclass

from odos.kernel.sql import quote
from odos.kernel.texts import Text, text
from odos.schema.model import Field, Labels
from odos.storage.conversion import conversion_statement
from odos.storage.shapes import Index
from odos.storage.steps import Lock, Step, named, say


@dataclass(frozen=True, kw_only=True)
class BuildIndex(Step):
    """An index on a table that has rows: concurrently, by a job; at once where there are few."""

    index: Index
    label: Labels | None = None
    background: bool = True

    @property
    def summary(self) -> Text:
        if self.index.unique:
            return say('Keep the values of "{en}" apart', "确保“{zh}”的值唯一", self.label, self.table)
        if self.background:
            return say('Index "{en}" in the background', "在后台为“{zh}”建立索引", self.label, self.table)
        return say('Index "{en}"', "为“{zh}”建立索引", self.label, self.table)

    @property
    def ddl(self) -> tuple[str, ...]:
        statement = self.index.statement
        return (concurrently(statement) if self.background else statement,)

    @property
    def lock(self) -> Lock:
        return "SHARE UPDATE EXCLUSIVE" if self.background else "SHARE ROW EXCLUSIVE"

    def reverse(self) -> Step:
        return DropIndex(table=self.table, index=self.index, label=self.label)


@dataclass(frozen=True, kw_only=True)
class DropIndex(Step):
    """An index that nothing wants any more; by a job. A unique one goes at once, since it binds new rows."""

    index: Index
    label: Labels | None = None
    background: bool = True

    @property
    def summary(self) -> Text:
        if self.index.unique:
            return say('Values of "{en}" may repeat', "允许“{zh}”的值重复", self.label, self.table)
        return say('Drop an index of "{en}"', "删除“{zh}”的索引", self.label, self.table)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (f"DROP INDEX {'CONCURRENTLY ' if self.background else ''}IF EXISTS {quote(self.index.name)}",)

    @property
    def lock(self) -> Lock:
        return "SHARE UPDATE EXCLUSIVE" if self.background else "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return BuildIndex(table=self.table, index=self.index, label=self.label)


@dataclass(frozen=True, kw_only=True)
class ConvertField(Step):
    """Values go from the old kind's columns to the new kind's; both are kept."""

    old: Field
    new: Field
    base_currency: str
    restored: bool = False
    background: bool = True

    @property
    def summary(self) -> Text:
        names = {"old": self.old.kind, "new": self.new.kind, **named(self.new.label, self.new.key)}
        return text('Convert "{en}" from {old} to {new}', "将“{zh}”从 {old} 转换为 {new}", **names)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (self.statement,)

    @property
    def lock(self) -> Lock:
        return "none" if self.background else "ACCESS EXCLUSIVE"

    @property
    def statement(self) -> str:
        """The UPDATE of all rows that need it."""
        return conversion_statement(
            self.table, self.old, self.new, restored=self.restored, base_currency=self.base_currency
        )

    def reverse(self) -> Step:
        return ConvertField(table=self.table, old=self.new, new=self.old, base_currency=self.base_currency)


def concurrently(statement: str) -> str:
    """The statement of an index as a concurrent build."""
    return statement.replace("INDEX IF NOT EXISTS", "INDEX CONCURRENTLY IF NOT EXISTS", 1)
