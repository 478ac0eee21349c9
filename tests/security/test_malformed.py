"""Input made up from the document itself, well formed and not: refused or done, never a 500.

Every address with more examples in this process, where a failure shows its place; then, with a few, the system as
people run it: with its servers, workers and the shipped packages.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings

from odos.api.openapi.paths import PATHS
from tests.api.live import client_for
from tests.environment import Environment
from tests.fixtures.systems import RunningSystem, launched, servers

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis

pytestmark = pytest.mark.filterwarnings("ignore")  # of the maker of requests
OPERATIONS = [
    (method, path)
    for path, methods in PATHS.items()
    for method, item in methods.items()
    if item.status not in {302, 307} and path not in {"/auth/logout", "/docs/{name}"}
]


@dataclass(frozen=True)
class Attacked:
    """A document of a server. ``known`` stands in addresses, so that input gets further than them."""

    document: Any
    address: str
    known: Mapping[str, str]
    examples: int

    def attack(self, method: str, path: str, token: str) -> None:
        operation = self.document[path][method.upper()]

        @settings(
            max_examples=self.examples, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            case.path_parameters.update(
                {name: self.known[name] for name in case.path_parameters if name in self.known}
            )
            answer = case.call(headers={"Authorization": f"Bearer {token}"}, base_url=self.address)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text[:500])

        send()


@pytest.fixture(scope="module")
def here(app) -> Attacked:
    """The small application in this process."""
    administrator = client_for(app, "document", is_admin=True)
    raw = {**administrator.get("openapi.json").json(), "servers": [{"url": "/api"}]}
    document = schemathesis.openapi.from_dict(raw)
    document.app = WSGIHandler()
    known = {"entity": "customer", "kind": "entity", "key": "customer"}
    return Attacked(document, "http://testserver/api", known, examples=6)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_input_breaks_an_address(app, here: Attacked, method: str, path: str):
    api = client_for(app, f"m{OPERATIONS.index((method, path))}", is_admin=True)
    here.attack(method, path, api.token)


@pytest.fixture(scope="module")
def system(environment: Environment) -> Iterator[RunningSystem]:
    """One of its own: an administrator's requests change what others would find."""
    with launched(environment, servers(environment, "malformed")) as started:
        yield started


@pytest.mark.slow
def test_no_input_breaks_the_running_system(system: RunningSystem):
    token = system.token()
    raw = {**system.get("/api/openapi.json", Authorization=f"Bearer {token}"), "servers": [{"url": "/api"}]}
    known = {"entity": "account", "kind": "entity", "key": "account"}
    there = Attacked(schemathesis.openapi.from_dict(raw), f"{system.url}/api", known, examples=2)
    for method, path in OPERATIONS:
        there.attack(method, path, token)
        if path.startswith("/auth"):  # it may have ended the session
            token = system.token()
    assert system.get("/api/auth/me", Authorization=f"Bearer {token}")["is_admin"], "signed in to the end"
    assert system.is_ready()
    failure = system.log.partition("Traceback")[2]
    assert failure == "", failure[:4000]
