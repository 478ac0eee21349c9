"""What the columns of a file mean: a mapping document, read into frozen parts.

::

    entity: opportunity
    match: [external_number]            # rows that agree in these fields change that record
    dates: [m/d/Y]                      # how dates are written; ISO 8601 always is understood
    currency: USD                       # of amounts that name none
    blanks: [n/a]                       # cells that mean nothing, beside the empty one
    columns:
      opportunity_id: external_number   # short for {field: external_number}
      product: {field: product, by: name, values: {GTXPro: GTX Pro}}
      sales_agent:                      # one column may fill several fields
        - {field: name}
        - {field: username, transform: slug}
      regional_office: {field: unit, by: name, create_missing: {kind: branch}}
      close_value: {field: amount, multiply: 1000}
      internal_note: ~                  # known and left out
    constants: {country: us}
    follow: {unit: owner.unit}          # take the unit of the owner that was found

A blank cell says nothing: a new record gets its default, a known one keeps what it has.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from odos.exchange.transforms import TRANSFORMS
from odos.kernel.issues import Issue, Path
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

_DEFAULTS = frozenset({"dates", "currency"})  # for the whole file, or for a column
_MEMBERS = _DEFAULTS | {
    "entity", "match", "blanks", "delimiter", "encoding", "columns", "constants", "follow",
}  # fmt: skip
_TARGET_MEMBERS = _DEFAULTS | {
    "field", "by", "values", "transform", "multiply", "separator", "create_missing",
}  # fmt: skip
Values = Mapping[str, str | None]


@dataclass(frozen=True)
class Target:
    """One field that a column fills. ``values`` repairs cells; ``create_missing``: fields of new records."""

    field: str
    by: str | None = None
    values: Values = dataclasses.field(default_factory=dict)
    transform: str | None = None
    dates: tuple[str, ...] = ()
    currency: str | None = None
    multiply: Decimal | None = None
    separator: str | None = None
    create_missing: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class ImportMapping:
    """A mapping document, checked for its own sense; fields are checked against an entity later."""

    columns: Mapping[str, tuple[Target, ...]]
    entity: str | None = None
    match: tuple[str, ...] = ()
    blanks: frozenset[str] = frozenset()
    delimiter: str | None = None
    encoding: str | None = None
    constants: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    follow: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def targets(self) -> tuple[tuple[str, Target], ...]:
        """Every (column, target)."""
        return tuple((column, target) for column, targets in self.columns.items() for target in targets)


def read_mapping(document: object) -> ImportMapping:
    """The parts of ``document``; raises `Invalid` with every finding."""
    reader = _Reader()
    mapping = reader.read(document)
    if reader.issues:
        raise Invalid(None, reader.issues)
    return mapping


def same_names(columns: Sequence[str], fields: Sequence[str]) -> ImportMapping:
    """The mapping for a file whose columns are called like the fields."""
    known = {name: name for name in fields}
    return ImportMapping({name: (Target(name),) for name in columns if name in known})


class _Reader:
    """Collects findings while it reads."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self._dates: tuple[str, ...] = ()
        self._currency: str | None = None

    def read(self, document: object) -> ImportMapping:
        given = self._object(document, (), _MEMBERS)
        self._dates, self._currency = self._texts(given, "dates"), self._text(given, "currency")
        columns = self._object(given.get("columns"), ("columns",))
        return ImportMapping(
            columns={str(name): self._targets(entry, ("columns", name)) for name, entry in columns.items()},
            entity=self._text(given, "entity"),
            match=self._texts(given, "match"),
            blanks=frozenset(item.casefold() for item in self._texts(given, "blanks")),
            delimiter=self._text(given, "delimiter"),
            encoding=self._text(given, "encoding"),
            constants=self._object(given.get("constants"), ("constants",)),
            follow=self._follow(self._object(given.get("follow"), ("follow",))),
        )

    def _targets(self, entry: object, path: Path) -> tuple[Target, ...]:
        if entry is None:
            return ()
        listed = entry if isinstance(entry, list) else [entry]
        return tuple(self._target(item, path) for item in listed)

    def _target(self, entry: object, path: Path) -> Target:
        given = {"field": entry} if isinstance(entry, str) else self._object(entry, path, _TARGET_MEMBERS)
        if not isinstance(given.get("field"), str):
            self._wrong(path, text("Name the field that the column fills", "请指明该列对应的字段"))
        return Target(
            field=str(given.get("field")),
            by=self._text(given, "by", path),
            values=self._values(given.get("values"), path),
            transform=self._transform(given, path),
            dates=self._texts(given, "dates", path) or self._dates,
            currency=self._text(given, "currency", path) or self._currency,
            multiply=self._number(given.get("multiply"), path),
            separator=self._text(given, "separator", path),
            create_missing=self._create_missing(given, path),
        )

    def _values(self, given: object, path: Path) -> Values:
        pairs = self._object(given, (*path, "values"))
        return {str(key).strip(): None if value is None else str(value) for key, value in pairs.items()}

    def _transform(self, given: Mapping[str, Any], path: Path) -> str | None:
        name = self._text(given, "transform", path)
        if name is not None and name not in TRANSFORMS:
            message = text(
                "There is no transformation {name}; there are {known}", "没有转换方式 {name}，可用：{known}",
                name=name, known=", ".join(TRANSFORMS),
            )  # fmt: skip
            self._wrong((*path, "transform"), message)
        return name

    def _create_missing(self, given: Mapping[str, Any], path: Path) -> Mapping[str, Any] | None:
        wanted = given.get("create_missing")
        if wanted is None or wanted is False:
            return None
        return {} if wanted is True else self._object(wanted, (*path, "create_missing"))

    def _number(self, value: object, path: Path) -> Decimal | None:
        try:
            return None if value is None else Decimal(str(value))
        except InvalidOperation:
            self._wrong((*path, "multiply"), text("A number is wanted here", "此处应为数字"))
            return None

    def _follow(self, given: Mapping[str, Any]) -> Mapping[str, tuple[str, str]]:
        found = {}
        for name, path in given.items():
            reference, _, attribute = str(path).partition(".")
            if not attribute or "." in attribute:
                message = text("Write reference.field, e.g. owner.unit", "请填写 引用.字段，例如 owner.unit")
                self._wrong(("follow", name), message)
            found[name] = (reference, attribute)
        return found

    def _object(self, value: object, path: Path, allowed: frozenset[str] | None = None) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self._wrong(path, text("Names with their values are wanted here", "此处应为键值对"))
            return {}
        for name in value if allowed is not None else ():
            if name not in (allowed or ()):
                message = text(
                    "Unknown: {name}; known are {known}", "未知项：{name}；可用：{known}",
                    name=name, known=", ".join(sorted(allowed or ())),
                )  # fmt: skip
                self._wrong((*path, str(name)), message)
        return value

    def _text(self, given: Mapping[str, Any], name: str, path: Path = ()) -> str | None:
        value = given.get(name)
        return None if value is None else str(value)

    def _texts(self, given: Mapping[str, Any], name: str, path: Path = ()) -> tuple[str, ...]:
        value = given.get(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(str(item) for item in listed)

    def _wrong(self, path: Path, message: Any) -> None:
        self.issues.append(Issue("bad_mapping", message, path))
