"""Steps from one schema's tables to another's: immutable, reversible, each with its DDL.

Nothing is ever dropped that holds data: a column or table that is no longer wanted is *retired* (hidden)
and comes back with its data when the same field does. DDL may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from odos.kernel.sql import quote
from odos.kernel.texts import Text, text, translate
from odos.schema.model import Labels
from odos.storage.shapes import ColumnShape, ForeignKey, Table

Lock = Literal["none", "SHARE ROW EXCLUSIVE", "ACCESS EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One change of a table. ``background`` steps run as jobs after the version is active."""

    table: str
    background: bool = False

    @property
    def summary(self) -> Text:
        """What happens, for people."""
        raise TypeError(f"{type(self).__name__} has no summary")

    @property
    def ddl(self) -> tuple[str, ...]:
        """The statements, to run in the workspace's search path."""
        return ()

    @property
    def lock(self) -> Lock:
        """The lock that the step needs on `table`."""
        return "none"

    def locks(self) -> Iterator[tuple[str, Lock]]:
        """Every lock that must be held before the DDL runs."""
        if self.lock != "none" and not self.background:
            yield self.table, self.lock

    def reverse(self) -> Step:
        """The step that undoes this one."""
        raise TypeError(f"{type(self).__name__} has no reverse")


def named(labels: Labels | None, fallback: str) -> dict[str, str]:
    """A label in each language, for `say`."""
    known = labels or {}
    return {"en": translate(known, "en") or fallback, "zh": translate(known, "zh-hans") or fallback}


def say(en: str, zh_hans: str, labels: Labels | None, fallback: str) -> Text:
    """A sentence with ``{en}`` and ``{zh}`` for a label in each language."""
    return text(en, zh_hans, **named(labels, fallback))


@dataclass(frozen=True, kw_only=True)
class CreateTable(Step):
    """A new table without its foreign keys; with its indexes, since it is empty.

    A table that was retired is there already: steps of their own add what it lacks.
    """

    shape: Table
    restored: bool = False

    @property
    def summary(self) -> Text:
        if self.restored:
            return say('Bring back the table of "{en}"', "恢复“{zh}”的数据表", self.shape.label, self.table)
        return say('Create a table for "{en}"', "为“{zh}”创建数据表", self.shape.label, self.table)

    @property
    def ddl(self) -> tuple[str, ...]:
        if self.restored:
            return ()
        lines = [column.clause for column in self.shape.columns.values()]
        lines += [self.shape.key] if self.shape.key else []
        create = f"CREATE TABLE IF NOT EXISTS {quote(self.table)} ({', '.join(lines)})"
        return (create, *(index.statement for index in self.shape.indexes))

    def reverse(self) -> Step:
        return RetireTable(table=self.table, shape=self.shape)


@dataclass(frozen=True, kw_only=True)
class RetireTable(Step):
    """The table stays with its rows but nothing leads to it; its references no longer bind others."""

    shape: Table

    @property
    def summary(self) -> Text:
        return say(
            'Hide the table of "{en}"; its rows are kept',
            "隐藏“{zh}”的数据表，保留其中的数据",
            self.shape.label,
            self.table,
        )

    @property
    def ddl(self) -> tuple[str, ...]:
        return tuple(drop_constraint(key) for key in self.shape.foreign_keys)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE" if self.shape.foreign_keys else "none"

    def locks(self) -> Iterator[tuple[str, Lock]]:
        yield from super().locks()
        for key in self.shape.foreign_keys:
            yield key.target, "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return CreateTable(table=self.table, shape=self.shape)


@dataclass(frozen=True, kw_only=True)
class AddColumn(Step):
    """A new column, without a default so that no row is rewritten; with its foreign key when it is new."""

    column: ColumnShape
    foreign_key: ForeignKey | None = None
    restored: bool = False

    @property
    def summary(self) -> Text:
        label = self.column.label
        if self.restored:
            return say('Bring back "{en}" with its data', "恢复“{zh}”及其数据", label, self.column.name)
        return say('Add a column for "{en}"', "为“{zh}”添加列", label, self.column.name)

    @property
    def ddl(self) -> tuple[str, ...]:
        if self.restored:
            return ()
        return (_add_column(self.table, self.column, self.foreign_key),)

    @property
    def lock(self) -> Lock:
        return "none" if self.restored else "ACCESS EXCLUSIVE"

    def locks(self) -> Iterator[tuple[str, Lock]]:
        yield from super().locks()
        if self.foreign_key and not self.restored:
            yield self.foreign_key.target, "SHARE ROW EXCLUSIVE"

    def reverse(self) -> Step:
        return RetireColumn(table=self.table, column=self.column, foreign_key=self.foreign_key)


@dataclass(frozen=True, kw_only=True)
class RetireColumn(Step):
    """The column stays with its values but nothing shows it; it binds neither new rows nor its target."""

    column: ColumnShape
    foreign_key: ForeignKey | None = None

    @property
    def summary(self) -> Text:
        label = self.column.label
        return say('Hide "{en}"; its values are kept', "隐藏“{zh}”，保留其中的数据", label, self.column.name)

    @property
    def ddl(self) -> tuple[str, ...]:
        statements = [drop_constraint(self.foreign_key)] if self.foreign_key else []
        if self.column.not_null:
            statements.append(f"{alter(self.table)} ALTER COLUMN {quote(self.column.name)} DROP NOT NULL")
        return tuple(statements)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE" if self.ddl else "none"

    def locks(self) -> Iterator[tuple[str, Lock]]:
        yield from super().locks()
        if self.foreign_key:
            yield self.foreign_key.target, "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return AddColumn(table=self.table, column=self.column, foreign_key=self.foreign_key)


@dataclass(frozen=True, kw_only=True)
class RequireColumn(Step):
    """NOT NULL, where no row can be blank (an empty table); elsewhere the records engine sees to it."""

    column: ColumnShape

    @property
    def summary(self) -> Text:
        return say('Every row must have "{en}"', "每行必须填写“{zh}”", self.column.label, self.column.name)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (f"{alter(self.table)} ALTER COLUMN {quote(self.column.name)} SET NOT NULL",)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return ReleaseColumn(table=self.table, column=self.column)


@dataclass(frozen=True, kw_only=True)
class ReleaseColumn(Step):
    """NULL again."""

    column: ColumnShape

    @property
    def summary(self) -> Text:
        return say('"{en}" may be blank', "“{zh}”可以为空", self.column.label, self.column.name)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (f"{alter(self.table)} ALTER COLUMN {quote(self.column.name)} DROP NOT NULL",)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return RequireColumn(table=self.table, column=self.column)


def alter(table: str) -> str:
    """How a change of a table begins."""
    return f"ALTER TABLE {quote(table)}"


def _add_column(table: str, column: ColumnShape, key: ForeignKey | None = None) -> str:
    reference = f" CONSTRAINT {quote(key.name)} {key.clause}" if key else ""
    return f"{alter(table)} ADD COLUMN IF NOT EXISTS {quote(column.name)} {column.type}{reference}"


def drop_constraint(key: ForeignKey) -> str:
    """Untie a reference; again does no harm."""
    return f"{alter(key.table)} DROP CONSTRAINT IF EXISTS {quote(key.name)}"
