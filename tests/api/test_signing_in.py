"""Signing in over HTTP: second factor, sessions, tokens with scopes, password rules, and what the trail says."""

from __future__ import annotations

import json
import uuid

import pyotp
import pytest
from django.test import Client

from odos.accounts import second_factor, throttle
from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.database.session import fetch_all, fetch_value
from odos.kernel.clock import utc_now
from tests.api.conftest import Api
from tests.fixtures.application import NOW, publish

PASSWORD = "correct-horse-7"


@pytest.fixture
def address() -> str:
    return f"10.{uuid.uuid4().int % 250}.{uuid.uuid4().int % 250}.{uuid.uuid4().int % 250}"


@pytest.fixture
def person(app):
    return create_user(
        workspace=app, username="Petra", name="Petra", password=PASSWORD, actor=system_principal(app), now=NOW
    )


@pytest.fixture
def sign_in(app, person, address):
    """POST /auth/token as Petra."""

    def send(password=PASSWORD, username="petra", **more):
        body = {"username": username, "password": password, **more}
        client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT="Phone/3")
        return client.post("/api/auth/token", json.dumps(body), content_type="application/json")

    return send


@pytest.fixture
def petra(sign_in):
    return Api(Client(), sign_in().json()["token"])


def settings_of(workspace, **sign_in):
    document = {"kind": "settings", "key": "workspace", "sign_in": sign_in}
    publish(workspace, [document])


def code_of(device: pyotp.TOTP, aside: int) -> str:
    """The code of so many steps from now."""
    return device.generate_otp(int(utc_now().timestamp()) // second_factor.STEP_SECONDS + aside)


def enrol(petra) -> tuple[pyotp.TOTP, list[str]]:
    setup = petra.post("auth/second-factor/setup", {"current": PASSWORD}).json()
    device = pyotp.TOTP(setup["secret"])
    confirmed = petra.post("auth/second-factor/confirm", {"code": code_of(device, -1)})
    assert confirmed.status_code == 200, confirmed.content
    return device, confirmed.json()["recovery_codes"]


def test_the_trail_tells_who_signed_in_from_where(app, person, sign_in, address):
    """AUDIT-01: login, logout and failed login are in the trail."""
    assert sign_in("wrong").status_code == 401
    token = sign_in().json()["token"]
    Api(Client(), token).post("auth/logout")
    rows = fetch_all(
        app,
        "SELECT action, actor_id, actor_label, host(address), agent, changes->'username'->>1"
        " FROM audit_entry WHERE action IN ('signed_in', 'signed_out', 'sign_in_failed') ORDER BY id",
    )
    assert rows[0] == ("sign_in_failed", None, "petra", address, "Phone/3", "petra")
    assert rows[1] == ("signed_in", person, "Petra", address, "Phone/3", None)
    assert rows[2][:3] == ("signed_out", person, "Petra")


def test_a_lock_out_is_told_once(app, sign_in):
    for _ in range(9):
        last = sign_in("wrong")
    assert last.status_code == 429
    assert int(last["Retry-After"]) > 0
    told = "SELECT count(*) FROM audit_entry WHERE action = %s"
    assert fetch_value(app, told, ["locked_out"]) == 1
    assert fetch_value(app, told, ["sign_in_failed"]) == 5


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_length"), ("petra", "password_is_username"), ("password123", "password_common")],
)
def test_a_weak_password_is_refused_with_the_reason(petra, password, code):
    answer = petra.post("auth/password", {"current": PASSWORD, "new": password})
    assert answer.status_code == 422
    assert code in {issue["code"] for issue in answer.json()["issues"]}
    assert {issue["path"] for issue in answer.json()["issues"]} == {"new"}


def test_the_policy_of_the_organisation_holds(app, petra):
    settings_of(app, password_length=20, password_history=2)
    rules = petra.get("auth/password-rules").json()
    assert (rules["shortest"], rules["history"]) == (20, 2)
    short = petra.post("auth/password", {"current": PASSWORD, "new": "nineteen characters"})
    assert "20" in short.json()["issues"][0]["message"]
    first, second, third = (f"a long enough password {name}" for name in ("one", "two", "three"))
    assert petra.post("auth/password", {"current": PASSWORD, "new": first}).status_code == 200
    assert petra.post("auth/password", {"current": first, "new": second}).status_code == 200
    again = petra.post("auth/password", {"current": second, "new": first})
    assert [issue["code"] for issue in again.json()["issues"]] == ["password_used"]
    same = petra.post("auth/password", {"current": second, "new": second})
    assert [issue["code"] for issue in same.json()["issues"]] == ["password_used"]
    assert petra.post("auth/password", {"current": second, "new": third}).status_code == 200
    assert petra.post("auth/password", {"current": third, "new": first}).status_code == 200, (
        "two are remembered"
    )


def test_a_second_factor_is_asked_for_and_each_code_counts_once(petra, sign_in, app):
    device, _ = enrol(petra)
    asked = sign_in()
    assert (asked.status_code, asked.json()["issues"][0]["code"]) == (401, "second_factor_required")
    assert sign_in(code="000000").json()["issues"][0]["code"] == "second_factor_wrong"
    code = code_of(device, 0)
    assert sign_in(code=f"{code[:3]} {code[3:]}").status_code == 200
    assert sign_in(code=code).status_code == 401, "a code that somebody saw is worth nothing"
    assert sign_in("wrong", code=code_of(device, 1)).json()["detail"] == "User name or password is wrong"


def test_the_first_step_of_two_is_no_failed_try(petra, sign_in):
    """Right password, code still to come: as often as one likes, without being locked out."""
    device, _ = enrol(petra)
    for _ in range(throttle.PER_USER_AND_ADDRESS.tries * 2):
        assert sign_in().json()["issues"][0]["code"] == "second_factor_required"
    assert sign_in(code=code_of(device, 0)).status_code == 200


def test_guessing_the_second_factor_is_locked_whatever_stands_between(petra, sign_in):
    """Asking for the step again forgives no wrong code, nor does it take back a try that was locked."""
    device, _ = enrol(petra)
    for _ in range(throttle.PER_USER_AND_ADDRESS.tries):
        assert sign_in(code="000000").json()["issues"][0]["code"] == "second_factor_wrong"
        sign_in()
    assert sign_in(code="000000").status_code == 429
    assert sign_in().status_code == 429
    assert sign_in(code=code_of(device, 0)).status_code == 429


def test_a_recovery_code_opens_once(petra, sign_in):
    _, codes = enrol(petra)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert sign_in(code=codes[3]).status_code == 200
    assert sign_in(code=codes[3]).status_code == 401
    assert petra.get("auth/second-factor").json()["recovery_left"] == second_factor.RECOVERY_CODES - 1
    fresh = petra.post("auth/second-factor/recovery", {"current": PASSWORD}).json()["recovery_codes"]
    assert sign_in(code=codes[4]).status_code == 401
    assert sign_in(code=fresh[0]).status_code == 200


def test_the_device_gets_its_secret_as_a_picture(petra):
    setup = petra.post("auth/second-factor/setup", {"current": PASSWORD}).json()
    assert setup["picture"].startswith("<svg")
    assert "script" not in setup["picture"]
    assert setup["uri"].startswith("otpauth://totp/Odos:Petra?secret=")
    assert petra.post("auth/second-factor/confirm", {"code": "12"}).status_code == 422
    assert petra.post("auth/second-factor/setup", {"current": "wrong"}).status_code == 422


def test_the_secret_is_not_kept_in_the_clear(app, petra):
    device, codes = enrol(petra)
    kept = fetch_all(app, "SELECT secret, recovery FROM second_factor")
    assert device.secret.encode() not in bytes(kept[0][0])
    assert codes[0].encode() not in b"".join(map(bytes, kept[0][1]))


def test_whoever_must_have_one_can_do_nothing_before(app, person, sign_in):
    settings_of(app, second_factor="everybody")
    answer = sign_in().json()
    assert answer["user"]["must_enrol"] is True
    petra = Api(Client(), answer["token"])
    assert petra.get("auth/me").json()["must_enrol"] is True
    for method, path in [
        ("GET", "schema"),
        ("GET", "records/customer"),
        ("POST", "auth/tokens"),
        ("POST", "files"),
    ]:
        refused = petra(method, path, {} if method == "POST" else None)
        assert refused.status_code == 403, path
        assert refused.json()["issues"][0]["code"] == "second_factor_missing"
    enrol(petra)
    assert petra.get("schema").status_code == 200
    assert petra.get("auth/me").json()["must_enrol"] is False
    removed = petra.post("auth/second-factor/remove", {"current": PASSWORD})
    assert removed.status_code == 403


def test_a_second_factor_may_be_required_of_a_role_alone(app, sign_in, api_for):
    settings_of(app, second_factor_roles=["seller"])
    assert sign_in().json()["user"]["must_enrol"] is False
    create_user(
        workspace=app, username="selma", name="S", password=PASSWORD, roles=["seller"],
        actor=system_principal(app), now=NOW,
    )  # fmt: skip
    assert sign_in(username="selma").json()["user"]["must_enrol"] is True


def test_administrators_help_whoever_lost_the_device(root, petra, person, sign_in):
    enrol(petra)
    assert root("DELETE", f"auth/users/{person}/second-factor").status_code == 200
    assert sign_in().status_code == 200
    assert root("DELETE", f"auth/users/{person}/second-factor").status_code == 404


def test_sessions_are_listed_and_ended(app, person, petra, sign_in):
    other = Api(Client(), sign_in().json()["token"])
    listed = petra.get("auth/sessions").json()["items"]
    assert [item["current"] for item in listed].count(True) == 1
    assert {item["label"] for item in listed} == {"Phone/3"}
    theirs = next(item for item in listed if not item["current"])
    assert petra("DELETE", f"auth/sessions/{theirs['id']}").status_code == 200
    assert other.get("auth/me").status_code == 401
    assert petra("DELETE", f"auth/sessions/{theirs['id']}").status_code == 404


def test_nobody_ends_the_sessions_of_others(petra, api_for):
    otto = api_for("otto")
    (his,) = otto.get("auth/sessions").json()["items"]
    assert petra("DELETE", f"auth/sessions/{his['id']}").status_code == 404
    assert otto.get("auth/me").status_code == 200


def make_token(api, scopes, path="auth/tokens", **more):
    answer = api.post(path, {"label": "Nightly", "scopes": scopes, **more})
    assert answer.status_code == 201, answer.content
    return Api(Client(), answer.json()["token"])


def test_a_token_does_what_it_was_made_for_and_no_more(root):
    reader = make_token(root, ["read"])
    assert reader.get("records/customer").status_code == 200
    assert reader.post("records/customer/query").status_code == 200
    assert reader.post("records/customer/aggregate", {"measures": [{"function": "count"}]}).status_code == 200
    refused = reader.post("records/customer", {"name": "x"})
    assert (refused.status_code, refused.json()["issues"][0]["code"]) == (403, "scope_missing")
    assert reader.get("audit").status_code == 403
    writer = make_token(root, ["read", "write"])
    assert writer.post("records/customer", {"name": "x"}).status_code == 201
    assert writer.get("metadata/components").status_code == 403
    assert make_token(root, ["administer"]).get("metadata/components").status_code == 200
    for api in (reader, writer):
        for method, path in [("GET", "auth/sessions"), ("POST", "auth/tokens"), ("POST", "auth/password")]:
            assert api(method, path, {"label": "x", "scopes": ["administer"]}).status_code == 403


def test_a_token_that_writes_gives_nobody_powers(root, petra, person):
    """What only administrators may do asks for the scope, by whatever address it is tried."""
    writer, chief = make_token(root, ["read", "write"]), make_token(root, ["write", "administer"])
    position = root.post("records/position", {"name": "Head"}).json()["id"]
    tries = [
        (f"records/user/{person}", {"is_admin": True}),
        (f"records/user/{person}", {"roles": ["seller"]}),
        (f"records/user/{person}", {"is_service": True}),
        (f"records/user/{person}", {"is_active": False}),
        (f"records/user/{person}", {"username": "mine"}),
        (f"records/user/{person}", {"email": "mine@example.com"}),
        (f"records/user/{person}", {"assignments": [{"held_position": position}]}),
        (f"records/position/{position}", {"roles": ["seller"]}),
    ]
    for path, body in tries:
        refused = writer("PATCH", path, body)
        assert (refused.status_code, refused.json()["issues"][0]["code"]) == (422, "read_only"), body
    bulk = {"update": [{"id": str(person), "is_admin": True}]}
    assert writer.post("records/user/bulk", bulk).json()["errors"]
    assert petra.get("auth/me").json()["is_admin"] is False
    closing = {"update": [{"id": str(person), "is_active": False}], "delete": [str(person)]}
    assert len(writer.post("records/user/bulk", closing).json()["errors"]) == 2
    changed = writer.post("records/user/changes", {"ids": [str(person)], "values": {"is_active": False}})
    assert changed.status_code == 422
    for path in (f"records/user/{person}", f"records/position/{position}"):
        assert writer("DELETE", path).status_code == 403
    assert writer.post(f"users/{person}/hand-over", {"to": "1", "deactivate": True}).status_code == 403
    assert petra.get("auth/me").status_code == 200
    assert writer("PATCH", f"records/user/{person}", {"name": "Petra P"}).status_code == 200
    assert chief("PATCH", f"records/user/{person}", {"is_admin": True}).status_code == 200
    assert chief("DELETE", f"records/position/{position}").status_code == 200
    assert writer.post(f"records/position/{position}/restore").status_code == 403


def test_a_token_that_writes_overrules_nobody(root, api_for):
    """What others said and started is theirs, unless an administrator asks as one."""
    sally = api_for("sally", "seller")
    record = sally.post("records/customer", {"name": "Acme"}).json()["id"]
    comment = sally.post(f"records/customer/{record}/comments", {"text": "Mine"}).json()["id"]
    job = sally.post("exports", {"entity": "customer", "format": "csv"}).json()["id"]
    writer, chief = make_token(root, ["read", "write"]), make_token(root, ["write", "administer"])
    tries = [("DELETE", f"comments/{comment}"), ("POST", f"jobs/{job}/cancel")]
    assert [writer(method, path).status_code for method, path in tries] == [403, 403]
    assert [chief(method, path).status_code for method, path in tries] == [200, 200]


def test_a_token_that_reads_does_not_change_the_profile(root):
    refused = make_token(root, ["read"])("PATCH", "auth/me", {"name": "Other"})
    assert (refused.status_code, refused.json()["issues"][0]["code"]) == (403, "scope_missing")
    assert make_token(root, ["write"])("PATCH", "auth/me", {"name": "Other"}).status_code == 200


READING = [
    ("rules/check", {"entity": "customer", "text": "name"}),
    ("rules/format", {"entity": "customer", "tree": {}}),
    ("rules/complete", {"entity": "customer", "text": "na", "position": 2}),
    ("rules/hover", {"entity": "customer", "text": "name", "position": 2}),
    ("rules/parts", {"text": "name"}),
    ("rules/clauses", {"entity": "customer", "text": ""}),
    ("rules/explain", {"entity": "customer", "id": "1", "text": "name"}),
    ("rules/trace", {"entity": "customer", "text": "name"}),
    ("approvals/simulate", {"entity": "customer", "record": "1"}),
    ("records/customer/query", {}),
    ("records/customer/aggregate", {"measures": [{"function": "count"}]}),
    ("records/customer/preview", {"values": {"name": "x"}}),
]


@pytest.mark.parametrize(("path", "body"), READING)
def test_what_only_reads_is_open_to_tokens_that_read(root, path, body):
    """Whatever else may be wrong with it: the scope is not."""
    answer = make_token(root, ["read"]).post(path, body)
    assert answer.status_code not in {403, 405}
    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"label": "x", "scopes": ["everything"]}, "scopes"), ({"label": "x", "scopes": []}, "scopes"),
        ({"label": " ", "scopes": ["read"]}, "label"), ({"label": "x", "scopes": ["read"], "days": 0}, "days"),
        ({"label": "x", "scopes": ["read"], "days": 366}, "days"), ({"label": "x", "scopes": [{}]}, "scopes"),
    ],
)  # fmt: skip
def test_a_bad_wish_for_a_token_is_refused_at_its_place(petra, body, place):
    answer = petra.post("auth/tokens", body)
    assert answer.status_code == 422
    assert [issue["path"] for issue in answer.json()["issues"]] == [place]


def test_service_accounts_get_tokens_from_administrators_and_people_do_not(app, root, person):
    by = {"actor": system_principal(app), "now": NOW}
    service = create_user(
        workspace=app, username="robot", name="Robot", password=PASSWORD, is_service=True, **by
    )
    invited = create_user(workspace=app, username="ines", name="Ines", **by)  # has no password yet
    token = make_token(root, ["read"], f"auth/users/{service}/tokens", days=1)
    assert token.get("auth/me").json()["username"] == "robot"
    for somebody in (person, invited):
        refused = root.post(f"auth/users/{somebody}/tokens", {"label": "x", "scopes": ["read"]})
        assert refused.status_code == 409
        assert root.get(f"auth/users/{somebody}/sessions").json()["is_service"] is False
    assert root.get(f"auth/users/{service}/sessions").json()["is_service"] is True
    assert root.post(f"auth/users/{service}/sessions").json()["items"] == []
    assert token.get("auth/me").status_code == 401
    assert root.get("auth/users/999999/sessions").status_code == 404


def test_a_session_lasts_as_long_as_the_organisation_says(app, person, address):
    settings_of(app, session_hours=2)
    client = Client(REMOTE_ADDR=address)
    body = json.dumps({"username": "petra", "password": PASSWORD})
    answer = client.post("/api/auth/login", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    cookie = answer.cookies["odos_session"]
    assert 7100 < int(cookie["max-age"]) <= 7200
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get("/api/auth/me").json()["username"] == "Petra"


def test_publications_and_permissions_are_in_the_trail(root):
    """AUDIT-01: permission and metadata changes."""
    role = {
        "op": "put",
        "kind": "role",
        "key": "seller",
        "document": {"entities": {"product": {"edit": "all"}}},
    }
    assert (
        root.post(
            "metadata/apply", {"changes": [role], "message": "Sellers"}, user_agent="Studio/1"
        ).status_code
        == 200
    )
    items = root.get("audit?action=published,permissions_changed").json()["items"]
    by_action = {item["action"]: item for item in items[:2]}
    changed = {change["field"]: change for change in by_action["permissions_changed"]["changes"]}
    assert changed["role"]["to"] == "seller"
    assert any(change["to"] == "all" for change in changed.values())
    assert (by_action["published"]["actor"]["label"], by_action["published"]["agent"]) == ("Root", "Studio/1")
