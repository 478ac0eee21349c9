"""``send mail``: to people by every mail channel, to addresses outside through an outbox of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from odos.automation.people import Asking, people_of
from odos.automation.runs.doing import Doing
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.scope import SchemaScope
from odos.dsl.statements.tree_of_change import SendMail
from odos.notifications.outside import opt_out_of, write_mails
from odos.records.rules.types import type_of


def addresses_of(action: SendMail) -> list[tree.Node]:
    """Those of the recipients that are addresses, not people."""
    return [node for node in action.to if _is_address(node)]


def people_named(doing: Doing, to: Sequence[tree.Node]) -> Sequence[int]:
    """The users that a clause means."""
    record = doing.run.record_id
    asking = Asking(doing.context, doing.entity, [record], doing.checked.expression)
    return people_of(asking, to)[record]


def write_outside(doing: Doing, action: SendMail) -> dict[str, Any]:
    """Put mails to the addresses in; gives their ids, and how many wanted none."""
    nodes = addresses_of(action)
    found = [(node, str(value)) for node, value in zip(nodes, doing.values(nodes), strict=True) if value]
    refusing = set(_opted_out(doing, [node for node, _ in found]))
    wanted = [address for node, address in found if id(node) not in refusing]
    written = write_mails(
        context=doing.context,
        entity=doing.entity,
        record_id=doing.run.record_id,
        template=action.template,
        to=wanted,
    )
    return {"mails": [str(uid) for uid in written], "opted_out": len(refusing), "template": action.template}


def _is_address(node: tree.Node) -> bool:
    kind = getattr(node, "type", None)
    return kind is not None and kind.kind == "text"


def _opted_out(doing: Doing, nodes: Iterable[tree.Node]) -> Iterable[int]:
    """The nodes, by ``id()``, whose record says that it wants no mail."""
    for node in nodes:
        asked = _opt_out(doing, node)
        if asked is not None and doing.values_of([asked], "no mail", *asked.tree.ids)[0] is True:  # type: ignore[attr-defined]
            yield id(node)


def _opt_out(doing: Doing, node: tree.Node) -> Checked | None:
    """The way to the field beside the address that says so, where there is one."""
    if not isinstance(node, tree.FieldPath):
        return None
    before = node.steps[-2].target if len(node.steps) > 1 else doing.entity.id
    item = opt_out_of(doing.context.schema.by_id[str(before)])
    if item is None:
        return None
    scope = SchemaScope(doing.context.schema, doing.entity, type_of)
    return check(tree.FieldPath((*node.ids[:-1], item.id)), scope)
