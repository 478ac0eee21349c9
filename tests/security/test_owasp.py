"""One section for each entry of the OWASP API Security Top 10 (2023), over every address of the document."""

from __future__ import annotations

import http.server
import io
import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from odos.accounts import oidc
from odos.accounts.operations import create_user, issue_token
from odos.accounts.principals import system_principal
from odos.api.openapi.paths import PATHS
from odos.api.urls import ROUTES
from odos.database.session import fetch_one, fetch_value
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.storage.active import active_schema
from tests.api.conftest import Api
from tests.api.live import client_for
from tests.fixtures.application import NOW
from tests.security.conftest import SECRET, Target

OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in PATHS.items()
    for method, operation in methods.items()
]
OWN = "/messages/{user_id}"  # what was written between oneself and somebody
WITH_IDS = [
    (method, path)
    for method, path, item in OPERATIONS
    if re.search(r"_id\}|\{token\}", path) and not path.startswith(OWN)
]
GUARDED = [(method, path) for method, path, item in OPERATIONS if not item.public and item.status != 307]
BODIES = {
    "/records/{entity}/{record_id}": {"name": "taken over"},
    "/auth/users/{user_id}/password": {"new": "a password of mine"},
    "/auth/users/{user_id}/tokens": {"label": "mine", "scopes": ["read"]},
    "/records/{entity}/{record_id}/personal-data/erase": {"reason": "mine"},
}


def send(api: Api, method: str, address: str, path: str = ""):
    return api(method, address, BODIES.get(path, {}) if method in {"POST", "PATCH", "PUT"} else None)


def row_of(target: Target):
    table = active_schema(target.workspace).entities["customer"].table
    return fetch_one(
        target.workspace, f"SELECT * FROM {quote(table)} WHERE id = %s", [int(target.ids["record_id"])]
    )


# ---------------------------------------------------------------- API1: broken object level authorisation


@pytest.mark.parametrize(("method", "path"), WITH_IDS)
def test_api1_the_ids_of_others_open_nothing(target, member, method, path):
    """Bob may do all that Alice may, but not with hers; a guess is answered like nothing at all."""
    before = row_of(target)
    answer = send(member, method, target.address(path), path)
    assert answer.status_code in {400, 403, 404, 409, 422}, (answer.status_code, answer.content[:300])
    assert SECRET not in answer.content.decode()
    assert row_of(target) == before


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_api1_a_visitor_from_outside_gets_nothing_of_hers(target, visitor, method, path):
    """PLAT-17: every address of the document, with her ids in it."""
    if path in {"/auth/logout", "/auth/password"}:
        return  # of one's own session
    before = row_of(target)
    answer = send(visitor, method, target.address(path), path)
    assert answer.status_code < 500, (answer.status_code, answer.content[:300])
    assert SECRET not in answer.content.decode("utf-8", "replace")
    if re.search(r"\{(record|file|user|token)_id\}", path):
        assert answer.status_code in {400, 403, 404, 405, 409, 422}
    assert row_of(target) == before


def test_api1_hers_are_not_in_any_list_of_his(target, member):
    for path in (
        "records/customer", "records/customer?count=exact", "records/customer/options", "search?q=Geheimnis", "jobs",
        "records/customer?deleted=true", "views?entity=customer", "auth/sessions", "records/customer?q=Geheimnis",
    ):  # fmt: skip
        assert SECRET not in member.get(path).content.decode(), path
    bulk = {"update": [{"id": target.ids["record_id"], "name": "x"}], "delete": [target.ids["record_id"]]}
    done = member.post("records/customer/bulk", bulk).json()
    assert (done["updated"], done["deleted"], len(done["errors"])) == ([], [], 2)


def test_api1_a_value_that_is_taken_tells_nothing_of_who_has_it(target, administrator, member):
    """Made, changed, changed with others and tried only: that the value is taken, and nothing else."""
    administrator("PATCH", f"records/customer/{target.ids['record_id']}", {"code": "C-4711"})
    own = member.post("records/customer", {"name": "own of the taken code"}).json()
    taken = {"code": "C-4711"}
    answers = [
        member.post("records/customer", {"name": "x", **taken}),
        member("PATCH", f"records/customer/{own['id']}", taken),
        member.post("records/customer/bulk", {"update": [{"id": own["id"], **taken}]}),
        member.post("records/customer/preview", {"values": {"name": "x", **taken}}),
    ]
    for answer in answers:
        assert SECRET not in answer.content.decode()
    told = [issue["message"] for answer in answers[:2] for issue in answer.json()["issues"]]
    assert told == ["This value is taken already"] * 2


@pytest.mark.parametrize(
    "guess", ["0", "-1", "1 OR 1=1", "1e3", "9" * 30, "01", "null", "%2e%2e", "1;2", "１"]
)
def test_api1_ids_that_are_none_name_nothing(member, guess):
    for path in ("records/customer/{}", "files/{}/content", "jobs/{}", "auth/sessions/{}"):
        assert member("DELETE" if "sessions" in path else "GET", path.format(guess)).status_code in {404, 400}


# ---------------------------------------------------------------- API2: broken authentication


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_api2_nothing_is_open_without_proof(target, anonymous, method, path):
    answer = send(anonymous, method, target.address(path), path)
    assert answer.status_code == 401
    assert SECRET not in answer.content.decode()


def test_api2_a_secret_counts_in_its_own_place_and_time_only(app):
    user = create_user(workspace=app, username="carl", name="C", actor=system_principal(app), now=NOW)
    expired = issue_token(
        workspace=app, user_id=user, now=utc_now() - timedelta(days=2), lifetime=timedelta(days=1)
    )
    assert Api(Client(), expired.token).get("auth/me").status_code == 401
    good = issue_token(workspace=app, user_id=user, now=utc_now()).token
    assert Api(Client(), good).get("auth/me").status_code == 200
    in_cookie = Client()
    in_cookie.cookies["odos_session"] = good
    assert in_cookie.get("/api/auth/me").status_code == 401
    assert Client().get(f"/api/auth/me?token={good}&access_token={good}").status_code == 401
    for header in (f"bearer  {good}x", f"Basic {good}", good, f"Bearer {good[:-1]}"):
        assert Client().get("/api/auth/me", HTTP_AUTHORIZATION=header).status_code == 401


def test_api2_a_browser_must_show_where_a_change_comes_from(app):
    create_user(
        workspace=app,
        username="dora",
        name="D",
        password="correct-horse-7",
        actor=system_principal(app),
        now=NOW,
    )
    browser = Client(enforce_csrf_checks=True)
    body = json.dumps({"username": "dora", "password": "correct-horse-7"})
    assert browser.post("/api/auth/login", body, content_type="application/json").status_code == 403
    token = browser.get("/api/auth/csrf").json()["csrf_token"]
    signed_in = browser.post("/api/auth/login", body, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert signed_in.status_code == 200
    assert browser.get("/api/auth/me").status_code == 200
    assert browser.patch("/api/auth/me", "{}", content_type="application/json").status_code == 403
    foreign = {"HTTP_X_CSRFTOKEN": token, "HTTP_ORIGIN": "https://evil.example"}
    assert browser.patch("/api/auth/me", "{}", content_type="application/json", **foreign).status_code == 403


# ---------------------------------------------------------------- API3: broken object property level authorisation


SYSTEM_VALUES = {
    "id": "999", "version": 99, "created_at": "2000-01-01T00:00:00Z", "created_by": "1", "updated_by": "1",
    "updated_at": "2000-01-01T00:00:00Z", "deleted_at": "2000-01-01T00:00:00Z", "deletion_id": "1",
    "is_admin": True, "roles": ["admin"], "search_grams": "x", "quoted": "5",
}  # fmt: skip


@pytest.mark.parametrize("name", SYSTEM_VALUES)
def test_api3_nobody_assigns_what_is_not_theirs_to_assign(member, administrator, name):
    for api in (member, administrator):
        made = api.post("records/customer", {"name": "mass", name: SYSTEM_VALUES[name]})
        if made.status_code == 201:
            assert made.json().get(name) != SYSTEM_VALUES[name]
        else:
            assert made.status_code == 422
        own = api.post("records/customer", {"name": "mine"}).json()
        api("PATCH", f"records/customer/{own['id']}", {name: SYSTEM_VALUES[name], "notes": "x"})
        api.post("records/customer/bulk", {"update": [{"id": own["id"], name: SYSTEM_VALUES[name]}]})
        now = administrator.get(f"records/customer/{own['id']}").json()
        assert (now["id"], now["created_by"]) == (own["id"], own["created_by"])
        assert now.get(name) != SYSTEM_VALUES[name] or name == "id"


def test_api3_nobody_makes_themselves_an_administrator(app, member):
    for change in (
        {"is_admin": True},
        {"roles": ["seller", "admin"]},
        {"username": "adele"},
        {"is_active": False},
    ):
        member("PATCH", "auth/me", change)
        me = member.get("auth/me").json()
        assert (me["is_admin"], me["roles"], me["username"]) == (False, ["seller"], "bob")
        assert member("PATCH", f"records/user/{me['id']}", change).status_code == 403


ASKING = {  # by a name in the place of @
    "filter": ("GET", "records/customer?filter=@+%3E+1", None),
    "filter along a way": ("GET", "records/quote?filter=customer.@+%3E+1", None),
    "sort": ("GET", "records/customer?sort=-@", None),
    "columns": ("GET", "records/customer?fields=name,@", None),
    "aggregate": ("POST", "records/customer/aggregate", {"measures": [{"function": "sum", "field": "@", "as": "x"}]}),
    "group": ("POST", "records/customer/aggregate", {"group_by": ["@"], "measures": [{"function": "count", "as": "x"}]}),
    "rule": ("POST", "rules/check", {"entity": "customer", "kind": "condition", "text": "@ > 2"}),
    "write": ("POST", "records/customer", {"name": "A", "@": "1"}),
    "export": ("POST", "exports", {"entity": "customer", "fields": ["@"]}),
    "view": ("POST", "views", {"entity": "customer", "name": "v", "sort": "@"}),
}  # fmt: skip


@pytest.mark.parametrize("door", ASKING)
def test_api3_a_hidden_field_looks_like_one_that_does_not_exist(member, door):
    """PLAT-36: the same code, words and proposals, so that nobody learns that it is there."""
    method, path, body = ASKING[door]
    answers = []
    for name in ("revenue", "ravenue"):
        sent = None if body is None else json.loads(json.dumps(body).replace("@", name))
        answer = member(method, path.replace("@", name), sent)
        assert "unknown_field" in {issue["code"] for issue in answer.json()["issues"]}
        answers.append(answer.content.decode().replace(name, "@"))
    assert answers[0] == answers[1]


def test_api3_a_member_cannot_change_a_field_that_is_read_only_for_them(member):
    made = member.post("records/customer", {"name": "x"}).json()
    refused = member("PATCH", f"records/customer/{made['id']}", {"tier": "a"})
    assert refused.status_code in {403, 422}


HIDDEN_ORACLES = [
    ("GET", "records/customer?{}", {"filter": "revenue > 1000"}), ("GET", "records/customer?{}", {"sort": "-revenue"}),
    ("GET", "records/customer?{}", {"fields": "revenue"}), ("GET", "records/quote?{}", {"fields": "customer.revenue"}),
    ("GET", "records/quote?{}", {"filter": "customer.revenue > 1"}), ("GET", "records/quote?{}", {"sort": "customer.revenue"}),
    ("GET", "records/customer/options?{}", {"filter": "revenue > 1"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "parameters"), HIDDEN_ORACLES)
def test_api3_a_hidden_field_answers_no_question(target, administrator, member, method, path, parameters):
    administrator("PATCH", f"records/customer/{target.ids['record_id']}", {"revenue": "4711"})
    answer = member(method, path.format(urlencode(parameters)))
    assert answer.status_code == 422, answer.content


def test_api3_a_hidden_field_is_in_no_answer(administrator, member):
    made = member.post("records/customer", {"name": "own"}).json()
    administrator("PATCH", f"records/customer/{made['id']}", {"revenue": "4711.00"})
    address = f"records/customer/{made['id']}"
    for path in (
        address,
        f"{address}/history",
        f"{address}/as-of",
        "records/customer",
        "schema",
        "openapi.json",
    ):
        text = member.get(path).content.decode()
        assert "4711" not in text, path
        assert '"revenue"' not in text, path
    grouped = {"group_by": ["revenue"], "measures": [{"function": "sum", "field": "revenue"}]}
    assert member.post("records/customer/aggregate", grouped).status_code == 422
    assert (
        '"revenue"'
        not in member.post("records/customer/preview", {"id": made["id"], "values": {}}).content.decode()
    )


# ---------------------------------------------------------------- API4: unrestricted resource consumption


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "records/customer?limit=1001", None), ("GET", "records/customer?offset=99999999", None),
        ("POST", "records/customer/bulk", {"create": [{"name": "x"}] * 10_001}),
        ("POST", "records/customer/query", {"filter": "not " * 5_000 + "true"}),
        ("POST", "records/customer/query", {"filter": "name = '" + "x" * 50_000 + "'"}),
        ("POST", "records/customer/query", {"fields": ["parent" + ".parent" * 30]}),
        ("POST", "records/customer/aggregate", {"measures": [{"function": "count", "as": f"m{n}"} for n in range(100)]}),
    ],
)  # fmt: skip
def test_api4_what_is_too_much_is_refused(member, method, path, body):
    assert member(method, path, body).status_code in {400, 413, 422}


def test_api4_a_list_gives_a_page_unless_told_otherwise(member, administrator):
    assert (
        administrator.post(
            "records/product/bulk", {"create": [{"name": f"p{n}"} for n in range(120)]}
        ).status_code
        == 200
    )
    assert len(member.get("records/product").json()["items"]) == 50
    assert len(administrator.get("audit?limit=100000").json()["items"]) <= 200


def test_api4_a_body_that_is_too_large_is_not_read(member):
    answer = member.client.generic(
        "POST", "/api/files", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**10),
        HTTP_AUTHORIZATION=f"Bearer {member.token}",
    )  # fmt: skip
    assert answer.status_code == 413


# ---------------------------------------------------------------- API5: broken function level authorisation


def administrative() -> list[tuple[str, str]]:
    found = []
    for pattern in ROUTES:
        view = getattr(getattr(pattern, "callback", None), "view_class", None)
        route = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if view is not None and view.administrators:
            found += [(method.upper(), route) for method in PATHS[route]]
    return found


@pytest.mark.parametrize(("method", "path"), administrative())
def test_api5_what_is_for_administrators_is_refused_to_members(target, member, method, path):
    answer = send(member, method, target.address(path), path)
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()


def test_api5_there_is_something_to_refuse():
    paths = {path for _, path in administrative()}
    assert {"/metadata/apply", "/audit", "/audit/export", "/auth/users/{user_id}/password"} <= paths


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p in GUARDED if p != "/auth/logout"])
def test_api5_somebody_without_a_role_changes_nothing(target, app, method, path):
    nobody = client_for(app, f"n{abs(hash((method, path)))}")
    before = row_of(target)
    answer = send(nobody, method, target.address(path), path)
    assert answer.status_code < 500
    assert SECRET not in answer.content.decode()
    assert row_of(target) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "TRACE", "OPTIONS"])
def test_api5_a_method_that_an_address_does_not_have_does_nothing(member, method):
    for path in ("schema", "openapi.json", "records/customer", "auth/me"):
        offered = {name.upper() for name in PATHS["/" + path.replace("customer", "{entity}")]}
        if method not in offered:
            assert member(method, path).status_code in {204, 400, 403, 404, 405, 415}


# ---------------------------------------------------------------- API6: unrestricted access to sensitive flows


def test_api6_guessing_passwords_is_slowed_down(app):
    create_user(
        workspace=app,
        username="eva",
        name="E",
        password="correct-horse-7",
        actor=system_principal(app),
        now=NOW,
    )
    body = {"username": "eva", "password": "wrong"}
    codes = [
        Client(REMOTE_ADDR="198.51.100.7")
        .post("/api/auth/token", json.dumps(body), content_type="application/json")
        .status_code
        for _ in range(8)
    ]
    assert codes[:5] == [401] * 5
    assert set(codes[5:]) == {429}


def test_api6_guessing_from_many_addresses_is_slowed_down_too(app):
    create_user(
        workspace=app,
        username="fred",
        name="F",
        password="correct-horse-7",
        actor=system_principal(app),
        now=NOW,
    )
    body = json.dumps({"username": "fred", "password": "wrong"})
    codes = [
        Client(REMOTE_ADDR=f"203.0.113.{n}")
        .post("/api/auth/token", body, content_type="application/json")
        .status_code
        for n in range(55)
    ]
    assert codes[49] == 401
    assert codes[50:] == [429] * 5


# ---------------------------------------------------------------- API7: server side request forgery


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes who asks it for anything."""
    asked: list[str] = []

    class Note(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"issuer": "http://elsewhere.example", "keys": "none"}')

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_api7_no_value_of_a_request_makes_the_server_ask_anybody(administrator, listener):
    address, asked = listener
    seen = [
        administrator.post("records/customer", {"name": address, "notes": f"![x]({address}/a.png)"}),
        administrator.form("imports", {"file": io.StringIO(f"name\n{address}/b\n"), "entity": "customer"}),
        administrator.form("files", {"file": io.StringIO(f'<!DOCTYPE x SYSTEM "{address}/c">')}),
        administrator.post("metadata/plan", {"changes": [{"op": "put", "kind": "field", "key": "customer.site",
            "document": {"kind": "url", "label": {"en": address}, "default": f'"{address}/d"'}}]}),
        administrator.get(f"auth/oidc/start?{urlencode({'issuer': address, 'next': address})}"),
        administrator.get(f"audit?{urlencode({'address': address})}"),
        administrator.get("schema", origin=address, referer=address, x_forwarded_host=address, host="evil.example"),
    ]  # fmt: skip
    assert all(answer.status_code < 500 for answer in seen)
    assert asked == []


# ---------------------------------------------------------------- API8: security misconfiguration


def test_api8_answers_guard_themselves(target, anonymous, member):
    for api, path in [(member, "records/customer"), (anonymous, "records/customer"), (anonymous, "nowhere")]:
        answer = api.get(path, origin="https://evil.example")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert "Access-Control-Allow-Origin" not in answer
        assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]
    page = anonymous.client.get("/")
    policy = page["Content-Security-Policy"]
    script = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in script
    assert "*" not in policy


def test_api8_refusals_tell_nothing_of_the_inside(member, monkeypatch):
    def fails(*args, **kwargs):
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr("odos.api.records.list_records", fails)
    answer = member.get("records/customer")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "secret of the house" not in text
    assert "Traceback" not in text


def test_api8_a_path_leads_out_of_no_folder(anonymous, member):
    for path in (
        "../manage.py",
        "..%2f..%2fmanage.py",
        "....//manage.py",
        "/etc/passwd",
        "%00",
        "..\\manage.py",
    ):
        for place in (f"/api/docs/{path}", f"/assets/{path}", f"/{path}", f"/api/files/{path}/content"):
            answer = anonymous.client.get(place)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"execute_from_command_line" not in content, place
            assert b"root:" not in content, place


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "..\\evil.txt", "/etc/evil", "a\x00b.txt", "con.txt", ".htaccess", "x\r\ny"]
)
def test_api8_a_file_name_is_only_a_name(member, name):
    upload = io.BytesIO(b"plain text")
    upload.name = name
    made = member.form("files", {"file": upload})
    if made.status_code == 201:
        kept = made.json()["name"]
        assert not set(kept) & set("/\\\x00\r\n")
        answer = member.get(f"files/{made.json()['id']}/content")
        assert "\r" not in answer["Content-Disposition"]
        assert answer["Content-Disposition"].startswith("attachment")


# ---------------------------------------------------------------- API9: improper inventory management


def test_api9_every_address_is_in_the_document_and_old_doors_are_closed(administrator, anonymous):
    document = administrator.get("openapi.json").json()
    assert set(PATHS) <= set(document["paths"])
    for path in (
        "admin",
        "debug",
        "v1",
        "v0/records/customer",
        "swagger",
        "graphql",
        ".env",
        "metrics",
        "__debug__",
    ):
        assert anonymous.get(path).status_code == 404


# ---------------------------------------------------------------- API10: unsafe consumption of APIs


@pytest.mark.parametrize("issuer", ["{}", "{}/other", "http://127.0.0.1:9"])
def test_api10_an_identity_provider_that_lies_gets_nobody_in(app, settings, listener, issuer):
    """The document names another issuer, no endpoints, no keys; or nobody answers. See tests/api/test_oidc.py."""
    oidc._documents.forget()
    settings.ODOS_OIDC = {"issuer": issuer.format(listener[0]), "client_id": "odos", "client_secret": "s"}
    assert Client().get("/api/auth/oidc/start")["Location"] == "/login?refused=failed"
    assert fetch_value(app, "SELECT count(*) FROM access_token WHERE kind = 'session' AND label = 'x'") == 0
