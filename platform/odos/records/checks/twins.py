"""Rows of one bulk call that may be the same record: the later one is left out where a rule blocks.

Rows of earlier slices are written already and found like any other record; this compares those of one slice.
What two rows must share at least leads to the few that are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.records.checks.conditions import Saving
from odos.records.checks.duplicates import blocking_rules, core, digits, folded, given_values, is_same, pairs
from odos.records.context import Context
from odos.schema.model import Document, Entity


def find_twins(context: Context, entity: Entity, savings: Sequence[Saving]) -> Iterator[tuple[int, Issue]]:
    """Positions of rows that repeat one before them that counts, with the first finding."""
    watched = [_Seen(entity, rule) for rule in blocking_rules(context, entity)]
    for position, saving in enumerate(savings):
        repeated = next((seen.rule for seen in watched if seen.has(saving)), None)
        if repeated is not None:
            yield position, _issue(repeated)
            continue
        for seen in watched:
            seen.add(saving)


def _issue(rule: Document) -> Issue:
    message = text("Another row before this one may be the same", "前面的另一行可能与此行重复")
    hint = text("Leave one of them out, or change the value", "请去掉其中一行，或修改此值")
    return Issue("duplicate", message, (next(iter(rule["fields"])),), hint)


@dataclass
class _Seen:
    """Rows so far, by the parts of the first field that the same value would have."""

    entity: Entity
    rule: Document
    rows: list[Sequence[str]] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def add(self, saving: Saving) -> None:
        """Keep a row that repeats none."""
        values = given_values(self.entity, self.rule, saving)
        if all(values):
            for part in self._parts(values[0]):
                self.places.setdefault(part, []).append(len(self.rows))
            self.rows.append(values)

    def has(self, saving: Saving) -> bool:
        """Whether a row is the same by the rule; of an old record, where a field of the rule is changed."""
        identities = {self.entity.by_alias[key].id for key in self.rule["fields"]}
        values = given_values(self.entity, self.rule, saving)
        if not all(values) or (saving.before and not saving.differs & identities):
            return False
        near = {place for part in self._parts(values[0]) for place in self.places.get(part, ())}
        return any(is_same(self.rule, values, self.rows[place]) for place in near)

    def _parts(self, value: str) -> Iterable[str]:
        how = next(iter(self.rule["fields"].values()))
        return _PARTS[how](self.rule, value)


_PARTS: Mapping[str, Callable[[Document, str], Iterable[str]]] = {
    "similar": lambda rule, value: pairs(core(rule, value)),
    "equal": lambda _rule, value: (folded(value),),
    "number": lambda _rule, value: (digits(value),),
}
