"""Imports over HTTP: upload with a mapping, a job to follow, the rows that were left out as a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from odos.exchange.jobs import IMPORT
from odos.jobs.kinds import JOB_KINDS
from odos.jobs.running import work_once
from tests.api.conftest import Api
from tests.fixtures.application import NOW, labelled, publish, publish_fields

ROWS = "Name,Tier,Size\nAcme,A,1200\n,b,5\nBeta,x,7\nGamma,b,n/a\n"
MAPPING = {
    "match": ["name"],
    "columns": {"Name": "name", "Tier": "tier", "Size": {"field": "revenue", "multiply": 2}},
}


@pytest.fixture
def sally(app, settings, tmp_path, api_for):
    settings.ODOS_FILES_DIR = tmp_path
    return api_for("sally", "importer")


@pytest.fixture(autouse=True)
def _importer(app):
    entities = {
        "customer": {"see": "own", "create": True, "edit": "own"}, "product": {"see": "all"},
    }  # fmt: skip
    publish(app, [labelled("importer", kind="role", key="importer", entities=entities)])


def start(api, content: str = ROWS, mapping: Any = MAPPING, entity: str = "customer", **fields: str) -> Any:
    file = SimpleUploadedFile("customers.csv", content.encode())
    form = {"file": file, "entity": entity, **fields}
    if mapping is not None:
        form["mapping"] = mapping if isinstance(mapping, str) else json.dumps(mapping)
    return api.form("imports", form)


def work(workspace) -> None:
    while work_once(workspace=workspace, clock=lambda: NOW, kinds={IMPORT.key: IMPORT}):
        pass


def issues_of(answer) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    return {issue["path"]: issue["code"] for issue in answer.json()["issues"]}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Jobs that are put in are due for a worker whose clock stands still."""
    monkeypatch.setattr("odos.api.frame.endpoint.utc_now", lambda: NOW)


def test_a_dry_run_then_the_import(app, sally):
    for dry_run in ("true", "false"):
        answer = start(sally, dry_run=dry_run)
        assert answer.status_code == 202, answer.content
        job = answer.json()
        assert (job["state"], job["kind"], job["label"]) == ("queued", "exchange.import", "Import")
        work(app)
        done = sally.get(f"jobs/{job['id']}").json()
        assert (done["state"], done["done"], done["total"]) == ("done", 4, 4)
        counts = {key: done["result"][key] for key in ("rows", "created", "failed")}
        assert counts == {"rows": 4, "created": 1, "failed": 3}
        assert {issue["path"]: issue["code"] for issue in done["issues"]} == {
            "rows/3/Name": "required", "rows/4/Tier": "unknown_option", "rows/5/Size": "wrong_type",
        }  # fmt: skip
        assert sally.get("records/customer").json()["count"] == (dry_run == "false")
    assert sally.get("records/customer").json()["items"][0]["revenue"] == "2400.00"


RULE = """validate customer "Sound"
  require revenue is not blank message "How large is it?" at revenue
  require code is blank or notes is not blank message "Say where the code is from" at notes
"""
FAULTY = """Name,Tier,Size,Code,About,Under
Taken,a,1,K1,known,
,x,many,K1,,Nowhere
Fresh,a,7,K2,known,
,a,,K2,,
"""
EVERYTHING = {
    "columns": {
        "Name": "name", "Tier": "tier", "Size": "revenue", "Code": "code", "About": "notes",
        "Under": {"field": "backer", "by": "name"},
    }
}  # fmt: skip


def test_one_dry_run_tells_everything_that_is_wrong_with_a_row(app, sally):
    """PLAT-09: unreadable cells do not hide what else is wrong; what hangs on them is not guessed at."""
    backer = labelled("backer", kind="reference", target="product", on_delete="clear")
    publish_fields(app, ("customer", "backer", backer))
    publish(app, [labelled("sound", kind="rule", key="sound", entity="customer", text=RULE)])
    for dry_run in ("true", "false"):
        job = start(sally, FAULTY, EVERYTHING, dry_run=dry_run).json()
        work(app)
        done = sally.get(f"jobs/{job['id']}").json()
        assert (done["result"]["created"], done["result"]["failed"]) == (2, 2)
        assert sorted((issue["path"], issue["code"]) for issue in done["issues"]) == [
            ("rows/3/About", "rule_broken"),
            ("rows/3/Code", "not_unique"),
            ("rows/3/Name", "required"),
            ("rows/3/Size", "wrong_type"),
            ("rows/3/Tier", "unknown_option"),
            ("rows/3/Under", "name_not_found"),
            ("rows/5/About", "rule_broken"),
            ("rows/5/Code", "not_unique"),
            ("rows/5/Name", "required"),
            ("rows/5/Size", "rule_broken"),
        ]
        assert all(issue["hint"] for issue in done["issues"])


def test_the_rows_left_out_come_as_a_file_that_can_be_mended(app, sally, api_for):
    job = start(sally).json()
    work(app)
    (file_id,) = sally.get(f"jobs/{job['id']}").json()["files"]
    answer = sally.get(f"files/{file_id}/content")
    assert "customers.csv.errors.csv" in answer["Content-Disposition"]
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "odos_row,odos_problem,Name,Tier,Size"
    assert lines[1].startswith("3,")
    eve = api_for("eve", "importer")
    assert eve.get(f"files/{file_id}/content").status_code == 404
    mended = "\n".join(lines).replace("n/a", "9").replace(",x,", ",a,")
    again = start(sally, mended).json()
    work(app)
    assert sally.get(f"jobs/{again['id']}").json()["result"]["created"] == 2


def test_findings_come_in_the_language_of_the_reader(app, sally):
    job = start(sally).json()
    work(app)
    done = sally.get(f"jobs/{job['id']}", accept_language="zh-CN").json()
    assert done["label"] == "导入"
    assert "必填" in done["issues"][0]["message"]


def test_without_a_mapping_columns_are_fields(app, sally):
    job = start(sally, "name,tier,unknown\nAcme,a,1\n", None).json()
    work(app)
    result = sally.get(f"jobs/{job['id']}").json()["result"]
    assert (result["created"], result["ignored_columns"]) == (1, ["unknown"])


@pytest.mark.parametrize(
    ("content", "mapping", "entity", "expected"),
    [
        (ROWS, "{", "customer", {"mapping": "not_json"}),
        (ROWS, "[]", "customer", {"mapping": "not_an_object"}),
        (ROWS, {"colums": {}}, "customer", {"colums": "bad_mapping"}),
        (ROWS, {"columns": {"Nane": "name"}}, "customer", {"columns/Nane": "no_such_column"}),
        (ROWS, {"columns": {"Name": "nmae"}}, "customer", {"columns/Name": "unknown_field"}),
        (ROWS, {"match": ["code"], "columns": {"Name": "name"}}, "customer", {"match": "unfilled_match"}),
        (ROWS, {"entity": "product", "columns": {}}, "customer", {"entity": "other_entity"}),
        ("", MAPPING, "customer", {"": "empty_file"}),
        ("a,a\n", MAPPING, "customer", {"a": "duplicate_column"}),
    ],
)
def test_what_does_not_fit_is_refused_at_once(app, sally, content, mapping, entity, expected):
    assert issues_of(start(sally, content, mapping, entity)) == expected
    assert sally.get("jobs").json()["items"] == []


def test_it_needs_the_right_to_create(app, sally, nobody):
    assert start(nobody).status_code == 401
    assert start(sally, entity="product").status_code == 403
    assert start(sally, entity="quote").status_code == 403
    assert start(sally, entity="nothing").status_code == 404
    assert issues_of(sally.form("imports", {"entity": "customer"})) == {"file": "file_missing"}
    assert issues_of(sally.form("imports", {"file": SimpleUploadedFile("a.csv", b"a\n")})) == {
        "entity": "required"
    }


def test_a_job_is_seen_and_stopped_by_whoever_started_it(app, sally, api_for, root):
    job = start(sally).json()
    eve, path = api_for("eve", "importer"), f"jobs/{job['id']}"
    assert eve.get(path).status_code == 404
    assert eve.post(f"{path}/cancel").status_code == 404
    assert root.get(path).status_code == 200
    assert sally.post(f"{path}/cancel").json()["state"] == "cancelled"
    assert sally.post(f"{path}/cancel").status_code == 409
    work(app)
    assert sally.get("records/customer").json()["count"] == 0


def test_administrators_by_role_see_every_job(app, sally, api_for):
    publish(app, [labelled("boss", kind="role", key="boss", admin=True)])
    job = start(sally).json()
    boss = api_for("bob", "boss")
    assert boss.get(f"jobs/{job['id']}").status_code == 200
    assert job["id"] in [item["id"] for item in boss.get("jobs").json()["items"]]


def test_the_same_key_starts_one_import(app, sally):
    def send(content: str) -> Any:
        file = SimpleUploadedFile("a.csv", content.encode())
        return sally.form("imports", {"file": file, "entity": "customer"}, idempotency_key="i-1")

    first, second = send("name\nA\n"), send("name\nA\n")
    assert (first.status_code, first.json()["id"]) == (202, second.json()["id"])
    assert send("name\nB\n").status_code == 409


def test_the_kind_of_job_is_known():
    assert JOB_KINDS["exchange.import"] is IMPORT


def test_a_token_that_writes_imports_no_powers(app, root, settings, tmp_path):
    """The import runs later, with all rights of whoever started it: so it is refused at once."""
    settings.ODOS_FILES_DIR = tmp_path
    made = root.post("auth/tokens", {"label": "x", "scopes": ["write"]})
    writer = Api(root.client, made.json()["token"])
    content = "Login,Chief\nmallory,true\n"
    columns = {"Login": "username", "Chief": "is_admin"}
    refused = start(writer, content, {"columns": columns}, "user")
    assert issues_of(refused) == {"columns/Login": "read_only", "columns/Chief": "read_only"}
    constant = {"columns": {"Login": "username", "Chief": None}, "constants": {"is_admin": True}}
    refused = start(writer, content, constant, "user")
    assert issues_of(refused) == {"columns/Login": "read_only", "constants/is_admin": "read_only"}
    assert start(root, content, {"columns": columns}, "user", dry_run="true").status_code == 202


def narrowed(app, right) -> None:
    entities = {"customer": {"see": "own", "create": True, "edit": "own", "import": right}}
    publish(app, [labelled("importer", kind="role", key="importer", entities=entities)])


def test_who_may_create_but_not_import_is_refused(app, sally):
    """PLAT-36: the right to import is asked, by the request and again by the job."""
    started = start(sally)
    assert started.status_code == 202
    narrowed(app, "none")
    assert start(sally).status_code == 403
    assert sally.post("records/customer", {"name": "by hand"}).status_code == 201
    work(app)
    job = sally.get(f"jobs/{started.json()['id']}").json()
    assert job["state"] == "failed"
    assert sally.get("records/customer?count=exact").json()["count"] == 1


def test_what_is_imported_lies_within_the_right_to_import(app, sally, root):
    """PLAT-36: with ``import: own`` no file makes records of somebody else, though ``create`` would."""
    narrowed(app, "own")
    other = root.get("auth/me").json()["id"]
    mapping = {"columns": {"Name": "name", "Owner": "owner"}}
    job = start(sally, f"Name,Owner\nMine,\nTheirs,{other}\n", mapping).json()
    work(app)
    assert sally.get(f"jobs/{job['id']}").json()["state"] in {"done", "failed"}
    names = {item["name"] for item in root.get("records/customer").json()["items"]}
    assert "Theirs" not in names
    assert sally.post("records/customer", {"name": "By hand", "owner": other}).status_code == 201
