"""An entity with stages, for tests: deals with lines, of two record types."""

from __future__ import annotations

from typing import Any

from odos.kernel.workspaces import Workspace
from tests.fixtures.application import labelled, publish

STAGES = ("new", "talks", "offer", "won", "lost")
OPTIONS = {key: labelled(key, order=10 * position) for position, key in enumerate(STAGES, 1)}
DEAL = labelled("deal", kind="entity", key="deal", owned=True, title_field="name", fields={
    "name": labelled("name", kind="text", required=True, order=10),
    "type": labelled("type", kind="option", order=20, options={"short": labelled("short"), "long": labelled("long")}),
    "stage": labelled("stage", kind="option", required=True, default='"new"', order=30, options=OPTIONS),
    "stage_since": labelled("since", kind="datetime", read_only=True, order=35),
    "amount": labelled("amount", kind="decimal", digits=12, scale=2, order=40),
    "reason": labelled("reason", kind="text", order=50),
    "likely": labelled("likely", kind="percent", order=60),
    "weighted": labelled("weighted", kind="formula", expression="amount * likely", order=70),
    "customer": labelled("customer", kind="reference", target="customer", order=80),
    "lines": labelled("lines", kind="children", target="deal_line", parent_field="deal", order=90),
})  # fmt: skip
LINE = labelled("deal_line", kind="entity", key="deal_line", title_field="text", fields={
    "deal": labelled("deal", kind="reference", target="deal", required=True, on_delete="cascade", order=5),
    "text": labelled("text", kind="text", order=10),
    "price": labelled("price", kind="decimal", digits=12, scale=2, order=20),
})  # fmt: skip
RIGHTS = {
    "deal": {"see": "own", "create": True, "edit": "own", "delete": "own"},
    "customer": {"see": "all", "create": True, "edit": "all"},
}
ROLES = [labelled(key, kind="role", key=key, entities=RIGHTS) for key in ("rep", "closer")]


def said(rule: str, english: str, **attributes: Any) -> dict[str, Any]:
    return {"require": rule, "message": {"en": english, "zh-hans": f"{english}（中文）"}, **attributes}


def pipeline(key: str = "deal_long", **attributes: Any) -> dict[str, Any]:
    """Offers need lines and an amount; closers win; a lost deal has a reason."""
    document: dict[str, Any] = {
        "kind": "pipeline", "key": key, "entity": "deal", "label": {"en": "Sales", "zh-hans": "销售"},
        "field": "stage", "since": "stage_since", "confidence": "likely",
        "stages": {
            "new": {"order": 10, "confidence": 10, "exit": {"amount": said("amount > 0", "Say what it is worth")}},
            "talks": {"order": 20, "confidence": 30},
            "offer": {"order": 30, "confidence": 60, "required": {"amount": {}},
                      "entry": {"lines": said("count(lines) > 0", "An offer has lines")}},
            "won": {"order": 40, "kind": "won", "confidence": 100, "roles": ["closer"],
                    "entry": {"tier": said('customer.tier <> "a" or amount >= 100', "Too little for an A customer")}},
            "lost": {"order": 50, "kind": "lost", "confidence": 0, "required": {"reason": {}}, "next": {"new": {}}},
        },
    }  # fmt: skip
    return {**document, **attributes}


def conversion(**attributes: Any) -> dict[str, Any]:
    """A deal becomes a customer (or one that exists) and a quote with its lines."""
    document: dict[str, Any] = {
        "kind": "conversion", "key": "deal_to_quote", "entity": "deal",
        "label": {"en": "Make a quote", "zh-hans": "生成报价"},
        "require": {"amount": said("amount > 0", "Say what it is worth")},
        "targets": {
            "customer": {
                "target": "customer", "order": 10, "existing": "choose", "existing_filter": 'tier <> "a"',
                "link": "customer", "fields": {"name": {"copy": "name"}, "tier": {"value": '"b"'}},
            },
            "quote": {
                "target": "quote", "order": 20, "optional": True,
                "fields": {"customer": {"record": "customer"}, "deal": {"source": True}, "contact_name": {"copy": "reason"}},
                "lines": {"lines": {"from": "lines", "where": "price > 0", "fields": {
                    "text": {"copy": "text"}, "quantity": {"value": "2"}, "price": {"copy": "price"}}}},
            },
        },
        "effects": {"stage": '"won"'},
    }  # fmt: skip
    return {**document, **attributes}


def publish_conversion(workspace: Workspace) -> None:
    """Deals with their pipeline, and quotes that know the deal they came from."""
    publish_deals(workspace)
    link = labelled("deal", kind="reference", target="deal", on_delete="clear", order=95)
    quote = labelled("quote", kind="entity", key="quote", fields={"deal": link})
    publish(workspace, [quote, conversion()])
    rights = {"quote": {"see": "own", "create": True, "edit": "own", "delete": "own"}}
    publish(workspace, [labelled("rep", kind="role", key="rep", entities=rights)])


def publish_deals(workspace: Workspace, *pipelines: dict[str, Any]) -> None:
    publish(workspace, [LINE, DEAL])
    publish(workspace, [*ROLES, *(pipelines or (pipeline(),))])
