"""Input made up from the document itself, well formed and not: refused or done, never a 500."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings

from odos.api.openapi.paths import PATHS
from tests.api.live import client_for

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis

pytestmark = pytest.mark.filterwarnings("ignore")  # of the maker of requests
EXAMPLES = 6
KNOWN = {
    "entity": "customer",
    "kind": "entity",
    "key": "customer",
}  # so that input gets further than an address
OPERATIONS = [
    (method, path)
    for path, methods in PATHS.items()
    for method, item in methods.items()
    if item.status not in {302, 307} and path not in {"/auth/logout", "/docs/{name}"}
]


@pytest.fixture(scope="module")
def document(app) -> Any:
    administrator = client_for(app, "document", is_admin=True)
    return schemathesis.openapi.from_dict(
        {**administrator.get("openapi.json").json(), "servers": [{"url": "/api"}]}
    )


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_input_breaks_an_address(app, document, method, path):
    document.app = WSGIHandler()
    operation = document[path][method.upper()]
    api = client_for(app, f"m{OPERATIONS.index((method, path))}", is_admin=True)
    headers = {"Authorization": f"Bearer {api.token}"}

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def attack(case: Any) -> None:
        case.path_parameters.update({name: KNOWN[name] for name in case.path_parameters if name in KNOWN})
        answer = case.call(headers=headers, base_url="http://testserver/api")
        assert answer.status_code < 500, (case.as_curl_command(), answer.text[:500])

    attack()
