"""The metadata of the benchmark: an entity of twenty fields as people would define it, twice."""

from __future__ import annotations

from typing import Any

from benchmarks.options import Sized

Document = dict[str, Any]

STATUSES = ("new", "open", "offered", "won", "lost", "paused")
CATEGORIES = ("hardware", "software", "service", "training")
ROLE = "seller"
VIEW_FILTER = 'status = "open"'
VIEW_SORT = "-created_at"
BLANKS_SORT = "-closes_on"  # every tenth row has none


def _labelled(key: str, /, **attributes: Any) -> Document:
    name = key.replace("_", " ")
    return {"label": {"en": name.capitalize(), "zh-hans": name}, **attributes}


def _options(keys: tuple[str, ...]) -> Document:
    return {key: _labelled(key, order=order) for order, key in enumerate(keys)}


def deal_fields() -> Document:
    """The twenty fields, by key."""
    fields: Document = {
        "name": {"kind": "text", "required": True, "max_length": 200},
        "code": {"kind": "text", "max_length": 40},
        "status": {"kind": "option", "required": True, "options": _options(STATUSES)},
        "category": {"kind": "option", "options": _options(CATEGORIES)},
        "account": {"kind": "reference", "target": "account", "required": True},
        "priority": {"kind": "integer", "min": 0, "max": 1000},
        "quantity": {"kind": "integer", "min": 0},
        "amount": {"kind": "decimal", "digits": 14, "scale": 2, "required": True},
        "discount": {"kind": "decimal", "digits": 6, "scale": 3},
        "probability": {"kind": "decimal", "digits": 5, "scale": 2, "min": "0", "max": "100"},
        "starts_on": {"kind": "date"},
        "closes_on": {"kind": "date"},
        "contacted_at": {"kind": "datetime"},
        "is_active": {"kind": "boolean"},
        "email": {"kind": "email"},
        "phone": {"kind": "phone"},
        "website": {"kind": "url"},
        "city": {"kind": "text", "max_length": 100},
        "country": {"kind": "text", "max_length": 100},
        "remark": {"kind": "text", "max_length": 500},
    }
    return {key: _labelled(key, order=order, **field) for order, (key, field) in enumerate(fields.items())}


OUTPUT_FIELDS = ("id", *deal_fields(), "owner", "created_at", "updated_at")


def entity(key: str, fields: Document | None = None, **attributes: Any) -> Document:
    """An entity document."""
    defaults = {"owned": True, "title_field": "name"}
    return _labelled(key, kind="entity", key=key, fields=fields or deal_fields(), **defaults, **attributes)


def account() -> Document:
    """What deals refer to."""
    return entity("account", {"name": _labelled("name", kind="text", required=True, order=1)})


def role() -> Document:
    """Sees and changes everything but metadata."""
    rights = {"see": "all", "create": True, "edit": "all", "delete": "all"}
    return _labelled(ROLE, kind="role", key=ROLE, entities={"*": rights})


def view(sized: Sized, key: str, sort: str, rule: str = VIEW_FILTER) -> Document:
    """A shared view, whose index the platform builds."""
    columns = {name: {"order": order} for order, name in enumerate(("name", "account", "amount"))}
    named = f"{sized.key}.{key}"
    return _labelled(
        key, kind="view", key=named, entity=sized.key, type="list", filter=rule, sort=sort, columns=columns
    )


def put(*documents: Document) -> list[Document]:
    """Changes that bring the documents."""
    return [{"op": "put", "kind": item["kind"], "key": item["key"], "document": item} for item in documents]


def put_field(entity_key: str, key: str, **attributes: Any) -> list[Document]:
    """A change that adds one field."""
    document = _labelled(key, **({"kind": "text"} | attributes))
    return [{"op": "put", "kind": "field", "key": f"{entity_key}.{key}", "document": document}]


def approval(entity_key: str, name: str, steps: list[list[str]]) -> Document:
    """One that asks people of the record, step by step, and writes into it at its beginning and end."""
    nodes = {
        f"step{order}": {
            "kind": "approval",
            "order": order,
            "mode": "all",
            "approvers": {path: {"kind": "field", "name": path} for path in paths},
        }
        for order, paths in enumerate(steps)
    }
    effects = {"submitted": {"status": '"offered"'}, "approved": {"status": '"won"'}}
    key = f"{entity_key}_{name}"
    return _labelled(key, kind="workflow", key=key, entity=entity_key, nodes=nodes, effects=effects)
