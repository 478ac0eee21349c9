"""Handing over in one step: records, teams, people and approvals of somebody who leaves or moves.

One job does it, batch by batch; what cannot go over stays and is reported. Run again, it goes on with what is
left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.access.compile import require_administrator
from odos.database.session import fetch_all, fetch_value
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Problem
from odos.kernel.texts import text
from odos.records.background import context_of, put_in
from odos.records.context import Context
from odos.records.writes import handing_over as records
from odos.records.writes.handing_over import Holding
from odos.storage.active import active_schema
from odos.workflow.approvals import commands
from odos.workflow.approvals.operations import act
from odos.workflow.approvals.state import PENDING

KIND = "records.hand_over"
APPROVALS = "approvals"  # stands for an entity where decisions that are asked for are meant
_REASON = "hand-over"

_PENDING_FOR = """
    FROM approval_task t JOIN approval_case c ON c.id = t.case_id
    WHERE t.user_id = %s AND t.status = ANY(%s) AND c.status IN ('running', 'returned')
"""


def list_holdings(*, context: Context, user_id: int) -> list[Holding]:
    """How much there is to hand over, by entity; for administrators."""
    held = records.list_holdings(context=context, user_id=user_id)
    asked = [user_id, sorted(PENDING)]
    approvals = int(fetch_value(context.workspace, f"SELECT count(*) {_PENDING_FOR}", asked))
    return [*held, Holding(APPROVALS, "user", approvals)] if approvals else held


def start_hand_over(
    *,
    context: Context,
    from_user: int,
    to_user: int,
    entities: Sequence[str] | None = None,
    deactivate: bool = False,
) -> int:
    """Put the job in; gives its id. Without ``entities`` everything goes."""
    require_administrator(schema=context.schema, principal=context.actor)
    records.refuse_bad_pair(context, from_user, to_user)
    known = {*records.known_holdings(context.schema), APPROVALS}
    unknown = sorted(set(entities or ()) - known)
    if unknown:
        message = text("Nothing of {keys} can be handed over", "{keys} 无法移交", keys=", ".join(unknown))
        raise Invalid(None, [Issue("unknown_entity", message, ("entities",))])
    args = {
        "from": from_user,
        "to": to_user,
        "entities": sorted(known if entities is None else entities),
        "deactivate": deactivate,
    }
    return put_in(context, KIND, args)


def hand_over(job: JobContext) -> Mapping[str, Any]:
    """Do it; the result says how much went over, by entity, and what could not."""
    context = context_of(job, active_schema(job.workspace), reason=_REASON)
    source, target, wanted = int(job.args["from"]), int(job.args["to"]), set(job.args["entities"])
    given = records.hand_over_records(job, context, source=source, target=target, wanted=wanted)
    if APPROVALS in wanted:
        given[APPROVALS] = _hand_over_approvals(job, context, source, target)
    if job.args["deactivate"]:
        records.deactivate(context=context, user_id=source)
    return {records.GIVEN: given}


def _hand_over_approvals(job: JobContext, context: Context, source: int, target: int) -> int:
    """Each as an administrator reassigns it; where the other one may not be asked it stays."""
    pending = fetch_all(
        context.workspace,
        f"SELECT t.case_id, t.number {_PENDING_FOR} ORDER BY t.id",
        [source, sorted(PENDING)],
    )
    done = 0
    for case_id, number in pending:
        job.check_cancelled()
        command = commands.Reassign(context.actor.user_id, _REASON, task=number, to=target)
        try:
            act(context=context, case_id=case_id, command=command)
            done += 1
        except Problem as refusal:
            issues = refusal.issues or (Issue(refusal.code, refusal.detail or refusal.title),)
            job.report(*(issue.under(APPROVALS, str(case_id)) for issue in issues))
    return done


HAND_OVER = JobKind(KIND, hand_over, {"en": "Hand over records", "zh-hans": "移交记录"})
