"""Values that only an approval sets: a status "approved" would mean nothing if anybody could write it.

What the effects of `submitted` and `approved` set to a constant, be it in a branch of an IF, is reserved:
people cannot set it by hand. A field that is given something worked out (the day, the sum that was agreed to)
is the approval's altogether, unless the rule goes on from the field's own value. Imports and the platform can
write all of it, since records that were approved elsewhere come in with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from odos.dsl.parser import parse
from odos.dsl.tree import Call, Literal, Node, Path, walk
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.schema.model import Entity
from odos.workflow.approvals.definitions import active_workflows, effects

BY_HAND = frozenset({"api", "ui"})
_EVENTS = ("submitted", "approved")


@dataclass
class _Kept:
    """What people may not set a field to."""

    values: set[Any] = field(default_factory=set)
    anything: bool = False

    def refuses(self, before: Sequence[Any] | None, after: Sequence[Any] | None) -> bool:
        """Whether a change of the field's columns is not theirs to make."""
        if after is None or after == before:
            return False
        return after[0] in self.values or (
            self.anything and any(each is not None for each in (*after, *(before or ())))
        )


Reserved = Mapping[str, _Kept]  # by identity of the field


def check_reserved(context: Context, attempts: Sequence[Attempt]) -> Iterable[tuple[int, Issue]]:
    """Findings where somebody sets what only an approval may set."""
    entity = attempts[0].entity
    if not entity.workflows or context.source not in BY_HAND:
        return
    reserved = kept(context, ("reserved values", entity.id), lambda: _reserved(entity))
    for position, attempt in enumerate(attempts):
        for key, held in reserved.items():
            if held.refuses(attempt.before.get(key), attempt.after.get(key)):
                yield position, _refusal(entity.by_id[key].key)


def _reserved(entity: Entity) -> Reserved:
    found: dict[str, _Kept] = {}
    for document in active_workflows(entity):
        for event in _EVENTS:
            for key, rule in effects(document, event).items():
                item = entity.find_field(key)
                if item is not None:
                    _keep(found.setdefault(item.id, _Kept()), key, rule)
    return found


def _keep(held: _Kept, key: str, rule: str) -> None:
    try:
        results = list(_results(parse(rule)))
    except Invalid:
        return
    held.values |= {node.value for node in results if isinstance(node, Literal)}
    worked_out = [node for node in results if not isinstance(node, Literal)]
    goes_on = any(node == Path((key,)) for result in worked_out for node in walk(result))
    held.anything = held.anything or (bool(worked_out) and not goes_on)


def _results(node: Node) -> Iterator[Node]:
    """What a rule may give: the branches of an IF, else all of it."""
    if isinstance(node, Call) and node.name == "IF":
        for branch in node.arguments[1:]:
            yield from _results(branch)
    else:
        yield node


def _refusal(key: str) -> Issue:
    message = text("Only an approval sets this value", "此值只能由审批设置")
    return Issue("set_by_approval", message, (key,), text("Submit the record for approval", "请提交审批"))


RESERVED = Guard("approval values", 11, check_reserved)
