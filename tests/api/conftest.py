"""Clients of the HTTP contract: bearer tokens over Django's test client, in the rolled-back workspace."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from odos.accounts.operations import create_user, issue_token
from odos.accounts.principals import system_principal
from odos.kernel.clock import utc_now
from tests.fixtures.application import NOW


@dataclass
class Api:
    """Sends and reads JSON as one user."""

    client: Client
    token: str | None

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent: Any = {_header(name): value for name, value in headers.items()}
        if self.token:
            sent["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        data = b"" if body is None else json.dumps(body)
        return self.client.generic(method, f"/api/{path}", data, content_type="application/json", **sent)

    def form(self, path: str, fields: Mapping[str, Any], **headers: str) -> Any:
        """POST as multipart/form-data."""
        sent: Any = {_header(name): value for name, value in headers.items()}
        if self.token:
            sent["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        return self.client.post(f"/api/{path}", fields, **sent)

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, body if body is not None else {}, **headers)


def _header(name: str) -> str:
    return name.upper() if name.startswith("content_") else f"HTTP_{name.upper()}"


@pytest.fixture
def api_for(app):
    """An `Api` for a new user with the given roles."""

    def make(username: str, *roles: str, is_admin: bool = False) -> Api:
        user_id = create_user(
            workspace=app, username=username, name=username.title(), roles=roles, is_admin=is_admin,
            actor=system_principal(app), now=NOW, password="correct-horse-7",
        )  # fmt: skip
        issued = issue_token(workspace=app, user_id=user_id, now=utc_now(), lifetime=timedelta(hours=1))
        return Api(Client(enforce_csrf_checks=True), issued.token)

    return make


@pytest.fixture
def root(api_for: Callable[..., Api]) -> Api:
    return api_for("root", is_admin=True)


@pytest.fixture
def nobody(app) -> Api:
    return Api(Client(enforce_csrf_checks=True), None)
