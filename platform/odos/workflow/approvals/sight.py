"""What a case shows of its record, and what its steps keep back from those whom they ask.

A field that is hidden at a step is kept back, wherever the case shows its record, from everybody who had a
part in that step: who is or was asked, who stands in or is stood in for, who acted there. On the record's own
page roles decide, as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from odos.access.compile import may_administer
from odos.database.session import fetch_all
from odos.kernel.problems import NotFound
from odos.records.context import Context
from odos.records.lists.queries import find_record
from odos.schema.model import Entity
from odos.workflow.approvals.definition import Definition, Step, read_definition
from odos.workflow.approvals.state import Case
from odos.workflow.approvals.stored import Stored

# The nodes at which somebody had a part, of cases that hide anything at all.
_PARTS = """
    SELECT c.id, c.workflow, c.document::text, array_agg(DISTINCT p.node)
    FROM approval_case c JOIN LATERAL (
        SELECT node FROM approval_task WHERE case_id = c.id AND %s IN (user_id, principal_id)
        UNION ALL SELECT node FROM approval_event WHERE case_id = c.id AND (by_id = %s OR %s = ANY(users))
    ) p ON true
    WHERE c.id = ANY(%s) AND c.document @? '$.nodes.**.fields.* ? (@ == "hidden")'
    GROUP BY c.id
"""


def kept_back(context: Context, cases: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """Keys of fields that the actor does not see, by case; cases that hide nothing are missing."""
    user = context.actor.user_id
    rows = fetch_all(context.workspace, _PARTS, [user, user, user, list(cases)])
    return {row[0]: _hidden_at(read_definition(row[1], orjson.loads(row[2])), row[3]) for row in rows}


def kept_back_in(stored: Stored, user: int | None) -> frozenset[str]:
    """The same of one case that is at hand, for somebody."""
    return _hidden_at(stored.definition, stored.nodes_of(user))


def kept_back_from(definition: Definition, case: Case, user: int) -> frozenset[str]:
    """The same for somebody whom the case asks at present."""
    nodes = (task.node for task in case.tasks if user in (task.user, task.principal))
    return _hidden_at(definition, nodes)


def require_sight(context: Context, stored: Stored) -> None:
    """Raise `NotFound` unless the actor has a part in the case, may see its record, or administers."""
    if stored.is_involved(context.actor.user_id):
        return
    if not (may_administer(schema=context.schema, principal=context.actor) or _sees_record(context, stored)):
        raise NotFound


def hides_title(entity: Entity | None, hidden: frozenset[str]) -> bool:
    """Whether the record must not be called by its title."""
    return entity is not None and entity.title.id in hidden_ids(entity, hidden)


def hidden_ids(entity: Entity, hidden: Iterable[str]) -> frozenset[str]:
    """Identities of fields that were drawn by their keys of that time."""
    return frozenset(item.id for key in hidden if (item := entity.find_field(key)) is not None)


def opened_fields(stored: Stored, user: int | None) -> list[str]:
    """Keys of fields that open steps of somebody's have something to say about."""
    own = (task.node for task in stored.case.tasks if task.user == user and task.status == "open")
    return [key for step in _steps(stored.definition, own) for key in step.fields]


def sees_record(context: Context, entity: Entity, record_id: int) -> bool:
    """Whether the record is there for the actor."""
    return find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is not None


def _sees_record(context: Context, stored: Stored) -> bool:
    entity = context.schema.by_id.get(stored.row.entity_id)
    return entity is not None and sees_record(context, entity, stored.row.record_id)


def _hidden_at(definition: Definition, nodes: Iterable[str]) -> frozenset[str]:
    fields = (step.fields.items() for step in _steps(definition, nodes))
    return frozenset(key for each in fields for key, access in each if access == "hidden")


def _steps(definition: Definition, nodes: Iterable[str]) -> list[Step]:
    found = (definition.by_path.get(node) for node in dict.fromkeys(nodes))
    return [step for step in found if isinstance(step, Step)]
