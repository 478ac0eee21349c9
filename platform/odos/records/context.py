"""Who asks, of which workspace and schema version, when, and from where."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from odos.access.compile import compile_access, require_access
from odos.access.model import Access
from odos.access.queries import wide_grantees
from odos.access.roles import Action
from odos.access.slots import find_place, granted_to, single_slots, slot_lists, standing_slots
from odos.accounts.principals import Principal, system_principal
from odos.accounts.standing import Standing
from odos.audit.entries import Origin, Source
from odos.dsl.context import Context as RuleContext
from odos.kernel.workspaces import Workspace
from odos.records.surroundings import rule_surroundings
from odos.schema.model import Entity, Schema


def _new_correlation() -> uuid.UUID:
    """Unlike any other, but no secret: the generator of each process is seeded by itself, without a call
    to the system for every request.
    """
    return uuid.UUID(int=random.getrandbits(128), version=4)


@dataclass(frozen=True)
class Context:
    """Everything an operation needs to know beside its own arguments; made once for a request or batch.

    ``source`` says by which way a change came in (api, ui, import, job, …), ``reason`` why; ``confirmed`` is
    the digest of a plan whose consequences the actor has seen. ``behind``: who looks with the actor's eyes;
    whatever that leaves in the trail is theirs.
    """

    workspace: Workspace
    schema: Schema
    actor: Principal
    now: datetime
    source: Source = "api"
    reason: str | None = None
    confirmed: str | None = None
    address: str | None = None
    agent: str | None = None
    correlation: uuid.UUID = field(default_factory=_new_correlation)
    cause: uuid.UUID | None = None
    behind: Principal | None = None

    def access(self, entity: Entity, action: Action = "see") -> Access:
        """What the actor may reach of ``entity``."""
        return compile_access(schema=self.schema, principal=self.actor, entity=entity, action=action)

    def require(self, entity: Entity, action: Action) -> None:
        """Raise `Forbidden` unless the actor may do it with any record at all: import, export, …"""
        require_access(schema=self.schema, principal=self.actor, entity=entity, action=action)

    @cached_property
    def origin(self) -> Origin:
        """Who, when, from where and why, for the trail."""
        return Origin(
            actor=self.behind or self.actor,
            at=self.now,
            source=self.source,
            reason=self.reason,
            address=self.address,
            agent=self.agent,
            correlation=self.correlation,
            cause=self.cause,
            schema_version=self.schema.version,
        )

    @cached_property
    def surroundings(self) -> RuleContext:
        """What rules may read beside records."""
        return rule_surroundings(schema=self.schema, actor=self.actor, workspace=self.workspace, now=self.now)

    def slots_and(self, **own: object) -> Mapping[str, object]:
        """`slots` and ``own`` ones of a statement; where it has no others, nothing is asked for them."""
        return _Slots(self, own)

    @cached_property
    def slots(self) -> Mapping[str, object]:
        """Values for the slots of compiled statements; functions where a statement may not ask."""
        return {
            **self.surroundings.slots(),
            **standing_slots(self.actor.user_id, self.actor.roles, self._place),
            "unit": self.actor.unit_id,
        }

    @cached_property
    def is_let_in_widely(self) -> bool:
        """Whether shares let the actor in on very many records: their lists are planned for them alone."""
        wide = wide_grantees(self.workspace)
        people = () if self.actor.user_id is None else (self.actor.user_id, *self._place.subordinates)
        return bool(wide) and not wide.isdisjoint(granted_to(people, self.actor.roles, self._place))

    @cached_property
    def single_slots(self) -> frozenset[str]:
        """Which of these lists name one user or unit only, so that any plan for such a one serves."""
        return frozenset() if self.is_let_in_widely else single_slots(self.actor.user_id, self._place)

    def listed(self, slot: str) -> tuple[int, ...]:
        """Whom a slot names that may name several users or units."""
        return slot_lists(self.actor.user_id, self._place)[slot]

    @cached_property
    def _place(self) -> Standing:
        """Asked for once, so that everything in one request sees the same organisation."""
        return find_place(self.actor)


def person_context(
    workspace: Workspace,
    schema: Schema,
    actor: Principal,
    now: datetime,
    *,
    source: Source = "job",
    **others: Any,
) -> Context:
    """Somebody for whom the platform acts or reads, in their own time zone and with their rights."""
    return Context(workspace, schema, actor, now, source=source, **others)


def platform_context(
    workspace: Workspace, schema: Schema, now: datetime, *, source: Source = "job", **others: Any
) -> Context:
    """The platform acting by itself, which counts by the time zone of the workspace."""
    actor = replace(system_principal(workspace), time_zone=schema.time_zone)
    return person_context(workspace, schema, actor, now, source=source, **others)


class _Slots(dict[str, object]):
    """Some slots, and those of the context where one is missing."""

    def __init__(self, context: Context, own: Mapping[str, object]) -> None:
        super().__init__(own)
        self._context = context

    def __missing__(self, name: str) -> object:
        return self._context.slots[name]
