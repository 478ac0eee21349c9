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
from odos.schema.model import Field, Labels
from odos.storage.conversion import conversion_statement
from odos.storage.shapes import ColumnShape, ForeignKey, Index, Table

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


def _named(labels: Labels | None, fallback: str) -> dict[str, str]:
    known = labels or {}
    return {"en": translate(known, "en") or fallback, "zh": translate(known, "zh-hans") or fallback}


def _say(en: str, zh_hans: str, labels: Labels | None, fallback: str) -> Text:
    """A sentence with ``{en}`` and ``{zh}`` for a label in each language."""
    return text(en, zh_hans, **_named(labels, fallback))


@dataclass(frozen=True, kw_only=True)
class CreateTable(Step):
    """A new table without its foreign keys; with its indexes, since it is empty.

    A table that was retired is there already: what it lacks is added.
    """

    shape: Table
    restored: bool = False

    @property
    def summary(self) -> Text:
        if self.restored:
            return _say('Bring back the table of "{en}"', "恢复“{zh}”的数据表", self.shape.label, self.table)
        return _say('Create a table for "{en}"', "为“{zh}”创建数据表", self.shape.label, self.table)

    @property
    def ddl(self) -> tuple[str, ...]:
        return self._restoring() if self.restored else self._creating()

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE" if self.restored else "none"

    def _creating(self) -> tuple[str, ...]:
        lines = [column.clause for column in self.shape.columns.values()]
        lines += [self.shape.key] if self.shape.key else []
        create = f"CREATE TABLE IF NOT EXISTS {quote(self.table)} ({', '.join(lines)})"
        return (create, *(index.statement for index in self.shape.indexes))

    def _restoring(self) -> tuple[str, ...]:
        columns = self.shape.columns.values()
        return tuple(
            _add_column(self.table, column)
            for column in columns
            if column.name != "id" and not self.shape.key
        )

    def reverse(self) -> Step:
        return RetireTable(table=self.table, shape=self.shape)


@dataclass(frozen=True, kw_only=True)
class RetireTable(Step):
    """The table stays with its rows but nothing leads to it; its references no longer bind others."""

    shape: Table

    @property
    def summary(self) -> Text:
        return _say(
            'Hide the table of "{en}"; its rows are kept',
            "隐藏“{zh}”的数据表，保留其中的数据",
            self.shape.label,
            self.table,
        )

    @property
    def ddl(self) -> tuple[str, ...]:
        return tuple(_drop_constraint(key) for key in self.shape.foreign_keys)

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
    """A new column, always without a default so that no row is rewritten; with its foreign key when it is new."""

    column: ColumnShape
    foreign_key: ForeignKey | None = None
    restored: bool = False

    @property
    def summary(self) -> Text:
        label = self.column.label
        if self.restored:
            return _say('Bring back "{en}" with its data', "恢复“{zh}”及其数据", label, self.column.name)
        return _say('Add a column for "{en}"', "为“{zh}”添加列", label, self.column.name)

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
        return _say('Hide "{en}"; its values are kept', "隐藏“{zh}”，保留其中的数据", label, self.column.name)

    @property
    def ddl(self) -> tuple[str, ...]:
        statements = [_drop_constraint(self.foreign_key)] if self.foreign_key else []
        if self.column.not_null:
            statements.append(f"{_alter(self.table)} ALTER COLUMN {quote(self.column.name)} DROP NOT NULL")
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
        return _say('Every row must have "{en}"', "每行必须填写“{zh}”", self.column.label, self.column.name)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (f"{_alter(self.table)} ALTER COLUMN {quote(self.column.name)} SET NOT NULL",)

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
        return _say('"{en}" may be blank', "“{zh}”可以为空", self.column.label, self.column.name)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (f"{_alter(self.table)} ALTER COLUMN {quote(self.column.name)} DROP NOT NULL",)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return RequireColumn(table=self.table, column=self.column)


@dataclass(frozen=True, kw_only=True)
class AddForeignKey(Step):
    """A foreign key on what exists. Unless ``validated``, references to nothing are cleared and checked by a job.

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
        add = f"{_alter(self.table)} ADD CONSTRAINT {quote(key.name)} {columns} {key.clause}{later}"
        clear = (clear_dangling(key),) if self.cleaned else ()
        return (_drop_constraint(key), *clear, add)

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
        return (_drop_constraint(self.foreign_key),)

    @property
    def lock(self) -> Lock:
        return "ACCESS EXCLUSIVE"

    def locks(self) -> Iterator[tuple[str, Lock]]:
        yield from super().locks()
        yield self.foreign_key.target, "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return AddForeignKey(table=self.table, foreign_key=self.foreign_key)


@dataclass(frozen=True, kw_only=True)
class BuildIndex(Step):
    """An index on a table that has rows: concurrently, by a job; at once where there are few."""

    index: Index
    background: bool = True

    @property
    def summary(self) -> Text:
        if self.index.unique:
            return text("Keep values apart on {table}", "确保 {table} 中的值唯一", table=self.table)
        return text("Index {table} in the background", "在后台为 {table} 建立索引", table=self.table)

    @property
    def ddl(self) -> tuple[str, ...]:
        statement = self.index.statement
        return (concurrently(statement) if self.background else statement,)

    @property
    def lock(self) -> Lock:
        return "SHARE UPDATE EXCLUSIVE" if self.background else "SHARE ROW EXCLUSIVE"

    def reverse(self) -> Step:
        return DropIndex(table=self.table, index=self.index)


@dataclass(frozen=True, kw_only=True)
class DropIndex(Step):
    """An index that nothing wants any more; by a job. A unique one goes at once, since it binds new rows."""

    index: Index
    background: bool = True

    @property
    def summary(self) -> Text:
        if self.index.unique:
            return text("Values of {table} may repeat", "允许 {table} 中的值重复", table=self.table)
        return text("Drop an index of {table}", "删除 {table} 的索引", table=self.table)

    @property
    def ddl(self) -> tuple[str, ...]:
        return (f"DROP INDEX {'CONCURRENTLY ' if self.background else ''}IF EXISTS {quote(self.index.name)}",)

    @property
    def lock(self) -> Lock:
        return "SHARE UPDATE EXCLUSIVE" if self.background else "ACCESS EXCLUSIVE"

    def reverse(self) -> Step:
        return BuildIndex(table=self.table, index=self.index)


@dataclass(frozen=True, kw_only=True)
class ConvertField(Step):
    """Values go from the old kind's columns to the new kind's; both are kept. A job, unless there are few rows."""

    old: Field
    new: Field
    base_currency: str
    restored: bool = False
    background: bool = True

    @property
    def summary(self) -> Text:
        names = {"old": self.old.kind, "new": self.new.kind, **_named(self.new.label, self.new.key)}
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


def clear_dangling(key: ForeignKey) -> str:
    """Clear references to rows that are gone; lines whose parent is gone go as well."""
    column, target = quote(key.column), quote(key.target)
    gone = f"{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} t WHERE t.id = {quote(key.table)}.{column})"
    if key.on_delete == "CASCADE":
        return f"DELETE FROM {quote(key.table)} WHERE {gone}"
    return f"UPDATE {quote(key.table)} SET {column} = NULL WHERE {gone}"


def _alter(table: str) -> str:
    return f"ALTER TABLE {quote(table)}"


def _add_column(table: str, column: ColumnShape, key: ForeignKey | None = None) -> str:
    reference = f" CONSTRAINT {quote(key.name)} {key.clause}" if key else ""
    return f"{_alter(table)} ADD COLUMN IF NOT EXISTS {quote(column.name)} {column.type}{reference}"


def _drop_constraint(key: ForeignKey) -> str:
    return f"{_alter(key.table)} DROP CONSTRAINT IF EXISTS {quote(key.name)}"
