"""A plugin for tests: one of everything that a plugin can add."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Context as Precision
from decimal import Decimal
from typing import Any

from odos.plugins import (
    NUMBER,
    TEXT,
    Action,
    Attempt,
    Call,
    ChannelKind,
    Context,
    Function,
    Guard,
    Incoming,
    Invalid,
    Issue,
    JobContext,
    JobKind,
    Listener,
    MailHandler,
    Outcome,
    Outgoing,
    Overload,
    Person,
    Plugin,
    RecordChanged,
    Route,
    Send,
    Settings,
    Sql,
    TextKind,
    Workspace,
    create_record,
    fetch_value,
    text,
    update_record,
)

HEARD: list[str] = []
SENT: list[Outgoing] = []

STAMP_ARGUMENTS: Mapping[str, Any] = {
    "type": "object",
    "required": ["price"],
    "additionalProperties": False,
    "properties": {
        "price": {"type": "integer", "title": "Price", "minimum": 1},
        "kind": {"type": "string", "title": "Kind", "enum": ["letter", "parcel"]},
        "express": {"type": "boolean", "title": "Express"},
    },
}


def stamp(context: Context, call: Call) -> Mapping[str, Any]:
    words = f"stamped {call.values['price']} {call.values.get('kind', 'letter')}"
    update_record(context=context, entity=call.entity.key, record_id=call.record_id, values={"notes": words})
    return {"notes": words}


def forbid_empty_envelopes(context: Context, attempts: Sequence[Attempt]) -> Iterable[tuple[int, Issue]]:
    for position, attempt in enumerate(attempts):
        if attempt.entity.key == "customer" and attempt.value("name") == "Nobody":
            message = text("Nobody gets no post", "不能寄给“Nobody”")
            hint = text("Write who it is for", "请填写收件人")
            yield position, Issue("post_office_nobody", message, ("name",), hint)


def hear(workspace: Workspace, events: Sequence[RecordChanged], now: datetime) -> None:
    HEARD.extend(event.event for event in events)


def count_customers(context: Context, given: Mapping[str, Any]) -> Any:
    table = context.schema.get_entity("customer").table
    return {
        "customers": fetch_value(context.workspace, f'SELECT count(*) FROM "{table}"'),
        "asked": dict(given),
    }


def take_note(context: Context, given: Mapping[str, Any]) -> Any:
    HEARD.append(given["note"])
    return {"noted": given["note"]}


def sort_post(job: JobContext) -> Mapping[str, Any]:
    return {"sorted": int(job.args.get("count", 0))}


@contextmanager
def open_pigeon(settings: Settings) -> Iterator[Send]:
    yield SENT.append


def open_account(context: Context, mail: Incoming) -> Outcome | None:
    """Whoever writes that they want to become a customer becomes one."""
    if mail.subject != "New customer" or not mail.text:
        return None
    made = int(
        json.loads(create_record(context=context, entity="customer", values={"name": mail.text}))["id"]
    )
    place = (context.schema.get_entity("customer").id, made)
    return Outcome("handled", text("A customer was made", "已创建客户"), place)


EXACT = Precision(prec=1_000)  # numbers of the database have more digits than Python's own precision


def postage_sql(arguments: Sequence[Sql]) -> Sql:
    (weight,) = arguments
    return weight + " * 0.85"


def postage(weight: Decimal) -> Decimal:
    return EXACT.multiply(weight, Decimal("0.85"))


class ZipKind(TextKind):
    """Six digits, with or without spaces."""

    key = "post_office_zip"

    def normalise(self, value: str) -> str:
        digits = value.replace(" ", "")
        if digits and not (digits.isdigit() and len(digits) == 6):
            message = text("A postal code has six digits", "邮政编码为六位数字")
            hint = text("Write it as 100000", "请按 100000 的格式填写")
            raise Invalid(None, [Issue("post_office_zip", message, (), hint)])
        return digits


def loft(_options: Mapping[str, Any], person: Person) -> str | None:
    return person.username


PLUGIN = Plugin(
    key="post_office",
    version="1.2.0",
    requires=">=0.1,<1",
    label=text("Post office", "邮局"),
    actions=(
        Action("stamp", text("Put a stamp on", "贴邮票"), stamp, STAMP_ARGUMENTS, entities=("customer", "parcel")),
        Action("close", text("Close the window", "关闭窗口"), lambda _context, _call: {}, right="delete"),
    ),
    field_kinds=(ZipKind(),),
    functions=(
        Function(
            "POSTAGE",
            text("What a letter of so many grams costs", "按克重计算邮资"),
            "POSTAGE(2)",
            "1.7",
            (Overload((NUMBER,), NUMBER, postage, postage_sql),),
        ),
        Function(
            "FRANKED",
            text("The text with a stamp, for single records only", "加盖邮戳的文本，仅用于单条记录"),
            'FRANKED("Hi")',
            "[Hi]",
            (Overload((TEXT,), TEXT, lambda words: f"[{words}]", None),),
        ),
    ),
    mail_handlers=(MailHandler("post_office_accounts", text("Customers", "开户"), 100, open_account),),
    channels=(
        ChannelKind(
            key="post_office_pigeon",
            label=text("Pigeon", "信鸽"),
            secret_label=text("Whistle", "哨音"),
            options={"type": "object", "additionalProperties": False, "properties": {}},
            address=loft,
            open=open_pigeon,
        ),
    ),
    guards=(Guard("post_office.nobody", 500, forbid_empty_envelopes),),
    listeners=(Listener("post_office.hear", hear),),
    jobs=(JobKind("post_office.sort", sort_post, {"en": "Sort the post", "zh-hans": "分拣邮件"}),),
    routes=(
        Route("counts", text("How many customers", "客户数量"), count_customers,
              arguments={"type": "object", "properties": {"of": {"type": "string", "maxLength": 5}}}),
        Route("notes", text("Take a note", "记录"), take_note, method="POST", administrators=True,
              arguments={"type": "object", "required": ["note"], "properties": {"note": {"type": "string"}}}),
    ),
)  # fmt: skip
