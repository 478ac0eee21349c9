"""LEAD-03, ACL-04: what a recycle rule hides of records in a pool goes out by no way; whoever claims one sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from odos.exchange.exports import EXPORT
from odos.jobs.running import work_once
from tests.fixtures.application import NOW, labelled, publish, publish_fields

SECRET = "0086-138-SECRET"
RULE = 'recycle customer when revenue < 0 to pool "public" hide code, notes'
SIGHT = {"scope": "own", "rule": "owner is blank and pool is not blank"}
ROLE = labelled("seller", kind="role", key="seller", entities={
    "customer": {"see": SIGHT, "create": True, "edit": SIGHT, "delete": SIGHT, "actions": {"convert": SIGHT}},
    "quote": {"see": "all", "create": True, "edit": "all"},
})  # fmt: skip
CONVERSION = labelled("copy", kind="conversion", key="copied", entity="customer", targets={
    "twin": {"target": "customer", "fields": {"name": {"copy": "name"}, "notes": {"copy": "notes"}}},
    "quote": {"target": "quote", "order": 20, "fields": {"contact_name": {"copy": "code"}}},
})  # fmt: skip
CUSTOMER = "records/customer"


class Desk:
    """A record in a pool, and somebody who may claim it."""

    def __init__(self, app: Any, root: Any, seller: Any) -> None:
        self.app, self.api = app, seller
        pool = root.post("records/pool", {"name": "Public", "code": "public"}).json()["id"]
        values = {"name": "Waiting", "code": SECRET, "notes": SECRET, "revenue": "5", "pool": pool}
        made = root.post(CUSTOMER, values)
        assert made.status_code == 201, made.content
        self.id = made.json()["id"]
        root("PATCH", f"{CUSTOMER}/{self.id}", {"owner": None})
        root("PATCH", f"{CUSTOMER}/{self.id}", {"notes": f"{SECRET} again"})
        root.post("records/quote", {"customer": self.id})
        self.record = f"{CUSTOMER}/{self.id}"

    def exported(self, **asked: Any) -> bytes:
        answer = self.api.post("exports", {"entity": "customer", "format": "csv", **asked})
        if answer.status_code != 202:
            return bytes(answer.content)
        while work_once(workspace=self.app, clock=lambda: NOW, kinds={EXPORT.key: EXPORT}):
            pass
        job = self.api.get(f"jobs/{answer.json()['id']}").json()
        address = self.api.post(f"files/{job['files'][0]}/link", {}).json()["url"]
        return b"".join(self.api.client.get(address).streaming_content)


@pytest.fixture
def desk(app, root, api_for, monkeypatch, settings, tmp_path):
    for module in ("frame.endpoint", "shared_files"):
        monkeypatch.setattr(f"odos.api.{module}.utc_now", lambda: NOW)
    settings.ODOS_FILES_DIR = tmp_path
    publish_fields(
        app,
        ("customer", "pool", {"kind": "reference", "target": "pool"}),
        ("customer", "notes", {"kind": "long_text", "searchable": True}),
    )
    same = labelled("same", fields={"notes": "equal"}, action="warn")
    publish(app, [labelled("customer", kind="entity", key="customer", duplicates={"same": same})])
    publish(app, [ROLE, CONVERSION, labelled("idle", kind="rule", key="idle", entity="customer", text=RULE)])
    return Desk(app, root, api_for("sally", "seller"))


READING: dict[str, Callable[[Desk], Any]] = {
    "record": lambda desk: desk.api.get(desk.record).content,
    "named fields": lambda desk: desk.api.get(f"{desk.record}?fields=name,code,notes").content,
    "list": lambda desk: desk.api.get(f"{CUSTOMER}?fields=name,code,notes").content,
    "export": lambda desk: desk.exported(fields=["name", "code", "notes"]),
    "export of all columns": lambda desk: desk.exported(),
    "sheet": lambda desk: desk.exported(fields=["name", "code", "notes"], format="xlsx"),
    "history": lambda desk: desk.api.get(f"{desk.record}/history").content,
    "changes": lambda desk: desk.api.get(f"{desk.record}/history?since=2026-01-01T00:00:00Z").content,
    "as of": lambda desk: desk.api.get(f"{desk.record}/as-of?at=2027-01-01T00:00:00Z").content,
    "related list": lambda desk: desk.api.get("records/quote?fields=customer,customer.code,customer.notes").content,
    "personal data": lambda desk: desk.api.get(f"{desk.record}/personal-data").content,
    "preview": lambda desk: desk.api.post(f"{CUSTOMER}/preview", {"id": desk.id, "values": {"name": "X"}}).content,
    "conversion": lambda desk: desk.api.post(f"{desk.record}/conversions/copied/preview").content,
    "choices": lambda desk: desk.api.get(f"{CUSTOMER}/options?q=Wait").content,
    "duplicates": lambda desk: desk.api.post(f"{CUSTOMER}/preview", {"values": {"name": "Waiting"}}).content,
    "search": lambda desk: desk.api.get("search?q=Waiting").content,
    "actions": lambda desk: desk.api.get(f"{desk.record}/actions").content,
    "mass change": lambda desk: desk.api.post(
        f"{CUSTOMER}/changes/preview", {"ids": [desk.id], "values": {"revenue": "7"}}).content,
}  # fmt: skip


@pytest.mark.parametrize("way", READING)
def test_what_is_hidden_goes_out_by_no_way(desk, way):
    """LEAD-03: records, lists, files, history, comparison with a moment, related lists, previews."""
    told = READING[way](desk)
    assert SECRET.encode() not in told


ASKING: dict[str, Callable[[Desk, str], Any]] = {
    "filter": lambda desk, value: desk.api.get(f'{CUSTOMER}?filter=code="{value}"'),
    "filter along a link": lambda desk, value: desk.api.get(f'records/quote?filter=customer.code="{value}"'),
    "filter of a look-up": lambda desk, value: desk.api.get(
        f'records/quote?filter=LOOKUP(customer.name,customer.code,"{value}")="Waiting"'
    ),
    "words": lambda desk, value: desk.api.get(f"{CUSTOMER}?q={value}"),
    "search": lambda desk, value: desk.api.get(f"search?q={value}"),
    "choices": lambda desk, value: desk.api.get(f"{CUSTOMER}/options?q={value}"),
    "order": lambda desk, _: desk.api.get(f"{CUSTOMER}?sort=code"),
    "groups": lambda desk, _: desk.api.post(f"{CUSTOMER}/aggregate", {"group_by": ["code"]}),
    "measures": lambda desk, _: desk.api.post(
        f"{CUSTOMER}/aggregate", {"measures": [{"function": "max", "field": "code"}]}
    ),
    "filter of an aggregate": lambda desk, value: desk.api.post(
        f"{CUSTOMER}/aggregate", {"filter": f'code = "{value}"'}
    ),
    "similar records": lambda desk, value: desk.api.post(
        f"{CUSTOMER}/preview", {"values": {"name": "Other", "notes": value}}
    ),
    "a rule of one's own": lambda desk, value: desk.api.post(
        "reminders/preview",
        {"entity": "customer", "text": f'remind "x" on customer when code = "{value}" notify owner'},
    ),
    "a segment": lambda desk, value: desk.api.post(
        "segments", {"entity": "customer", "name": "x", "filter": f'code = "{value}"'}
    ),
}


def told(answer: Any, asked: str) -> str:
    """What was answered, but for what was asked and the number that a new record would get."""
    return re.sub(r'"id":"\d+"', "", answer.content.decode().replace(asked, "?"))


@pytest.mark.parametrize("way", ASKING)
def test_nobody_finds_out_by_asking(desk, way):
    """LEAD-03, QUERY-09: a right guess is answered like a wrong one."""
    right, wrong = ASKING[way](desk, SECRET), ASKING[way](desk, "no such code")
    assert right.status_code == wrong.status_code
    assert told(right, SECRET) == told(wrong, "no such code")


def test_whoever_claims_it_sees_and_converts_it(desk):
    """LEAD-03, CONV-01: a conversion carries nothing out that is hidden; after the claim all is open."""
    convert = f"{desk.record}/actions/convert.copied"
    refused = desk.api.post(convert, {})
    assert (refused.status_code, refused.json()["issues"][0]["code"]) == (422, "hidden_here")
    told = desk.api.post(f"{CUSTOMER}/actions/claim", {"ids": [desk.id, "999"]}).json()
    assert told["done"] == 1
    assert [(row["id"], row["done"]) for row in told["results"]] == [(desk.id, True), ("999", False)]
    assert told["results"][1]["issues"][0]["message"]
    assert desk.api.get(desk.record).json()["code"] == SECRET
    made = desk.api.post(convert, {"targets": {"twin": {"values": {"name": "Twin"}}}})
    assert made.status_code == 200, made.content
