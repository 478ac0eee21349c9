"""``/api/records`` as an outside program uses it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fixtures.application import publish_fields


@pytest.fixture
def acme(root):
    return root.post("records/customer", {"name": "Acme", "revenue": "12.5"}).json()


def test_the_life_of_a_record(root, acme):
    path = f"records/customer/{acme['id']}"
    assert root.get(path).json() == acme
    changed = root("PATCH", path, {"name": "Acme 2"}, if_match='"1"')
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = root("PATCH", path, {"name": "Acme 3"}, if_match='"1"')
    assert stale.status_code == 412
    assert stale.json()["current"]["name"] == "Acme 2"
    assert root("DELETE", path, if_match='"1"').status_code == 412
    gone = root("DELETE", path).json()
    assert gone["deleted"] == 1
    assert root.get(path).status_code == 404
    assert [item["name"] for item in root.get("records/customer?deleted=true").json()["items"]] == ["Acme 2"]
    assert root.post(f"{path}/restore").json()["name"] == "Acme 2"
    actions = [entry["action"] for entry in root.get(f"{path}/history").json()["items"]]
    assert actions == ["restored", "deleted", "updated", "created"]


def test_refusals_are_problem_documents_in_the_language_of_the_request(root):
    answer = root.post("records/customer", {"nmae": "x"}, accept_language="zh-CN")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    document = answer.json()
    assert {issue["path"]: issue["code"] for issue in document["issues"]} == {
        "nmae": "unknown_field", "name": "required",
    }  # fmt: skip
    assert "没有字段" in document["issues"][0]["message"]
    assert "name" in document["issues"][0]["hint"]


def test_a_blank_value_that_failed_has_a_note_in_the_language_of_the_request(app, root):
    """PLAT-02: when one record is read or written; lists have none."""
    formula = {"kind": "formula", "expression": "1 / revenue"}
    publish_fields(app, ("customer", "share", formula))
    made = root.post("records/customer", {"name": "Acme", "revenue": "0"}).json()
    path = f"records/customer/{made['id']}"
    (note,) = made["_notes"]
    assert (made["share"], note["field"]) == (None, "share")
    assert root.get(path).json()["_notes"] == [note]
    chinese = root.get(path, accept_language="zh-CN").json()["_notes"]
    assert chinese[0]["message"].startswith("无法计算该值")
    assert "_notes" in root("PATCH", path, {"name": "Other"}).json()
    assert "_notes" not in root("PATCH", path, {"revenue": "2"}).json()
    assert "_notes" not in root.get("records/customer").json()["items"][0]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "records/nothing", 404),
        ("GET", "records/customer/999999", 404),
        ("GET", "records/customer/abc", 404),
        ("GET", "records/customer/99999999999999999999999", 404),
        ("GET", "records/customer?filter=name%20%3D", 422),
        ("GET", "records/customer?limit=x", 422),
        ("GET", "records/customer?sort=name;drop", 422),
        ("GET", "nowhere", 404),
        ("PUT", "records/customer", 405),
    ],
)
def test_what_cannot_be_done_says_so(root, method, path, status):
    answer = root(method, path)
    assert answer.status_code == status
    assert answer.json()["status"] == status


def test_a_body_that_is_no_json_object_is_refused(root):
    assert root.client.generic(
        "POST", "/api/records/customer", b"{", content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {root.token}",
    ).status_code == 400  # fmt: skip
    assert root("POST", "records/customer", ["x"]).status_code == 400


def test_the_same_key_writes_once(root):
    first = root.post("records/customer", {"name": "Once"}, idempotency_key="k-1")
    second = root.post("records/customer", {"name": "Once"}, idempotency_key="k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert root.get("records/customer").json()["count"] == 1
    other = root.post("records/customer", {"name": "Other"}, idempotency_key="k-1")
    assert other.status_code == 409


def test_bulk_answers_row_by_row(root):
    answer = root.post("records/customer/bulk", {"create": [{"name": "A"}, {"name": None}]}).json()
    assert len(answer["created"]) == 1
    assert answer["errors"][0]["index"] == 1
    atomic = root.post("records/customer/bulk", {"create": [{"name": "A"}, {"name": None}], "atomic": True})
    assert atomic.json()["issues"][0]["path"] == "create/1/name"


def test_query_and_aggregate_in_a_body(root, acme):
    page = root.post("records/customer/query", {"filter": "revenue > 10", "fields": ["name"]}).json()
    assert page["items"][0]["name"] == "Acme"
    groups = root.post(
        "records/customer/aggregate",
        {"group_by": ["tier"], "measures": [{"function": "sum", "field": "revenue", "as": "total"}]},
    ).json()
    assert groups == {"rows": [{"tier": "b", "total": "12.50"}], "total": {"total": "12.50"}}


def test_nobody_gets_in_without_a_token(nobody, root):
    assert nobody.get("records/customer").status_code == 401
    root.token = "wrong"
    assert root.get("records/customer").status_code == 401


def test_a_browser_signs_in_with_a_cookie_and_proves_its_origin(nobody, api_for):
    api_for("clara", "seller")
    client = nobody.client
    token = nobody.get("auth/csrf").json()["csrf_token"]
    wrong = nobody.post("auth/login", {"username": "clara", "password": "no"}, x_csrftoken=token)
    assert wrong.status_code == 401
    right = nobody.post("auth/login", {"username": "clara", "password": "correct-horse-7"}, x_csrftoken=token)
    assert right.status_code == 200, right.content
    assert client.cookies["odos_session"]["httponly"]
    assert nobody.get("auth/me").json()["username"] == "clara"
    assert nobody.post("records/customer", {"name": "A"}).status_code == 403
    assert nobody.post("records/customer", {"name": "A"}, x_csrftoken=token).status_code == 201
    assert nobody.post("auth/logout", x_csrftoken=token).status_code == 200
    assert nobody.get("auth/me").status_code == 401


def test_every_answer_names_the_schema_version(root, acme):
    answer = root.get("schema")
    version = answer.json()["version"]
    assert answer["Odos-Version"] == str(version)
    assert root.get(f"records/customer/{acme['id']}")["Odos-Version"] == str(version)
    assert root.get("schema", if_none_match=answer["ETag"]).status_code == 304


def test_the_schema_shows_only_what_the_user_may_see(api_for):
    api = api_for("sam", "seller")
    document = api.get("schema").json()
    entities = {entity["key"]: entity for entity in document["entities"]}
    fields = {field["key"]: field for field in entities["customer"]["fields"]}
    assert "revenue" not in fields
    assert fields["tier"]["can_edit"] is False
    allowed = {action for action, may in entities["product"]["can"].items() if may}
    assert allowed == {"see", "export"}


def test_only_administrators_reach_metadata(api_for, root):
    assert api_for("sam", "seller").get("metadata/versions").status_code == 403
    assert root.get("metadata/versions").status_code == 200


def test_users_change_their_own_settings(api_for):
    api = api_for("sam", "seller")
    assert api("PATCH", "auth/me", {"locale": "zh-hans"}).json()["locale"] == "zh-hans"
    assert api("PATCH", "auth/me", {"locale": "xx"}).status_code == 422


def test_a_name_or_code_that_is_taken_is_told_at_its_field(root):
    """PLAT-36: also where the table is not of the application's making, and however it is written."""
    otto = {"username": "otto", "name": "Otto"}
    assert root.post("records/user", otto).status_code == 201
    pia = root.post("records/user", {"username": "pia", "name": "Pia"}).json()["id"]
    assert root.post("records/unit", {"name": "East", "code": "E"}).status_code == 201
    for answer, field in (
        (root.post("records/user", {**otto, "username": "OTTO"}), "username"),
        (root("PATCH", f"records/user/{pia}", {"username": "Otto"}), "username"),
        (root.post("records/unit", {"name": "Else", "code": "E"}), "code"),
    ):
        assert answer.status_code == 422, answer.content
        assert [(issue["path"], issue["code"]) for issue in answer.json()["issues"]] == [
            (field, "not_unique")
        ]
    many = root.post("records/user/bulk", {"create": [{**otto, "username": "Otto"}]})
    assert many.status_code == 422, many.content


def test_an_administrator_gives_a_user_roles_and_a_password(root, nobody, api_for):
    made = root.post("records/user", {"username": "nina", "name": "Nina", "locale": "en", "time_zone": "UTC"})
    assert made.status_code == 201, made.content
    path = f"records/user/{made.json()['id']}"
    assert root("PATCH", path, {"roles": ["seller"]}).json()["roles"] == ["seller"]
    assert root("PATCH", path, {"roles": ["unheard"]}).status_code == 422
    weak = root.post(f"auth/users/{made.json()['id']}/password", {"new": "short"})
    assert weak.status_code == 422
    assert (
        root.post(f"auth/users/{made.json()['id']}/password", {"new": "correct-horse-8"}).status_code == 200
    )
    signed_in = nobody.post("auth/token", {"username": "nina", "password": "correct-horse-8"})
    assert signed_in.json()["user"]["roles"] == ["seller"]
    seller = api_for("sam", "seller")
    assert seller("PATCH", path, {"is_admin": True}).status_code in {403, 422}
    assert (
        seller.post(f"auth/users/{made.json()['id']}/password", {"new": "correct-horse-9"}).status_code == 403
    )


def test_users_change_their_own_password(api_for, nobody):
    api = api_for("sam", "seller")
    issued = nobody.post("auth/token", {"username": "sam", "password": "correct-horse-7"})
    elsewhere = replace(api, token=issued.json()["token"])
    wrong = api.post("auth/password", {"current": "wrong", "new": "correct-horse-9"})
    assert (wrong.status_code, wrong.json()["issues"][0]["path"]) == (422, "current")
    weak = api.post("auth/password", {"current": "correct-horse-7", "new": "short"})
    assert (weak.status_code, weak.json()["issues"][0]["path"]) == (422, "new")
    assert (
        api.post("auth/password", {"current": "correct-horse-7", "new": "correct-horse-9"}).status_code == 200
    )
    assert api.get("auth/me").status_code == 200, "where the password was changed one stays signed in"
    assert elsewhere.get("auth/me").status_code == 401
    signed_in = nobody.post("auth/token", {"username": "sam", "password": "correct-horse-9"})
    assert signed_in.status_code == 200
