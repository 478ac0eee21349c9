"""Actions of plugins as the engine knows actions: offered with what they take, and refused other things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from odos.kernel.problems import Invalid
from odos.plugins.arguments import argument_issues
from odos.plugins.manifest import Action, Plugin
from odos.records.action_kinds import ActionKind, Call, Offer, labels_of_text
from odos.records.context import Context
from odos.schema.model import Entity

ORDER = 100  # after what the product itself offers


def action_kind(plugin: Plugin, action: Action) -> ActionKind:
    """``plugin.key``, on the page of a record, over HTTP and in rules."""
    offer = Offer("", labels_of_text(action.label), details={"arguments": dict(action.arguments)})

    def concerns(entity: Entity) -> bool:
        return not action.entities or entity.key in action.entities

    def offers(_context: Context, _entity: Entity, _record_id: int) -> Iterable[Offer]:
        return [offer]

    def carry_out(context: Context, call: Call) -> Mapping[str, Any]:
        issues = argument_issues(action.arguments, call.values)
        if issues:
            raise Invalid(None, issues)
        return action.run(context, call)

    return ActionKind(
        key=f"{plugin.key}.{action.key}",
        order=ORDER,
        concerns=concerns,
        offers=offers,
        carry_out=carry_out,
        right=action.right,
        arguments=action.arguments,
    )
