"""Approvals that a package's examples have been through, told as what people did.

A file in ``demo/approvals`` holds approvals of records of one entity, delegations, or both::

    entity: quote
    delegations:
      - {user: li.na, stand_in: zhang.wei, starts_at: today-1d, ends_at: today+5d}
    approvals:
      - record: '@quote_5'
        by: wang.jun
        at: today-2d 10:00
        comment: The customer decides on Friday
        then:
          - {by: li.na, at: today-1d 09:30, do: approve, comment: Good price}
          - {by: zhang.wei, at: today-1d 15:00, do: return, to: start, comment: Which customer?}

``changes`` propose values; ``edit`` among the things done changes the record, ``submit`` sends it off again.
People go by user name. A record that ever was in approval is left alone, so that loading again adds only what
is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from odos.audit.operations import add_partition
from odos.database.session import fetch_one, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Problem
from odos.kernel.texts import text
from odos.packages.example_people import as_user, find_user
from odos.packages.row_values import Keys, resolve_moment, resolve_row
from odos.packages.yaml_files import read_mapping
from odos.records.context import Context
from odos.records.writes.operations import update_record
from odos.schema.model import Entity
from odos.workflow.approvals import commands, operations, queries
from odos.workflow.approvals.delegations import delegate

Said = Mapping[str, Any]  # one thing that somebody did

_HAD_ONE = "SELECT 1 FROM approval_case WHERE entity_id = %s AND record_id = %s LIMIT 1"
_DELEGATED = "SELECT 1 FROM approval_delegation WHERE user_id = %s AND stand_in_id = %s LIMIT 1"


def load_approvals(*, context: Context, folder: Path) -> int:
    """Play every file of ``folder`` in the order of names, in one transaction; gives how many approvals were
    begun. Raises `Invalid` with file and record."""
    begun = 0
    with transaction(context.workspace):
        keys = Keys(context)
        for path in sorted(folder.glob("*.yaml")):
            content = read_mapping(path, f"{folder.name}/{path.name}")
            for said in content.get("delegations") or ():
                _delegate(context, said)
            for said in content.get("approvals") or ():
                entity = context.schema.get_entity(content["entity"])
                begun += _Play(context, entity, keys, path.name, said).run()
    return begun


def _delegate(context: Context, said: Said) -> None:
    user, stand_in = find_user(context, said["user"]), find_user(context, said["stand_in"])
    if fetch_one(context.workspace, _DELEGATED, [user, stand_in]) is None:
        delegate(
            context=context,
            user_id=user,
            stand_in_id=stand_in,
            starts_at=_moment(context, f"{said['starts_at']} 00:00"),
            ends_at=_moment(context, f"{said['ends_at']} 00:00"),
            workflows=tuple(said.get("workflows") or ()),
        )


@dataclass(frozen=True)
class _Play:
    """One approval from its submission on."""

    context: Context
    entity: Entity
    keys: Keys
    file: str
    said: Said

    def run(self) -> bool:
        record_id = self.keys.find(self.entity, str(self.said["record"]).removeprefix("@"))
        if fetch_one(self.context.workspace, _HAD_ONE, [self.entity.id, record_id]) is not None:
            return False
        try:
            case_id = self._submit(record_id)
            for said in self.said.get("then") or ():
                if said["do"] == "submit":
                    case_id = self._submit(record_id, said)
                else:
                    _DOING[said["do"]](self, case_id, record_id, said)
        except Problem as refusal:
            issues = refusal.issues or (Issue(refusal.code, refusal.detail or refusal.title),)
            raise Invalid(
                None, [issue.under(self.file, self.said["record"]) for issue in issues]
            ) from refusal
        return True

    def _submit(self, record_id: int, said: Said | None = None) -> int:
        said = said or self.said
        submission = operations.Submission(
            entity=self.entity.key,
            record_id=record_id,
            workflow=said.get("workflow"),
            comment=said.get("comment", ""),
            proposed=self._values(said["changes"]) if "changes" in said else None,
        )
        return operations.submit(context=self.as_somebody(said), submission=submission)

    def as_somebody(self, said: Said) -> Context:
        """The one who does it, then."""
        now = _moment(self.context, said["at"])
        add_partition(workspace=self.context.workspace, month=now.date().isoformat())
        return replace(as_user(self.context, said["by"]), now=now)

    def decide(self, case_id: int, _record_id: int, said: Said) -> None:
        """Something about the actor's own open task."""
        context = self.as_somebody(said)
        case = queries.get_case(context=self.context, case_id=case_id).case
        own = (each for each in case.tasks if each.user == context.actor.user_id and each.status == "open")
        task = next(own, None)
        if task is None:
            message = text("{name} is not asked", "未请求{name}审批", name=said["by"])
            hint = text("Name somebody whom the step asks", "请指定该步骤的审批人")
            raise Invalid(None, [Issue("not_asked", message, hint=hint)])
        make = _COMMANDS[said["do"]]
        command = make(self, said)(context.actor.user_id, said.get("comment", ""), task=task.number)
        operations.act(context=context, case_id=case_id, command=command)

    def act(self, case_id: int, _record_id: int, said: Said) -> None:
        """Something about the whole case."""
        context = self.as_somebody(said)
        command = _OF_CASE[said["do"]](context.actor.user_id, said.get("comment", ""))
        operations.act(context=context, case_id=case_id, command=command)

    def talk(self, case_id: int, _record_id: int, said: Said) -> None:
        """A comment."""
        operations.remark(context=self.as_somebody(said), case_id=case_id, comment=said["comment"])

    def urge(self, case_id: int, _record_id: int, said: Said) -> None:
        """Remind those who are asked."""
        operations.urge(context=self.as_somebody(said), case_id=case_id, comment=said.get("comment", ""))

    def edit(self, _case_id: int, record_id: int, said: Said) -> None:
        """A change of the record."""
        values = self._values(said["values"])
        update_record(
            context=self.as_somebody(said), entity=self.entity.key, record_id=record_id, values=values
        )

    def users(self, names: object) -> Iterator[int]:
        """Ids of people by user name."""
        listed = names if isinstance(names, list) else [names]
        return (find_user(self.context, str(name)) for name in listed)

    def _values(self, written: Said) -> dict[str, Any]:
        found = resolve_row(self.context, self.entity, written, self.keys)
        return found.values if found is not None else {}


Make = Callable[..., commands.Command]


def _send_back(_play: _Play, said: Said) -> Make:
    return lambda by, comment, task: commands.SendBack(
        by, comment, task=task, to=said.get("to", "start"), resume=said.get("resume", False)
    )


def _transfer(play: _Play, said: Said) -> Make:
    to = next(play.users(said["to"]))
    return lambda by, comment, task: commands.Transfer(by, comment, task=task, to=to)


def _add(play: _Play, said: Said) -> Make:
    users, place = tuple(play.users(said["users"])), said.get("place", "before")
    return lambda by, comment, task: commands.AddApprovers(by, comment, task=task, users=users, place=place)


_COMMANDS: Mapping[str, Callable[[_Play, Said], Make]] = {
    "approve": lambda _play, _said: commands.Approve,
    "reject": lambda _play, _said: commands.Reject,
    "return": _send_back,
    "transfer": _transfer,
    "add": _add,
}
_OF_CASE: Mapping[str, Make] = {"resubmit": commands.Resubmit, "recall": commands.Recall}
_DOING: Mapping[str, Callable[[_Play, int, int, Said], None]] = {
    **dict.fromkeys(_COMMANDS, _Play.decide),
    **dict.fromkeys(_OF_CASE, _Play.act),
    "comment": _Play.talk,
    "urge": _Play.urge,
    "edit": _Play.edit,
}


def _moment(context: Context, written: str) -> datetime:
    return datetime.fromisoformat(resolve_moment(context, written))
