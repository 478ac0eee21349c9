"""A mapping bound to an entity: every column with the field it fills and the way to the records it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from odos.exchange.lookups import Lookup, find_lookup_field
from odos.exchange.mapping import ImportMapping, Target
from odos.fields.computed import COMPUTED_KINDS
from odos.kernel.issues import Issue, Path
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.values.inputs import may_not_write
from odos.records.values.selecting import unknown_field
from odos.schema.model import Entity, Field

REFERRING = frozenset({"reference", "parent", "user", "references"})
_NOT_IN_SHEETS = COMPUTED_KINDS | {"children", "file", "segment"}


@dataclass(frozen=True)
class Column:
    """``is_late``: a reference within the entity itself, set when all rows are in."""

    name: str
    target: Target
    item: Field
    lookup: Lookup | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Followed:
    """A field that takes the value of an attribute of the record found for a reference."""

    item: Field
    reference: Field
    attribute: Field


@dataclass(frozen=True)
class Binding:
    """``ignored`` are columns of the file that the mapping does not name."""

    columns: tuple[Column, ...]
    followed: tuple[Followed, ...]
    ignored: tuple[str, ...]

    def placed(self, issue: Issue) -> Issue:
        """A finding at a field, at the column of the file that fills it."""
        names = (column.name for column in self.columns if issue.path[:1] == (column.item.key,))
        name = next(names, None)
        return issue if name is None else replace(issue, path=(name, *issue.path[1:]))

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """The lookups of all columns."""
        return tuple(column.lookup for column in self.columns if column.lookup is not None)

    @property
    def late_lookups(self) -> Mapping[str, Lookup]:
        """By field id: the references within the entity itself."""
        return {column.item.id: column.lookup for column in self.columns if column.is_late and column.lookup}


def bind(context: Context, entity: Entity, mapping: ImportMapping, columns: Sequence[str]) -> Binding:
    """Bind ``mapping`` to ``entity`` and to the columns of a file; raises `Invalid` with every misfit."""
    binder = _Binder(context, entity)
    binder.check_columns(mapping, columns)
    binder.check_constants(mapping)
    bound = [binder.bind_column(name, target) for name, target in mapping.targets]
    followed = [binder.bind_followed(key, *path) for key, path in mapping.follow.items()]
    found = tuple(column for column in bound if column is not None)
    binder.check_match(mapping, found)
    if binder.issues:
        raise Invalid(None, binder.issues)
    ignored = tuple(name for name in columns if name and name not in mapping.columns)
    return Binding(found, tuple(item for item in followed if item is not None), ignored)


@dataclass
class _Binder:
    """Collects findings."""

    context: Context
    entity: Entity
    issues: list[Issue] = field(default_factory=list)

    def check_columns(self, mapping: ImportMapping, columns: Sequence[str]) -> None:
        for name in mapping.columns:
            if name not in columns:
                message = text(
                    "The file has no column {name}; it has {known}", "文件中没有“{name}”列；现有：{known}",
                    name=name, known=", ".join(columns),
                )  # fmt: skip
                self.issues.append(Issue("no_such_column", message, ("columns", name)))

    def check_constants(self, mapping: ImportMapping) -> None:
        for key in mapping.constants:
            item = self.entity.find_field(key)
            if item is not None:
                self._refuse_locked(item, ("constants", key))

    def bind_column(self, name: str, target: Target) -> Column | None:
        item = self._filled(target.field, ("columns", name))
        if item is None:
            return None
        if item.kind in _NOT_IN_SHEETS:
            message = text('"{key}" cannot be filled from a file', "“{key}”不能从文件导入", key=item.key)
            self.issues.append(Issue("not_importable", message, ("columns", name)))
            return None
        if item.kind in REFERRING:
            return self._bind_reference(name, target, item)
        return Column(name, target, item)

    def _bind_reference(self, name: str, target: Target, item: Field) -> Column | None:
        entity = self.context.schema.target_of(item)
        try:
            by = find_lookup_field(self.context, entity, target)
        except Invalid as refusal:
            self.issues += [issue.under("columns", name) for issue in refusal.issues]
            return None
        is_late = entity.id == self.entity.id and item.kind != "references"
        return Column(name, target, item, Lookup(target, entity, by), is_late)

    def bind_followed(self, key: str, reference_key: str, attribute_key: str) -> Followed | None:
        at = ("follow", key)
        item = self._filled(key, at)
        reference = self._field(self.entity, reference_key, at)
        if item is None or reference is None:
            return None
        if reference.target is None or reference.kind == "references":
            message = text('"{key}" is not a single reference', "“{key}”不是单值引用字段", key=reference.key)
            self.issues.append(Issue("not_a_reference", message, at))
            return None
        attribute = self._field(self.context.schema.target_of(reference), attribute_key, at)
        return None if attribute is None else Followed(item, reference, attribute)

    def check_match(self, mapping: ImportMapping, columns: Sequence[Column]) -> None:
        filled = {column.item.key for column in columns} | set(mapping.constants)
        for key in mapping.match:
            if key not in filled:
                message = text('No column fills "{key}"', "没有列对应“{key}”", key=key)
                hint = text("Rows are matched by it; map a column to it", "记录按此字段匹配，请映射一列")
                self.issues.append(Issue("unfilled_match", message, ("match",), hint))

    def _filled(self, key: str, at: Path) -> Field | None:
        found = self._field(self.entity, key, at)
        if found is not None:
            self._refuse_locked(found, at)
        return found

    def _refuse_locked(self, item: Field, at: Path) -> None:
        """Now, for the rows come in later, when it is no longer known by which token they were sent."""
        if item.id in self.context.access(self.entity, "edit").readonly_fields:
            self.issues.append(replace(may_not_write(item.key), path=at))

    def _field(self, entity: Entity, key: str, at: Path) -> Field | None:
        found = entity.find_field(key)
        if found is None or found.id in self.context.access(entity).hidden_fields:
            self.issues.append(unknown_field(self.context, entity, key, at=at))
            return None
        return found
