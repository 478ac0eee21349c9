"""A small application: customers in a tree, products, quotes with lines, tags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
import yaml
from django.conf import settings

from odos.accounts.operations import create_user
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id
from odos.kernel.workspaces import Workspace
from odos.meta.changes import read_changes
from odos.meta.operations import apply, apply_layer
from odos.records.context import Context
from odos.records.operations import create_record
from odos.storage.active import active_schema, forget, refresh

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def labelled(name: str, /, **attributes: Any) -> dict[str, Any]:
    return {"label": {"en": name.capitalize(), "zh-hans": name}, **attributes}


DOCUMENTS: list[dict[str, Any]] = [
    labelled("customer", kind="entity", key="customer", owned=True, title_field="name", fields={
        "name": labelled("name", kind="text", required=True, searchable=True, order=10),
        "code": labelled("code", kind="text", unique=True, order=20),
        "parent": labelled("parent", kind="parent", order=30),
        "tier": labelled("tier", kind="option", order=40, default='"b"', options={
            "a": labelled("A", order=10), "b": labelled("B", order=20)}),
        "revenue": labelled("revenue", kind="decimal", digits=14, scale=2, order=50),
        "quoted": labelled("quoted", kind="rollup", over="quote.customer", function="sum", field="total", order=60),
        "notes": labelled("notes", kind="long_text", order=70),
    }),
    labelled("product", kind="entity", key="product", title_field="name", fields={
        "name": labelled("name", kind="text", required=True, order=10),
        "price": labelled("price", kind="decimal", digits=12, scale=2, order=20),
    }),
    labelled("quote_line", kind="entity", key="quote_line", title_field="text", fields={
        "quote": labelled("quote", kind="reference", target="quote", required=True, on_delete="cascade", order=5),
        "text": labelled("text", kind="text", order=10),
        "product": labelled("product", kind="reference", target="product", on_delete="restrict", order=20),
        "quantity": labelled("quantity", kind="decimal", digits=12, scale=2, required=True, order=30),
        "price": labelled("price", kind="decimal", digits=12, scale=2, order=40),
        "amount": labelled("amount", kind="formula", expression="quantity * price", order=50),
    }),
    labelled("quote", kind="entity", key="quote", owned=True, title_field="number", fields={
        "number": labelled("number", kind="auto_number", pattern="Q-{YYYY}-{0000}", reset="year", order=10),
        "customer": labelled("customer", kind="reference", target="customer", on_delete="restrict", order=20),
        "contact_name": labelled("contact_name", kind="text", order=25),
        "lines": labelled("lines", kind="children", target="quote_line", parent_field="quote", order=30),
        "total": labelled("total", kind="rollup", over="lines", function="sum", field="amount", order=40),
        "tax": labelled("tax", kind="formula", expression="total * 0.1", order=50),
        "products": labelled("products", kind="references", target="product", order=60),
        "backup_customer": labelled("backup_customer", kind="reference", target="customer", on_delete="clear", order=70),
    }),
    labelled("seller", kind="role", key="seller", entities={
        "customer": {"see": "own", "create": True, "edit": "own", "delete": "own"},
        "product": {"see": "all"},
        "quote": {"see": "own", "create": True, "edit": "own", "delete": "own"}},
        fields={"customer": {"revenue": {"see": False}, "tier": {"see": True, "edit": False}}}),
]  # fmt: skip


def publish(workspace: Workspace, documents: list[dict[str, Any]]) -> None:
    changes = [
        {"op": "put", "kind": item["kind"], "key": item["key"], "document": item} for item in documents
    ]
    apply(
        workspace=workspace,
        changes=read_changes(changes),
        message="test",
        actor=system_principal(workspace),
        now=NOW,
    )
    refresh(workspace)


def context_for(workspace: Workspace, actor: Principal | None = None, **attributes: Any) -> Context:
    actor = actor or system_principal(workspace)
    return Context(workspace, active_schema(workspace), actor, NOW, **attributes)


def publish_platform(workspace: Workspace) -> None:
    """The system entities, as every installation has them."""
    files = sorted((settings.ODOS_METADATA_DIR / "platform" / "entities").glob("*.yaml"))
    apply_layer(
        workspace=workspace,
        layer="platform",
        rank=0,
        documents=[yaml.safe_load(file.read_text()) for file in files],
        message="platform",
        actor=system_principal(workspace),
        now=NOW,
    )


@pytest.fixture
def app(workspace: Workspace):
    """The application published in the rolled-back workspace."""
    forget(workspace)
    publish_platform(workspace)
    publish(workspace, DOCUMENTS)
    yield workspace
    forget(workspace)


@pytest.fixture
def admin(app: Workspace) -> Context:
    return context_for(app)


@pytest.fixture
def new_user(app: Workspace) -> Callable[..., Principal]:
    def make(name: str, *roles: str) -> Principal:
        user_id = create_user(
            workspace=app, username=name, name=name.title(), roles=roles, actor=system_principal(app), now=NOW
        )
        found = find_principal_by_id(workspace=app, user_id=user_id)
        assert found is not None
        return found

    return make


@pytest.fixture
def seller(app: Workspace, new_user: Callable[..., Principal]) -> Context:
    return context_for(app, new_user("sally", "seller"))


@pytest.fixture
def make() -> Callable[..., dict[str, Any]]:
    """Create a record as somebody and give its JSON."""

    def make_record(context: Context, entity: str, **values: Any) -> dict[str, Any]:
        made: dict[str, Any] = orjson.loads(create_record(context=context, entity=entity, values=values))
        return made

    return make_record
