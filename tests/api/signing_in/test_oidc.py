"""Signing in at a real OpenID Connect provider, which runs in a thread of the test."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from odos.accounts import oidc
from odos.accounts.oidc import Provider
from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_session
from odos.config import identity_provider
from odos.database.session import execute, fetch_all, fetch_value
from odos.kernel.clock import utc_now
from odos.schema.system import USER_ENTITY
from odos.storage.active import active_schema
from tests.fixtures.application import NOW, labelled, publish

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

CALLBACK = "/api/auth/oidc/callback"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the provider in its thread


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    people = [
        User(sub="s-1", claims={"preferred_username": "PETRA", "name": "Petra P", "email": "p@example.com",
                                 "groups": ["sales", "other"]}),
        User(sub="s-2", claims={"email": "otto@example.com", "email_verified": True, "name": "Otto"}),
        User(sub="s-3", claims={"email": "otto@example.com", "email_verified": False}),
        User(sub="s-5", claims={"preferred_username": "petra", "name": "Another Petra"}),
        User(sub="s-4", claims={"preferred_username": "newcomer", "name": "New", "email": "n@example.com"}),
    ]  # fmt: skip
    with run_server_in_thread(user_claims=people, require_nonce=True) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def provider(server, settings, app):
    oidc._documents.forget()
    settings.ODOS_PUBLIC_URL = ""  # whatever the shell says
    settings.ODOS_OIDC = {
        "issuer": server,
        "client_id": "odos",
        "client_secret": "secret",
        "label": "Acme SSO",
    }
    return settings


@pytest.fixture
def petra(app):
    return create_user(workspace=app, username="petra", name="Petra", actor=system_principal(app), now=NOW)


def go(client: Client, subject: str, path: str = "/records/customer"):
    """To the provider, sign in there, and give the address that it sends the browser back to."""
    start = client.get("/api/auth/oidc/start", {"next": path})
    assert start.status_code == 302
    back = requests.post(start["Location"], data={"sub": subject}, allow_redirects=False, timeout=10)
    assert back.status_code == 302, back.text
    return urlsplit(back.headers["Location"])


def come_back(client: Client, address):
    return client.get(CALLBACK, parse_qs(address.query))


def signed_in(workspace, client: Client):
    key = client.cookies["odos_session"].value
    return find_principal_by_session(workspace=workspace, session_key=key, now=utc_now())


def test_a_known_user_gets_in_and_where_they_wanted(app, provider, petra):
    client = Client()
    answer = come_back(client, go(client, "s-1"))
    assert (answer.status_code, answer["Location"]) == (302, "/records/customer")
    assert signed_in(app, client).user_id == petra
    assert client.cookies["odos_session"]["httponly"]
    rows = fetch_all(
        app, "SELECT action, actor_id, changes->'with'->>1 FROM audit_entry WHERE action = 'signed_in'"
    )
    assert rows == [("signed_in", petra, provider.ODOS_OIDC["issuer"])]


def test_the_request_to_the_provider_is_bound_to_this_attempt(provider):
    sent = [parse_qs(urlsplit(Client().get("/api/auth/oidc/start")["Location"]).query) for _ in range(2)]
    for query in sent:
        assert query["response_type"] == ["code"]
        assert query["code_challenge_method"] == ["S256"]
        assert query["redirect_uri"] == [f"http://testserver{CALLBACK}"]
    for name in ("state", "nonce", "code_challenge"):
        assert sent[0][name] != sent[1][name]


def test_whoever_was_linked_stays_so_whatever_the_name(app, provider, petra):
    come_back(client := Client(), go(client, "s-1"))
    fetch_value(app, "UPDATE user_account SET username = 'renamed' WHERE id = %s RETURNING id", [petra])
    come_back(client := Client(), go(client, "s-1"))
    assert signed_in(app, client).user_id == petra


def test_an_email_links_only_when_it_is_verified(app, provider):
    otto = create_user(
        workspace=app,
        username="otto",
        name="Otto",
        email="Otto@example.com",
        actor=system_principal(app),
        now=NOW,
    )
    refused = come_back(client := Client(), go(client, "s-3"))
    assert refused["Location"] == "/login?refused=unknown"
    come_back(client := Client(), go(client, "s-2"))
    assert signed_in(app, client).user_id == otto


def test_nobody_is_made_unless_that_is_wanted(app, provider):
    refused = come_back(client := Client(), go(client, "s-4"))
    assert refused["Location"] == "/login?refused=unknown"
    assert "odos_session" not in client.cookies
    assert fetch_value(app, "SELECT count(*) FROM audit_entry WHERE action = 'sign_in_failed'") == 1
    provider.ODOS_OIDC = {**provider.ODOS_OIDC, "creates_users": True}
    come_back(client := Client(), go(client, "s-4"))
    made = signed_in(app, client)
    assert (made.username, made.name, made.is_admin) == ("newcomer", "New", False)


def test_groups_become_roles_and_are_taken_back(app, provider, petra):
    fetch_value(app, "UPDATE user_account SET roles = '{own,old}' WHERE id = %s RETURNING id", [petra])
    provider.ODOS_OIDC = {
        **provider.ODOS_OIDC, "roles_claim": "groups", "roles": {"sales": "seller", "gone": "old"},
    }  # fmt: skip
    come_back(client := Client(), go(client, "s-1"))
    assert signed_in(app, client).roles == ("own", "seller")


def trail(workspace, *actions: str):
    """(action, user, actor, {name: [from, to]}), the oldest first."""
    statement = """
        SELECT action, record_id, actor_label, changes FROM audit_entry WHERE action = ANY(%s) ORDER BY id
    """
    return [(*row, json.loads(changes)) for *row, changes in fetch_all(workspace, statement, [list(actions)])]


def test_what_the_provider_brings_about_is_in_the_trail(app, provider, petra):
    """AUDIT-01: a link, a user made and roles given or taken, each with its entry, and only where one is."""
    issuer = provider.ODOS_OIDC["issuer"]
    provider.ODOS_OIDC = {
        **provider.ODOS_OIDC, "creates_users": True, "roles_claim": "groups", "roles": {"sales": "seller"},
    }  # fmt: skip
    for _time in range(2):
        come_back(client := Client(), go(client, "s-1"))
    come_back(client := Client(), go(client, "s-4"))
    new = signed_in(app, client).user_id
    fields = active_schema(app).by_id[USER_ENTITY].fields
    linked = [
        ("identity_linked", user, "System", {"with": [None, issuer], "subject": [None, subject]})
        for user, subject in ((petra, "s-1"), (new, "s-4"))
    ]
    assert trail(app, "identity_linked") == linked
    assert trail(app, "updated") == [("updated", petra, "System", {fields["roles"].id: [[], ["seller"]]})]
    made = {fields["username"].id: [None, "newcomer"], fields["name"].id: [None, "New"]}
    assert trail(app, "created") == [("created", new, "System", made)]


ADMINISTRATOR = {"is_admin": True}
BY_ROLE = {"roles": ["boss"]}
SERVICE = {"is_service": True}


def change(workspace, user_id, values):
    for column, value in values.items():
        execute(workspace, f'UPDATE user_account SET "{column}" = %s WHERE id = %s', [value, user_id])


@pytest.mark.parametrize("state", [ADMINISTRATOR, BY_ROLE, SERVICE])
def test_a_name_alone_does_not_open_an_account_with_powers(app, provider, petra, state):
    publish(app, [labelled("boss", kind="role", key="boss", admin=True)])
    change(app, petra, state)
    refused = come_back(client := Client(), go(client, "s-1"))
    assert refused["Location"] == "/login?refused=unknown"
    assert "odos_session" not in client.cookies
    assert fetch_value(app, "SELECT count(*) FROM external_identity") == 0
    ((_action, _user, _actor, facts),) = trail(app, "sign_in_failed")
    assert "user of that name" in facts["why"][1]


@pytest.mark.parametrize(("state", "lets_in"), [(ADMINISTRATOR, True), (BY_ROLE, True), (SERVICE, False)])
def test_the_operator_may_trust_the_names_but_not_for_programs(app, provider, petra, state, lets_in):
    publish(app, [labelled("boss", kind="role", key="boss", admin=True)])
    change(app, petra, state)
    provider.ODOS_OIDC = {**provider.ODOS_OIDC, "links_anybody": True}
    come_back(client := Client(), go(client, "s-1"))
    assert ("odos_session" in client.cookies) is lets_in


def test_whoever_became_an_administrator_after_the_link_gets_in(app, provider, petra):
    come_back(client := Client(), go(client, "s-1"))
    change(app, petra, ADMINISTRATOR)
    come_back(client := Client(), go(client, "s-1"))
    assert signed_in(app, client).user_id == petra


def test_a_program_that_was_linked_gets_in_no_more(app, provider, petra):
    come_back(client := Client(), go(client, "s-1"))
    change(app, petra, SERVICE)
    come_back(client := Client(), go(client, "s-1"))
    assert "odos_session" not in client.cookies


def test_a_second_account_of_the_same_name_is_somebody_else(app, provider, petra):
    come_back(client := Client(), go(client, "s-1"))
    refused = come_back(client := Client(), go(client, "s-5"))
    assert refused["Location"] == "/login?refused=unknown"
    provider.ODOS_OIDC = {**provider.ODOS_OIDC, "links_anybody": True}
    come_back(client := Client(), go(client, "s-5"))
    assert signed_in(app, client).user_id == petra


def test_the_operators_setting_is_read():
    given = {"ODOS_OIDC_ISSUER": "https://id.example.com", "ODOS_OIDC_CLIENT_ID": "odos"}
    assert Provider(**identity_provider.read(given)).links_anybody is False
    for value, wanted in (("1", True), ("0", False)):
        read = identity_provider.read({**given, "ODOS_OIDC_LINK_ANYBODY": value})
        assert Provider(**read).links_anybody is wanted


def test_who_may_not_act_gets_no_session(app, provider, petra):
    fetch_value(app, "UPDATE user_account SET is_active = false WHERE id = %s RETURNING id", [petra])
    refused = come_back(client := Client(), go(client, "s-1"))
    assert refused["Location"] == "/login?refused=unknown"
    assert "odos_session" not in client.cookies


def test_an_answer_to_somebody_elses_attempt_is_refused(provider, petra):
    """A forged return (login CSRF): the state is not that of this browser's cookie."""
    victim, attacker = Client(), Client()
    stolen = go(attacker, "s-1")
    victim.get("/api/auth/oidc/start")
    for client in (victim, Client()):
        answer = client.get(CALLBACK, parse_qs(stolen.query))
        assert answer["Location"] == "/login?refused=expired"
        assert "odos_session" not in client.cookies


def test_a_code_counts_once(provider, petra):
    client = Client()
    address = go(client, "s-1")
    kept = client.cookies["odos_oidc"].value
    assert come_back(client, address)["Location"] == "/records/customer"
    client.cookies["odos_oidc"] = kept
    assert come_back(client, address)["Location"] == "/login?refused=failed"


def test_a_token_for_another_attempt_is_refused(provider, petra, monkeypatch):
    """The nonce in the ID token must be that of the attempt."""
    client = Client()
    address = go(client, "s-1")
    verified = oidc._verified
    monkeypatch.setattr(oidc, "_verified", lambda p, token, nonce, now: verified(p, token, "another", now))
    assert come_back(client, address)["Location"] == "/login?refused=failed"


def test_a_token_that_the_providers_keys_do_not_verify_is_refused(provider, petra, monkeypatch):
    client = Client()
    address = go(client, "s-1")
    decode = oidc.jwt.decode
    monkeypatch.setattr(
        oidc.jwt, "decode", lambda token, *args, **kw: decode(token[:-8] + "AAAAAAAA", *args, **kw)
    )
    assert come_back(client, address)["Location"] == "/login?refused=failed"


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/a\r\nb", ""]
)
def test_nobody_is_sent_to_another_site(provider, petra, path):
    client = Client()
    assert come_back(client, go(client, "s-1", path))["Location"] == "/"


def test_a_provider_that_does_not_answer_is_told(provider):
    provider.ODOS_OIDC = {**provider.ODOS_OIDC, "issuer": "http://localhost:9"}
    assert Client().get("/api/auth/oidc/start")["Location"] == "/login?refused=failed"


def test_the_sign_in_page_learns_of_it(provider, settings):
    assert Client().get("/api/auth/methods").json() == {"providers": [{"key": "oidc", "label": "Acme SSO"}]}
    settings.ODOS_OIDC = None
    assert Client().get("/api/auth/methods").json() == {"providers": []}
    assert Client().get("/api/auth/oidc/start").status_code == 404
