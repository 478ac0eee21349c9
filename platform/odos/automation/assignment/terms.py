"""The terms of an entity's pools: what ``recycle`` rules say about claims, and where records go back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from odos.automation.reminders.rules import timetable_of
from odos.dsl.statements.tree import Named, Recycle
from odos.dsl.tree import Duration
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.rules.statements import statements_of
from odos.schema.model import Entity


@dataclass(frozen=True)
class Terms:
    """``most`` claims in a ``period`` (day, week, month), ``held`` at once; back into ``pool``, where the
    former owner may not claim a record for ``keep_out``."""

    most: int | None = None
    period: str = "day"
    held: int | None = None
    pool: str | None = None
    keep_out: Duration | None = None

    def kept_out_until(self, context: Context) -> datetime | None:
        """When whoever gives a record back now may have it again."""
        return None if self.keep_out is None else timetable_of(context).after(context.now, self.keep_out)


def terms_of(context: Context, entity: Entity) -> Terms:
    """The first rule that says something counts."""
    return kept(context, ("pool terms", entity.id), lambda: _read(context, entity))


def _read(context: Context, entity: Entity) -> Terms:
    rules = list(_rules(context, entity))
    claims = next((rule.claims for rule in rules if rule.claims is not None), None)
    release = next((release for rule in rules for release in rule.releases), None)
    to = release.to if release is not None else None
    return Terms(
        most=claims.most if claims else None,
        period=(claims.period if claims else None) or "day",
        held=claims.held if claims else None,
        pool=to.name if isinstance(to, Named) else None,
        keep_out=release.keep_out if release else None,
    )


def _rules(context: Context, entity: Entity) -> Iterator[Recycle]:
    if entity.rules:
        yield from (rule.statement for rule in statements_of(context.schema, entity, Recycle))
