"""AUDIT-01: who asks for it is erased wherever words of theirs are kept, and the plan says where before."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from odos.automation.runs.models import Run, Step
from odos.automation.webhooks.models import Delivery, Webhook
from odos.database.session import fetch_all, fetch_value, transaction
from odos.exchange.exports import EXPORT
from odos.exchange.jobs import IMPORT
from odos.files import disk
from odos.jobs.running import work_once
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.notifications.models import MailBox, OutsideMail, ReceivedMail
from odos.storage.active import active_schema
from odos.workflow.models import ApprovalCase, RecordConversion
from tests.api.conftest import Api
from tests.api.live import client_for, served
from tests.fixtures.application import labelled, publish

NEEDLE = "Lovelace"
ADDRESS = f"ada@{NEEDLE.lower()}.example"
PERSON = labelled("person", kind="entity", key="person", title_field="name", fields={
    "name": labelled("name", kind="text", required=True, personal_data=True, searchable=True),
    "email": labelled("email", kind="email", personal_data=True),
    "picture": labelled("picture", kind="file", personal_data=True),
    "numbers": labelled("numbers", kind="children", target="number", parent_field="person"),
})  # fmt: skip
NUMBER = labelled("number", kind="entity", key="number", title_field="value", fields={
    "person": labelled("person", kind="reference", target="person", required=True, on_delete="cascade"),
    "value": labelled("value", kind="text", required=True, personal_data=True, searchable=True),
})  # fmt: skip
VISIT = labelled("visit", kind="entity", key="visit", title_field="subject", fields={
    "subject": labelled("subject", kind="text"),
    "person": labelled("person", kind="reference", target="person"),
})  # fmt: skip


@pytest.fixture(scope="module")
def app(live_workspace) -> Iterator[Any]:
    with served(live_workspace.workspace) as workspace:
        publish(workspace, [PERSON, NUMBER, VISIT])
        yield workspace


@pytest.fixture(scope="module")
def root(app) -> Api:
    return client_for(app, "root", is_admin=True)


def tables_with(app: Any, word: str) -> list[str]:
    """The tables of the workspace and its trail in which the word stands."""
    tables = fetch_all(
        app,
        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relkind = 'r'",
        [app.namespace],
    )
    stands = f"SELECT EXISTS (SELECT FROM {{}} t WHERE lower(t::text) LIKE '%%{word.lower()}%%')"
    names = [name for (name,) in tables] + ["audit_entry"]
    return [name for name in names if fetch_value(app, stands.format(quote(name)), [])]


def loaded(app: Any, api: Api, path: str, body: dict[str, Any]) -> str:
    """A job, done; the file that it left or worked with."""
    job = (api.form if path == "imports" else api.post)(path, body).json()["id"]
    while work_once(workspace=app, clock=utc_now, kinds={EXPORT.key: EXPORT, IMPORT.key: IMPORT}):
        pass
    done = api.get(f"jobs/{job}").json()
    assert done["state"] == "done", done
    return next(iter(done["files"]), "")


@pytest.fixture
def person(app, root) -> str:
    picture = root.form("files", {"file": io.BytesIO(f"{NEEDLE} smiling".encode())}).json()["id"]
    sent = {
        "name": f"Ada {NEEDLE}",
        "email": ADDRESS,
        "picture": picture,
        "numbers": [{"value": f"{NEEDLE} 1"}],
    }
    made = root.post("records/person", sent).json()
    line = made["numbers"][0]["id"]
    path = f"records/person/{made['id']}"
    lines = [{"id": line, "_delete": True}, {"value": f"{NEEDLE} 2"}]
    assert root("PATCH", path, {"numbers": lines}).status_code == 200
    comment = root.post(f"{path}/comments", {"text": f"{NEEDLE} called"}).json()["id"]
    root.post(f"{path}/comments", {"text": f"{NEEDLE} again"})
    root("DELETE", f"comments/{comment}")
    keep(app, int(made["id"]))
    return path


def keep(app: Any, number: int) -> None:
    """Words about the person in each place where packages keep some, mails about another record as well."""
    entity = active_schema(app).entities["person"]
    now, of = utc_now(), {"entity_id": entity.id, "record_id": number}
    words = {"template": "t", "language": "en", "subject": f"Dear {NEEDLE}", "text": NEEDLE, "html": NEEDLE}
    name = entity.fields["name"]
    with transaction(app):
        for place in (of, {**of, "record_id": number + 1_000}):
            OutsideMail.objects.create(**place, **words, to=ADDRESS.title(), created_at=now, state="sent")
        box = MailBox.objects.create(key=f"in{number}", label={"en": "In"}, updated_at=now)
        ReceivedMail.objects.create(box=box, uid_validity=1, uid=1, identity=b"x" * 32, sender=ADDRESS, state="handled",
                                    subject=NEEDLE, words={"en": NEEDLE}, taken_at=now)  # fmt: skip
        run = Run.objects.create(**of, rule_id=uuid.uuid4(), rule="r", source="s", event="updated", state="done",
                                 old={name.column: NEEDLE}, correlation=uuid.uuid4(), created_at=now)  # fmt: skip
        Step.objects.create(
            run=run, position=0, action="set", state="done", inputs=[{"value": NEEDLE}], at=now
        )
        hook = Webhook.objects.create(key=f"h{number}", url="https://x.example", created_at=now)
        body = {"entity": "person", "record": str(number), "values": {"name": NEEDLE}}
        Delivery.objects.create(webhook=hook, body=body, state="sent", created_at=now)
        values = {"name": NEEDLE}
        ApprovalCase.objects.create(**of, workflow_id=uuid.uuid4(), workflow="w", document={}, submitter_id=1,
            status="approved", proposed=values, replaced=values, started_at=now, changed_at=now)  # fmt: skip
        RecordConversion.objects.create(
            **of, conversion_id=uuid.uuid4(), conversion="c", made_at=now, before={name.id: NEEDLE}
        )


def test_nothing_is_left_anywhere_and_the_plan_said_so(app, root, person):
    visit = root.post("records/visit", {"subject": "Tea", "person": person.rsplit("/", 1)[1]}).json()["id"]
    file = loaded(app, root, "exports", {"entity": "person", "format": "csv"})
    lead = loaded(
        app, root, "exports", {"entity": "visit", "format": "csv", "fields": ["subject", "person.name"]}
    )
    other = loaded(app, root, "exports", {"entity": "visit", "format": "csv", "fields": ["subject"]})
    given = io.BytesIO(f"name\nDr {NEEDLE}\n".encode())
    given.name = "people.csv"
    loaded(app, root, "imports", {"entity": "person", "file": given, "dry_run": "true"})
    upload = fetch_value(app, "SELECT max(id) FROM stored_file")
    assert set(tables_with(app, NEEDLE)) > {"record_comment", "outside_mail", "received_mail", "audit_entry"}
    plan = root.get(f"{person}/personal-data/erase").json()
    planned = {trace["key"]: trace["count"] for trace in plan["traces"]}
    assert planned == {
        "comments": 2, "notices": 0, "mails_sent": 2, "mails_received": 1, "changes": 1, "conversions": 1, "runs": 1,
        "calls": 1, "files": 3,
    }  # fmt: skip
    assert set(plan["fields"]) == {"name", "email", "picture", "numbers"}
    assert plan["referring"] == [{"entity": "visit", "field": "person", "ids": [visit]}]
    contents = [
        fetch_value(app, "SELECT sha256 FROM stored_file WHERE id = %s", [int(each)])
        for each in (file, lead, upload)
    ]
    answer = root.post(f"{person}/personal-data/erase", {"reason": "asked"}, idempotency_key="erase-1")
    assert answer.status_code == 200, answer.content
    assert {trace["key"]: trace["count"] for trace in answer.json()["traces"]} == planned
    assert tables_with(app, NEEDLE) == []
    assert not any(disk.place(app, sha256).exists() for sha256 in contents)
    assert root.get(f"files/{other}/content").status_code == 200, "nobody's name is in it"
    assert [each["text"] for each in root.get(f"{person}/comments").json()["items"]] == ["–"]
    assert root.get("mailboxes/received").status_code == 200
    assert root.get(f"{person}/history").status_code == 200
    again = root.post(f"{person}/personal-data/erase", {"reason": "asked"}, idempotency_key="erase-1")
    assert again.json() == answer.json()
    assert not any(trace["count"] for trace in root.get(f"{person}/personal-data/erase").json()["traces"])


def test_only_administrators_see_what_it_would_reach(app, person):
    assert client_for(app, "member", "seller").get(f"{person}/personal-data/erase").status_code == 403
