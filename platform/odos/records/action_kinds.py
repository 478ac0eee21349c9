"""Kinds of actions: what packages and plugins register; `odos.records.actions` offers and does them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.registry import OrderedRegistry
from odos.kernel.texts import LANGUAGES, Text
from odos.records.context import Context
from odos.schema.model import Entity, Labels


@dataclass(frozen=True)
class Offer:
    """Something that can be done with one record. ``name`` is blank where the kind has but one.

    ``issues`` say why it cannot be done now; ``details`` (JSON) what a screen needs to ask for it.
    """

    name: str
    label: Labels
    issues: tuple[Issue, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """An action that is to be carried out, with what was sent for it."""

    entity: Entity
    record_id: int
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ActionKind:
    """``offers`` reads what there is for a record, ``carry_out`` does it in the transaction that it is given.

    ``concerns`` tells without a query whether an entity has any. ``right`` is the named action that roles
    grant; ``see`` for what whoever sees the record may try, because the kind decides by itself.
    ``carry_out`` checks everything that may have changed since it was offered, and gives JSON. ``arguments``
    is the JSON Schema of what it takes: where there is one, rules may run it as well. ``informs``: what it
    offers is worth seeing even to who only reads.
    """

    key: str
    order: float
    concerns: Callable[[Entity], bool]
    offers: Callable[[Context, Entity, int], Iterable[Offer]]
    carry_out: Callable[[Context, Call], Mapping[str, Any]]
    right: str | None = None
    arguments: Mapping[str, Any] | None = None
    informs: bool = False

    @property
    def needed_right(self) -> str:
        """What access is asked for."""
        return self.right or self.key


ACTION_KINDS: OrderedRegistry[ActionKind] = OrderedRegistry("action")


def labels_of_text(said: Text) -> Labels:
    """A sentence of the product as labels."""
    return {language: said.render(language) for language in LANGUAGES}
