"""Uploads: kept, attached, opened, swept up."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_id
from odos.database.session import execute, transaction
from odos.files import disk
from odos.files.limits import Wanted
from odos.files.models import StoredFile
from odos.files.operations import attach_files, store_file, sweep_up
from odos.files.queries import content_headers, get_file, is_uploader, list_references, open_file
from odos.jobs.operations import enqueue
from odos.kernel.problems import Invalid, NotFound
from odos.schema.model import Entity, Field, Schema

LABEL = {"en": "Note"}


@pytest.fixture
def files_dir(settings, tmp_path):
    settings.ODOS_FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def anna(workspace, clock):
    return person(workspace, clock, "anna")


def person(workspace, clock, username):
    actor = system_principal(workspace)
    user_id = create_user(workspace=workspace, username=username, name=username, actor=actor, now=clock())
    return find_principal_by_id(workspace=workspace, user_id=user_id)


@pytest.fixture
def store(workspace, files_dir, anna, clock):
    def store(content: bytes = b"hello", name: str = "a.txt", **options) -> StoredFile:
        options = {"actor": anna, "now": clock()} | options
        return store_file(workspace=workspace, stream=io.BytesIO(content), name=name, **options)

    return store


@pytest.fixture
def schema(workspace) -> Schema:
    """An entity with a field of kind file and a table for it."""
    execute(workspace, "CREATE TABLE e_note (id bigint PRIMARY KEY, f_paper bigint, deleted_at timestamptz)")
    entity = "5f0c6f4e-0d5b-4c8e-9a51-0d05a000ffff"
    paper = Field(id="p", key="paper", kind="file", label=LABEL, column="f_paper")
    note = Entity(id=entity, key="note", label=LABEL, plural=LABEL, table="e_note", fields={"paper": paper})
    return Schema(version=1, entities={"note": note})


def on_disk(files_dir) -> list[str]:
    return sorted(path.name for path in files_dir.rglob("*") if path.is_file())


def test_an_upload_is_kept_under_its_hash(workspace, store, files_dir, anna, clock):
    file = store("合同".encode(), "../合同.txt")
    assert (file.name, file.size, file.type, file.attached) == ("合同.txt", 6, "text/plain", False)
    assert disk.place(workspace, file.sha256).parent.parent.parent == files_dir / "main"
    again = get_file(workspace=workspace, file_id=file.pk)
    assert (again.created_by, again.at) == (anna.user_id, clock())
    with open_file(workspace=workspace, file=again) as stream:
        assert stream.read() == "合同".encode()


def test_the_same_bytes_are_kept_once(store, files_dir):
    first, second = store(), store(name="b.txt")
    assert first.pk != second.pk
    assert len(on_disk(files_dir)) == 1


def test_what_is_too_large_leaves_nothing_behind(store, files_dir):
    with pytest.raises(Invalid) as refusal:
        store(b"x" * 3_000_000, max_bytes=2_000_000)
    assert refusal.value.issues[0].code == "file_too_large"
    assert on_disk(files_dir) == []


@pytest.mark.parametrize(("content", "name"), [(b"MZ\x90", "a.pdf"), (b"echo", "a.BAT"), (b"var a", "a.js")])
def test_programs_are_refused(store, files_dir, content, name):
    with pytest.raises(Invalid) as refusal:
        store(content, name)
    assert refusal.value.issues[0].code == "file_program"
    assert on_disk(files_dir) == []


def test_a_browser_runs_nothing_of_it(store):
    headers = content_headers(store(b"<script>alert(1)</script>", "a.html"), inline=True)
    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    picture = content_headers(store(b"\x89PNG\r\n\x1a\n", "a.png"), inline=True)
    assert picture["Content-Disposition"].startswith("inline;")


def test_a_file_is_attached_by_whoever_uploaded_it(workspace, store, anna, clock):
    file, bob = store(), person(workspace, clock, "bob")
    wanted = [Wanted(file.pk, ("paper",)), Wanted(2**50, ("other",))]
    with pytest.raises(Invalid) as refusal:
        attach_files(workspace=workspace, wanted=wanted, actor=bob)
    assert [issue.path for issue in refusal.value.issues] == [("paper",), ("other",)]
    assert not get_file(workspace=workspace, file_id=file.pk).attached
    attach_files(workspace=workspace, wanted=wanted[:1], actor=anna)
    assert get_file(workspace=workspace, file_id=file.pk).attached
    attach_files(workspace=workspace, wanted=wanted[:1], actor=replace(bob, is_admin=True))
    assert is_uploader(file, anna)
    assert not is_uploader(file, bob)
    assert not is_uploader(file, system_principal(workspace))


@pytest.mark.parametrize(
    ("accept", "fits"),
    [
        ("", True),
        (".txt", True),
        (".pdf, .TXT", True),
        ("text/plain", True),
        ("text/*", True),
        ("image/*,.pdf", False),
    ],
)
def test_a_field_accepts_some_kinds(workspace, store, anna, accept, fits):
    wanted = [Wanted(store().pk, accept=accept)]
    if fits:
        attach_files(workspace=workspace, wanted=wanted, actor=anna)
        return
    with pytest.raises(Invalid) as refusal:
        attach_files(workspace=workspace, wanted=wanted, actor=anna)
    assert refusal.value.issues[0].code == "file_kind"


def test_a_field_limits_the_size(workspace, store, anna):
    with pytest.raises(Invalid) as refusal:
        attach_files(workspace=workspace, wanted=[Wanted(store().pk, max_bytes=4)], actor=anna)
    assert refusal.value.issues[0].code == "file_too_large"


def test_records_that_refer_to_a_file_are_found(workspace, store, schema):
    file = store()
    execute(
        workspace, "INSERT INTO e_note VALUES (1, %s, NULL), (2, NULL, NULL), (3, %s, now())", [file.pk] * 2
    )
    (found,) = list_references(workspace=workspace, schema=schema, file_id=file.pk)
    assert (found.entity.key, found.field.key, found.record_id) == ("note", "paper", 1)


def test_unused_uploads_are_swept_up_a_day_later(workspace, store, schema, clock, anna, files_dir):
    twin, unused, attached, referred = store(), store(), store(b"kept"), store(b"referred")
    attach_files(workspace=workspace, wanted=[Wanted(attached.pk)], actor=anna)
    execute(workspace, "INSERT INTO e_note VALUES (1, %s, now())", [referred.pk])  # even from the bin
    assert sweep_up(workspace=workspace, schema=schema, now=clock()) == 0
    clock.advance(hours=25)
    recent = store(b"hello")
    assert sweep_up(workspace=workspace, schema=schema, now=clock()) == 2
    for gone in (twin, unused):
        with pytest.raises(NotFound):
            get_file(workspace=workspace, file_id=gone.pk)
    for kept in (attached, referred, recent):
        with open_file(workspace=workspace, file=kept) as stream:
            assert stream.read()
    assert len(on_disk(files_dir)) == 3
    clock.advance(hours=25)
    assert sweep_up(workspace=workspace, schema=schema, now=clock()) == 1
    assert len(on_disk(files_dir)) == 2


def test_files_of_jobs_stay_as_long_as_the_job(workspace, store, schema, clock, anna, files_dir):
    source, errors = store(b"source"), store(b"errors")
    job = enqueue(workspace=workspace, kind="k", args={"file": str(source.pk)}, actor=anna, now=clock())
    execute(workspace, "UPDATE job SET files = %s::jsonb WHERE id = %s", [f'["{errors.pk}"]', job])
    clock.advance(hours=25)
    assert sweep_up(workspace=workspace, schema=schema, now=clock()) == 0
    execute(workspace, "DELETE FROM job WHERE id = %s", [job])
    assert sweep_up(workspace=workspace, schema=schema, now=clock()) == 2


def test_a_file_that_the_disk_lost_is_not_found(workspace, store):
    file = store()
    disk.remove(workspace, file.sha256)
    with pytest.raises(NotFound), transaction(workspace):
        open_file(workspace=workspace, file=file)
