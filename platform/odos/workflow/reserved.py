"""Values that only an approval sets: a status "approved" would mean nothing if anybody could write it.

What the effects of `submitted` and `approved` set to a constant is reserved: people cannot set it by hand.
Imports and the platform can, since records that were approved elsewhere come in with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from odos.dsl.parser import parse
from odos.dsl.tree import Literal
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.guards import Attempt, Guard
from odos.schema.model import Entity
from odos.workflow.workflows import active_workflows, effects

BY_HAND = frozenset({"api", "ui"})
_EVENTS = ("submitted", "approved")
Reserved = Mapping[str, frozenset[Any]]  # values by identity of the field


def check_reserved(context: Context, attempts: Sequence[Attempt]) -> Iterable[tuple[int, Issue]]:
    """Findings where somebody sets what only an approval may set."""
    entity = attempts[0].entity
    if not entity.workflows or context.source not in BY_HAND:
        return
    reserved = kept(context, ("reserved values", entity.id), lambda: _reserved(entity))
    for position, attempt in enumerate(attempts):
        for key, values in reserved.items():
            after = attempt.after.get(key)
            if after is not None and after != attempt.before.get(key) and after[0] in values:
                yield position, _refusal(entity.by_id[key].key)


def _reserved(entity: Entity) -> Reserved:
    found: dict[str, set[Any]] = {}
    for document in active_workflows(entity):
        for event in _EVENTS:
            for key, rule in effects(document, event).items():
                item, value = entity.find_field(key), _constant(str(rule))
                if item is not None and value is not None:
                    found.setdefault(item.id, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _constant(rule: str) -> Any:
    try:
        node = parse(rule)
    except Invalid:
        return None
    return node.value if isinstance(node, Literal) else None


def _refusal(key: str) -> Issue:
    message = text("Only an approval sets this value", "此值只能由审批设置")
    return Issue("set_by_approval", message, (key,), text("Submit the record for approval", "请提交审批"))


RESERVED = Guard("approval values", 11, check_reserved)
