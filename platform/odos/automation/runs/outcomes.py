"""What the steps of a run did, for people: names, titles and addresses for the ids that the log keeps.

Everything is looked up for all steps together, with the eyes of whoever asks; how a mail or a call fares is
told as it is now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.automation.runs.doing import key_of
from odos.automation.runs.models import Run, Step
from odos.automation.webhooks.models import Delivery
from odos.database.session import fetch_all
from odos.notifications.deliveries import states_of
from odos.notifications.models import OutsideMail
from odos.notifications.templates import find_template
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.schema.system import USER_ENTITY

Fact = Mapping[str, Any]
_NAMES = "SELECT id, name FROM user_account WHERE id = ANY(%s)"


def outcomes_of(
    context: Context, run: Run, steps: Sequence[Step]
) -> list[tuple[list[Fact], list[dict[str, Any]]]]:
    """Of each step its facts, ``{"what", …}``, and its inputs, of records with their ``label``; in the open
    transaction. The facts:

    - ``told``: people, with the ``state`` of their messages where any went out
    - ``template``: the ``label`` of the words that were sent
    - ``mails``: addresses outside with ``subject`` and ``state``; ``opted_out``: the ``count`` of the others
    - ``changed``, ``created``: records; ``updated``: the ``count`` of an ``entity``
    - ``webhook``: the key and ``state`` of a call; ``approval``: its ``id``
    - ``mapping``: the ``label`` of a conversion; ``done_before`` when there was nothing to do
    - ``action``: the ``label`` and the ``result`` of an action of a plugin
    - ``until``: the moment ``at``; ``too_long``: the end of a wait

    People, addresses, records and calls are ``items``: ``{id, label, entity?, state?}``; of a record that the
    actor does not see the label is None.
    """
    names = _Names.find(context, run, steps)
    return [(list(_facts(names, step)), [_input(names, item) for item in step.inputs]) for step in steps]


@dataclass(frozen=True)
class _Names:
    """What ids in the log stand for."""

    context: Context
    run: Run
    people: Mapping[int, str]
    sent: Mapping[tuple[str, int], str]
    records: Mapping[tuple[str, int], str]
    mails: Mapping[str, OutsideMail]
    calls: Mapping[str, str]

    @classmethod
    def find(cls, context: Context, run: Run, steps: Sequence[Step]) -> _Names:
        told = {int(user) for user in _each(steps, "told")}
        keys = {key_of(run, step.position) for step in steps if step.detail.get("told")}
        given = (_leading(item) for step in steps for item in step.inputs if "entity" in item)
        written = (*_each(steps, "changed"), *_each(steps, "created"))
        found = (_place(context, item) for item in (*given, *written))
        places = [place for place in found if place is not None]
        mails = OutsideMail.objects.filter(uid__in=list(_each(steps, "mails")))
        calls = [step.detail["delivery"] for step in steps if "delivery" in step.detail]
        return cls(
            context,
            run,
            people=dict(fetch_all(context.workspace, _NAMES, [sorted(told)])) if told else {},
            sent=states_of(context, keys, told),
            records=labels_in_sight(context, places),
            mails={str(mail.uid): mail for mail in mails},
            calls={str(uid): state for uid, state in _call_states(calls)},
        )


def _facts(names: _Names, step: Step) -> Iterator[Fact]:
    for what, read in _READERS.items():
        if what in step.detail:
            yield from read(names, step)


def _input(names: _Names, item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "label": _title(names, _leading(item))} if "entity" in item else dict(item)


def _leading(item: Mapping[str, Any]) -> dict[str, Any]:
    """An input that is a record, as the log names records elsewhere."""
    return {"entity": item["entity"], "id": item["value"]}


def _call_states(uids: Sequence[str]) -> Iterable[tuple[Any, str]]:
    return Delivery.objects.filter(uid__in=uids).values_list("uid", "state") if uids else ()


def _each(steps: Iterable[Step], name: str) -> Iterator[Any]:
    """Items of a list in the log; a count stands where whole collections were written."""
    for step in steps:
        found = step.detail.get(name)
        yield from found if isinstance(found, list) else ()


def _place(context: Context, item: Mapping[str, Any]) -> tuple[str, int] | None:
    entity = context.schema.entities.get(str(item["entity"]))
    return (entity.id, int(item["id"])) if entity is not None else None


# ------------------------------------------------------------------ one for each entry of the log


def _told(names: _Names, step: Step) -> Iterator[Fact]:
    key = key_of(names.run, step.position)
    people = [
        {
            "id": user,
            "label": names.people.get(int(user)),
            "entity": names.context.schema.by_id[USER_ENTITY].key,
            "state": names.sent.get((key, int(user))),
        }
        for user in step.detail["told"]
    ]
    yield {"what": "told", "items": people}


def _template(names: _Names, step: Step) -> Iterator[Fact]:
    entity, key = names.context.schema.by_id.get(str(names.run.entity_id)), str(step.detail["template"])
    found = find_template(entity, key) if entity is not None else None
    yield {"what": "template", "label": dict(found["label"]) if found else {"en": key}}


def _mails(names: _Names, step: Step) -> Iterator[Fact]:
    found = [names.mails[uid] for uid in step.detail["mails"] if uid in names.mails]
    items = [{"id": str(mail.pk), "label": mail.to, "state": mail.state} for mail in found]
    yield {"what": "mails", "subject": found[0].subject if found else None, "items": items}


def _opted_out(names: _Names, step: Step) -> Iterator[Fact]:
    if step.detail["opted_out"]:
        yield {"what": "opted_out", "count": step.detail["opted_out"]}


def _records(name: str) -> Callable[[_Names, Step], Iterator[Fact]]:
    def read(names: _Names, step: Step) -> Iterator[Fact]:
        found = step.detail[name]
        if isinstance(found, dict):
            yield {"what": "updated", **found}
            return
        items = [{**item, "label": _title(names, item)} for item in found]
        yield {"what": name, "items": items}

    return read


def _title(names: _Names, item: Mapping[str, Any]) -> str | None:
    place = _place(names.context, item)
    return names.records.get(place) if place is not None else None


def _webhook(names: _Names, step: Step) -> Iterator[Fact]:
    key, state = step.detail["webhook"], names.calls.get(str(step.detail.get("delivery")))
    yield {"what": "webhook", "items": [{"id": key, "label": key, "state": state}]}


def _approval(names: _Names, step: Step) -> Iterator[Fact]:
    yield {"what": "approval", "id": step.detail["approval"]}


def _mapping(names: _Names, step: Step) -> Iterator[Fact]:
    entity, key = names.context.schema.by_id.get(str(names.run.entity_id)), str(step.detail["mapping"])
    labels = {item["key"]: item.get("label") for item in entity.conversions} if entity is not None else {}
    what = "done_before" if "done" in step.detail else "mapping"
    yield {"what": what, "label": labels.get(key) or {"en": key}}


def _action(names: _Names, step: Step) -> Iterator[Fact]:
    yield {"what": "action", "label": {"en": step.detail["action"]}, "result": step.detail.get("result")}


def _until(names: _Names, step: Step) -> Iterator[Fact]:
    yield {"what": "until", "at": step.detail["until"]}


def _waited(names: _Names, step: Step) -> Iterator[Fact]:
    yield {"what": "too_long"}


_READERS: Mapping[str, Callable[[_Names, Step], Iterator[Fact]]] = {
    "told": _told,
    "template": _template,
    "mails": _mails,
    "opted_out": _opted_out,
    "changed": _records("changed"),
    "created": _records("created"),
    "webhook": _webhook,
    "approval": _approval,
    "mapping": _mapping,
    "action": _action,
    "until": _until,
    "waited": _waited,
}
