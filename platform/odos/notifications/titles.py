"""Titles of records for whoever reads what they were told: those that they may see, or that their part in
what was told lets them know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.kernel.registry import Registry
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight


@dataclass(frozen=True)
class Told:
    """What was told of a record: its kind and what it is about, and the record itself, if there is one."""

    kind: str
    about: Mapping[str, Any]
    entity_id: str | None
    record_id: int | None

    @property
    def place(self) -> tuple[str, int] | None:
        """The record."""
        if self.entity_id is None or self.record_id is None:
            return None
        return self.entity_id, self.record_id


@dataclass(frozen=True)
class Title:
    """``label``: how the record is called; ``in_sight``: whether the reader may open it as well."""

    label: str
    in_sight: bool


# (context of the reader, what they were told) → titles that their part in it lets them know, each or None
TitlesByPart = Callable[[Context, Sequence[Told]], Sequence[str | None]]
TITLES: Registry[TitlesByPart] = Registry("source of titles")  # by kind of notification


def titles_of(context: Context, told: Sequence[Told]) -> list[Title | None]:
    """The title of each, None where there is none for the reader."""
    seen = labels_in_sight(context, (each.place for each in told if each.place))
    found = [Title(seen[each.place], True) if each.place and each.place in seen else None for each in told]
    for kind, name in TITLES.items():
        left = [n for n, each in enumerate(told) if each.kind == kind and each.place and found[n] is None]
        labels = name(context, [told[n] for n in left]) if left else ()
        for n, label in zip(left, labels, strict=True):
            found[n] = Title(label, False) if label is not None else None
    return found
