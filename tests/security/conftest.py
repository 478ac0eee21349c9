"""A workspace whose transactions commit, and the people who attack it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from odos.accounts.queries import find_principal_by_token
from odos.api.openapi.paths import PATHS
from odos.kernel.clock import utc_now
from tests.api.conftest import Api
from tests.api.live import client_for, served
from tests.fixtures.application import labelled, publish

SECRET = "Geheimnis-4711"


@dataclass(frozen=True)
class Target:
    """Things of Alice; ``ids`` by the names that stand in addresses."""

    workspace: Any
    alice: Api
    ids: dict[str, str]

    def address(self, path: str) -> str:
        """A documented path with Alice's ids in it."""
        return path.strip("/").format(**self.ids) + "/" * path.endswith("/")


@pytest.fixture(scope="module")
def app(live_workspace) -> Iterator[Any]:
    with served(live_workspace.workspace) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def anonymous(app) -> Api:
    return Api(Client(enforce_csrf_checks=True), None)


@pytest.fixture(scope="module")
def administrator(app) -> Api:
    return client_for(app, "adele", is_admin=True)


@pytest.fixture(scope="module")
def member(app) -> Api:
    """May do the same things as Alice, with records of her own."""
    return client_for(app, "bob", "seller")


@pytest.fixture(scope="module")
def visitor(app) -> Api:
    """From outside: may see, change and make what bears their own name, and nothing of Alice's."""
    own = {"rule": "name = user.name"}
    role = labelled(
        "guest", kind="role", key="guest", portal=True,
        entities={"customer": {"see": own, "create": True, "edit": own, "delete": own}},
    )  # fmt: skip
    publish(app, [role])
    return client_for(app, "victor", "guest", "seller")


@pytest.fixture(scope="module")
def target(app) -> Target:
    alice = client_for(app, "alice", "seller")
    customer = alice.post("records/customer", {"name": SECRET, "notes": SECRET}).json()
    file = alice.form("files", {"file": io.BytesIO(SECRET.encode())}).json()
    view = alice.post("views", {"entity": "customer", "label": SECRET, "document": {}})
    token = alice.post("auth/tokens", {"label": SECRET, "scopes": ["read"]}).json()
    me = find_principal_by_token(workspace=app, token=alice.token, now=utc_now())
    ids = {
        "entity": "customer", "record_id": customer["id"], "file_id": file["id"], "token_id": token["id"],
        "user_id": str(me.user_id), "token": "x", "name": "swagger-ui.css", "kind": "entity", "key": "customer",
        "view_id": str(view.json().get("id", 1)), "action": "approve",
        "change": "00000000-0000-0000-0000-000000000001",
    }  # fmt: skip
    names = {name for path in PATHS for name in _names(path)}
    return Target(app, alice, {**dict.fromkeys(names, "1"), **ids})


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]
