"""Attachments over HTTP: upload, refer to them, open them, and nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from odos.database.session import fetch_all
from odos.files.models import StoredFile
from odos.files.operations import LARGEST_BYTES
from odos.storage.active import active_schema
from tests.fixtures.application import labelled, publish

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
ROLE = labelled("clerk", kind="role", key="clerk", entities={
    "contract": {"see": "own", "create": True, "edit": "own", "delete": "own"}})  # fmt: skip
READER = labelled("reader", kind="role", key="reader", entities={"contract": {"see": "all", "edit": "all"}})
BLIND = labelled("blind", kind="role", key="blind", entities={"contract": {"see": "all"}},
                 fields={"contract": {"scan": {"see": False}, "pages": {"see": False}}})  # fmt: skip
DOCUMENTS = [
    labelled("page", kind="entity", key="page", title_field="text", fields={
        "contract": labelled("contract", kind="reference", target="contract", required=True,
                             on_delete="cascade", order=1),
        "text": labelled("text", kind="text", order=2),
        "image": labelled("image", kind="file", accept="image/*", order=3)}),
    labelled("contract", kind="entity", key="contract", owned=True, title_field="name", fields={
        "name": labelled("name", kind="text", required=True, order=1),
        "scan": labelled("scan", kind="file", max_bytes=1000, accept=".pdf, .txt, image/png", order=2),
        "pages": labelled("pages", kind="children", target="page", parent_field="contract", order=3)}),
    ROLE, READER, BLIND,
]  # fmt: skip


@pytest.fixture
def contracts(app, settings, tmp_path):
    settings.ODOS_FILES_DIR = tmp_path
    publish(app, DOCUMENTS)
    return app


@pytest.fixture
def clerk(contracts, api_for):
    return api_for("clara", "clerk")


def upload(api, content: bytes = b"hello", name: str = "a.txt", **headers: str) -> Any:
    return api.form("files", {"file": SimpleUploadedFile(name, content)}, **headers)


def uploaded(api, *arguments: Any) -> dict[str, Any]:
    answer = upload(api, *arguments)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def issues_of(answer) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    return {issue["path"]: issue["code"] for issue in answer.json()["issues"]}


def is_attached(file: dict[str, Any]) -> bool:
    return StoredFile.objects.get(pk=file["id"]).attached


def test_a_file_is_uploaded_then_belongs_to_a_record(clerk):
    file = uploaded(clerk, "合同".encode(), "合同.txt")
    assert file == {
        "id": file["id"], "name": "合同.txt", "size": 6, "type": "text/plain",
        "url": f"/api/files/{file['id']}/content",
    }  # fmt: skip
    assert not is_attached(file)
    made = clerk.post("records/contract", {"name": "A", "scan": file["id"]})
    assert made.status_code == 201, made.content
    assert made.json()["scan"] == file
    assert is_attached(file)
    read = clerk.get(f"files/{file['id']}/content")
    assert b"".join(read.streaming_content) == "合同".encode()
    history = clerk.get(f"records/contract/{made.json()['id']}/history").json()
    assert "scan" in {change["field"] for change in history["items"][0]["changes"]}


def test_nothing_runs_in_a_browser(clerk):
    page = clerk.get(f"files/{uploaded(clerk, b'<script>alert(1)</script>', 'a.html')['id']}/content")
    assert page["Content-Type"] == "text/plain"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page["Content-Disposition"].startswith("attachment;")
    picture = f"files/{uploaded(clerk, PNG, 'a.png')['id']}/content"
    assert clerk.get(picture)["Content-Disposition"].startswith("attachment;")
    assert clerk.get(f"{picture}?inline=1")["Content-Disposition"].startswith("inline;")
    assert clerk.get(picture, if_none_match=clerk.get(picture)["ETag"]).status_code == 304


def test_it_is_opened_by_the_uploader_and_by_whoever_sees_the_record_and_the_field(clerk, api_for, nobody):
    file = uploaded(clerk)
    content = f"files/{file['id']}/content"
    rose, eve, blair = api_for("rose", "reader"), api_for("eve", "clerk"), api_for("blair", "blind")
    assert [api.get(content).status_code for api in (clerk, rose, eve, nobody)] == [200, 404, 404, 401]
    made = clerk.post("records/contract", {"name": "A", "scan": file["id"]}).json()
    statuses = [api.get(content).status_code for api in (clerk, rose, eve, blair, nobody)]
    assert statuses == [200, 200, 404, 404, 401]
    clerk("DELETE", f"records/contract/{made['id']}")
    assert [api.get(content).status_code for api in (clerk, rose)] == [200, 404]


def test_files_of_lines_follow_their_record(clerk, api_for):
    image = uploaded(clerk, PNG, "a.png")
    body = {"name": "A", "pages": [{"text": "1", "image": image["id"]}]}
    made = clerk.post("records/contract", body).json()
    assert made["pages"][0]["image"]["name"] == "a.png"
    assert is_attached(image)
    content = f"files/{image['id']}/content"
    rose, eve, blair = api_for("rose", "reader"), api_for("eve", "clerk"), api_for("blair", "blind")
    assert [api.get(content).status_code for api in (rose, eve, blair)] == [200, 404, 404]


def test_what_does_not_fit_is_refused_at_the_field_and_not_attached(clerk):
    large, wrong, image = uploaded(clerk, b"x" * 2000), uploaded(clerk, b"a,b", "a.csv"), uploaded(clerk)
    for file, code in ((large, "file_too_large"), (wrong, "file_kind")):
        refused = clerk.post("records/contract", {"name": "A", "scan": file["id"]})
        assert issues_of(refused) == {"scan": code}
        assert not is_attached(file)
    pages = {"name": "A", "pages": [{"text": "1"}, {"image": image["id"]}]}
    assert issues_of(clerk.post("records/contract", pages)) == {"pages/1/image": "file_kind"}
    assert not is_attached(image)


def test_somebody_elses_upload_cannot_be_taken_nor_found_out(clerk, api_for):
    file, eve = uploaded(clerk), api_for("eve", "clerk")
    for value in (file["id"], "999999"):
        assert issues_of(eve.post("records/contract", {"name": "A", "scan": value})) == {
            "scan": "unknown_file"
        }
    assert issues_of(eve.post("records/contract", {"name": "A", "scan": "x"})) == {"scan": "wrong_type"}


def test_a_file_stays_with_its_record_whoever_saves_it(clerk, api_for):
    file = uploaded(clerk)
    made = clerk.post("records/contract", {"name": "A", "scan": file["id"]}).json()
    rose, path = api_for("rose", "reader"), f"records/contract/{made['id']}"
    changed = rose("PATCH", path, {"name": "B", "scan": made["scan"]})
    assert changed.status_code == 200, changed.content
    assert changed.json()["scan"]["id"] == file["id"]
    new = uploaded(rose, b"new")
    assert rose("PATCH", path, {"scan": {"id": new["id"]}}).json()["scan"]["id"] == new["id"]
    assert rose("PATCH", path, {"scan": None}).json()["scan"] is None


def test_a_bulk_call_leaves_out_the_rows_whose_files_do_not_fit(clerk):
    good, large = uploaded(clerk), uploaded(clerk, b"x" * 2000)
    body = {"create": [{"name": "A", "scan": good["id"]}, {"name": "B", "scan": large["id"]}]}
    atomic = clerk.post("records/contract/bulk", {**body, "atomic": True})
    assert issues_of(atomic) == {"create/1/scan": "file_too_large"}
    answer = clerk.post("records/contract/bulk", body).json()
    assert len(answer["created"]) == 1
    assert [(error["index"], error["issues"][0]["path"]) for error in answer["errors"]] == [(1, "scan")]
    assert (is_attached(good), is_attached(large)) == (True, False)
    update = {"update": [{"id": answer["created"][0], "scan": large["id"]}]}
    assert clerk.post("records/contract/bulk", update).json()["errors"][0]["issues"][0]["path"] == "scan"


def test_a_preview_tells_what_is_wrong_and_attaches_nothing(clerk):
    large, good = uploaded(clerk, b"x" * 2000), uploaded(clerk)
    tried = clerk.post("records/contract/preview", {"values": {"name": "A", "scan": large["id"]}}).json()
    assert [issue["path"] for issue in tried["issues"]] == ["scan"]
    clerk.post("records/contract/preview", {"values": {"name": "A", "scan": good["id"]}})
    assert not is_attached(good)


@pytest.mark.parametrize("number", ["0", "999999", "abc", "-1", "1;drop", "9" * 30])
def test_what_is_no_file_is_not_found(clerk, number):
    assert clerk.get(f"files/{number}/content").status_code == 404


def test_bad_uploads_are_refused(clerk, nobody):
    assert upload(nobody).status_code == 401
    assert issues_of(clerk.form("files", {"other": "x"})) == {"file": "file_missing"}
    assert issues_of(upload(clerk, b"MZ\x90", "a.exe")) == {"file": "file_program"}
    assert clerk.post("files", {"file": "x"}).status_code == 415
    large = clerk.form("files", {"file": "x"}, content_length=str(LARGEST_BYTES * 2))
    assert (large.status_code, large.json()["issues"][0]["code"]) == (413, "file_too_large")
    assert "100 MB" in large.json()["issues"][0]["message"]
    broken = clerk.client.generic(
        "POST", "/api/files", b"--x", content_type="multipart/form-data",
        HTTP_AUTHORIZATION=f"Bearer {clerk.token}",
    )  # fmt: skip
    assert broken.status_code == 400


def test_the_same_key_stores_once(clerk):
    first, second = (upload(clerk, idempotency_key="u-1") for _ in range(2))
    assert (first.status_code, first.json()) == (201, second.json())
    assert upload(clerk, b"other", idempotency_key="u-1").status_code == 409


def test_a_browser_uploads_with_its_cookie_and_token(contracts, api_for, nobody):
    api_for("clara", "clerk")
    token = nobody.get("auth/csrf").json()["csrf_token"]
    nobody.post("auth/login", {"username": "clara", "password": "correct-horse-7"}, x_csrftoken=token)
    assert upload(nobody).status_code == 403
    assert upload(nobody, x_csrftoken=token).status_code == 201


def test_records_of_a_file_are_found_by_an_index(contracts):
    scan = active_schema(contracts).entities["contract"].fields["scan"]
    rows = fetch_all(
        contracts, "SELECT indexdef FROM pg_indexes WHERE indexdef LIKE %s", [f"%{scan.column}%"]
    )
    assert len(rows) == 1
