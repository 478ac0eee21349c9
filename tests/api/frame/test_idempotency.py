"""A write sent twice under one key is done once and answered twice, whatever it is."""

from __future__ import annotations

from odos.database.session import fetch_all, fetch_value

SIGN_IN = {"username": "sally", "password": "correct-horse-7"}
TOKEN = {"label": "robot", "scopes": ["read"], "days": 5}


def test_a_token_is_made_once_and_its_secret_is_not_kept_in_the_open(app, root):
    first, again = (root.post("auth/tokens", TOKEN, idempotency_key="t-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    items = root.get("auth/sessions").json()["items"]
    assert [item["label"] for item in items].count("robot") == 1
    (kept,) = fetch_all(app, "SELECT request, body FROM idempotent_reply WHERE key = 't-1'")
    assert first.json()["token"] not in " ".join(kept)
    assert "robot" not in " ".join(kept)
    other = root.post("auth/tokens", {**TOKEN, "days": 6}, idempotency_key="t-1")
    assert other.status_code == 409


def test_somebody_signs_in_once_but_proves_it_each_time(app, api_for, nobody):
    api_for("sally")
    before = count_of(app, "sally")
    first, again = (nobody.post("auth/token", SIGN_IN, idempotency_key="s-1") for _ in range(2))
    assert first.status_code == 200, first.content
    assert first.json() == again.json()
    assert count_of(app, "sally") == before + 1
    wrong = nobody.post("auth/token", {**SIGN_IN, "password": "wrong"}, idempotency_key="s-1")
    assert wrong.status_code == 401


def test_a_session_is_opened_once(app, api_for, nobody):
    """The browser gets the same cookie again."""
    api_for("sally")
    origin = nobody.get("auth/csrf").json()["csrf_token"]
    headers = {"idempotency_key": "l-1", "x_csrftoken": origin}
    first, again = (nobody.post("auth/login", SIGN_IN, **headers).cookies for _ in range(2))
    (name,) = (key for key in first if key != "csrftoken")
    assert first[name].value == again[name].value


def test_the_keys_of_two_people_have_nothing_to_do_with_each_other(root, api_for):
    other = api_for("second", is_admin=True)
    made = [
        api.post("records/customer", {"name": "A"}, idempotency_key="k").json()["id"] for api in (root, other)
    ]
    assert made[0] != made[1]


def test_a_password_is_changed_once(root, nobody):
    change = {"current": "correct-horse-7", "new": "battery-staple-8"}
    for _ in range(2):
        answer = root.post("auth/password", change, idempotency_key="p-1")
        assert answer.status_code == 200, answer.content
    assert root.post("auth/password", change, idempotency_key="p-2").status_code == 422


def test_a_refused_write_leaves_its_key_free(root):
    refused = root.post("records/customer", {"nmae": "A"}, idempotency_key="r-1")
    assert refused.status_code == 422
    assert root.post("records/customer", {"name": "A"}, idempotency_key="r-1").status_code == 201


def count_of(app, username: str) -> int:
    """Sessions and tokens of somebody."""
    statement = (
        "SELECT count(*) FROM access_token t JOIN user_account u ON u.id = t.user_id WHERE u.username = %s"
    )
    return int(fetch_value(app, statement, [username]))
