"""PLAT-17, PLAT-36: whoever is new chooses the password themselves, once and in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.accounts.invitations import find_invited, invite
from odos.accounts.models import Token, User
from odos.kernel.clock import utc_now
from odos.kernel.problems import NotFound


@pytest.fixture
def anna(root):
    made = root.post("records/user", {"username": "anna", "name": "Anna", "roles": ["seller"]})
    assert made.status_code == 201, made.content
    return made.json()["id"]


@pytest.fixture
def token(root, anna):
    answer = root.post(f"auth/users/{anna}/invitation")
    assert answer.status_code == 201
    return answer.json()["token"]


def test_somebody_new_chooses_a_password_and_signs_in(nobody, token, root, anna):
    assert nobody.post("auth/invitation", {"token": token}).json() == {"username": "anna", "name": "Anna"}
    weak = nobody.post("auth/invitation", {"token": token, "new": "short"})
    assert (weak.status_code, weak.json()["issues"][0]["path"]) == (422, "new")
    assert nobody.post("auth/invitation", {"token": token, "new": "a good long one"}).status_code == 200
    assert nobody.post("auth/token", {"username": "anna", "password": "a good long one"}).status_code == 200
    assert nobody.post("auth/invitation", {"token": token, "new": "another long one"}).status_code == 404
    actions = [item["action"] for item in root.get(f"audit?entity=user&record={anna}").json()["items"]]
    assert {"invited", "invitation_accepted"} <= set(actions)


def test_an_invitation_opens_nothing_else(nobody, token):
    nobody.token = token
    assert nobody.get("auth/me").status_code == 401
    assert nobody.get("records/customer").status_code == 401


def test_a_second_one_ends_the_first(root, nobody, anna, token):
    root.post(f"auth/users/{anna}/invitation")
    assert nobody.post("auth/invitation", {"token": token}).status_code == 404


def test_it_is_over_after_a_week(app, anna):
    made = invite(workspace=app, user_id=int(anna), now=utc_now() - timedelta(days=8))
    with pytest.raises(NotFound):
        find_invited(workspace=app, token=made.token, now=utc_now())


def test_neither_programs_nor_whoever_left_are_invited(root, nobody, anna, token):
    User.objects.filter(pk=anna).update(is_active=False)
    assert nobody.post("auth/invitation", {"token": token}).status_code == 404
    assert root.post(f"auth/users/{anna}/invitation").status_code == 409
    User.objects.filter(pk=anna).update(is_active=True, is_service=True)
    assert root.post(f"auth/users/{anna}/invitation").status_code == 409
    assert root.post("auth/users/999999/invitation").status_code == 404


def test_only_administrators_invite(api_for, anna):
    assert api_for("sally", "seller").post(f"auth/users/{anna}/invitation").status_code == 403


def test_only_its_digest_is_kept(anna, token):
    row = Token.objects.get(user_id=int(anna), kind="invitation")
    assert token.encode() not in bytes(row.digest)
