"""Folders of YAML: what cannot be read is told with file and line."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid, NotFound
from odos.meta.queries import get_component, list_components
from odos.packages.installing import install_package
from odos.packages.reading import read_package
from odos.storage.active import active_schema
from tests.meta.designs import NOW, ROOT

ENTITY = """
kind: entity
key: visit
label: {en: Visit}
fields:
  name: {kind: text, label: {en: Name}}
"""


@pytest.fixture
def root(tmp_path):
    write(tmp_path, "platform", {"package.yaml": "key: platform\nversion: 1.0.0\n"})
    return tmp_path


def write(root, key, files):
    for name, content in files.items():
        path = root / key / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root / key


def package(root, key="trips", entity=ENTITY, requires=""):
    manifest = f"key: {key}\nversion: 1.0.0\ntitle: {{en: Trips}}\n{requires}"
    return write(root, key, {"package.yaml": manifest, "entities/visit.yaml": entity})


def test_a_folder_becomes_documents(root):
    found = read_package(package(root))
    assert (found.key, found.version) == ("trips", "1.0.0")
    assert found.documents["entity", "visit"]["fields"]["name"]["kind"] == "text"


@pytest.mark.parametrize(
    ("entity", "message"),
    [
        ("kind: entity\nkey: visit\nkey: again\n", 'trips/entities/visit.yaml, line 3: "key" stands twice'),
        ("kind: [\n", "trips/entities/visit.yaml, line 2: not readable as YAML"),
        ("kind: view\nkey: visit\n", 'trips/entities/visit.yaml, line 1: kind must be "entity" here'),
        ("kind: entity\nkey: visits\n", 'trips/entities/visit.yaml, line 2: key must be "visit" here'),
        ("- a\n", "trips/entities/visit.yaml is no document"),
    ],
)
def test_an_unreadable_file_is_told_with_its_line(root, entity, message):
    with pytest.raises(Invalid) as refusal:
        read_package(package(root, entity=entity))
    assert str(refusal.value.issues[0].message).startswith(message)


def test_a_wrong_document_is_told_with_its_line_too(workspace, root):
    package(root, entity=ENTITY + "  size: {kind: integr}\n  place: {kind: reference, target: nowhere}\n")
    with pytest.raises(Invalid) as refusal:
        install_package(workspace=workspace, key="trips", actor=ROOT, now=NOW, folder=root)
    (issue,) = refusal.value.issues
    assert str(issue.message) == 'trips/entities/visit.yaml, line 7: There is no field kind "integr"'
    assert issue.path[0] == "trips/entities/visit.yaml"
    assert active_schema(workspace).version == 0


def test_a_missing_package_and_a_circle_are_refused(workspace, root):
    with pytest.raises(NotFound):
        install_package(workspace=workspace, key="nowhere", actor=ROOT, now=NOW, folder=root)
    package(root, "one", requires="requires: {packages: {two: '*'}}\n")
    package(root, "two", requires="requires: {packages: {one: '*'}}\n")
    with pytest.raises(Invalid) as refusal:
        install_package(workspace=workspace, key="one", actor=ROOT, now=NOW, folder=root)
    assert refusal.value.issues[0].code == "cycle"


def test_an_upgrade_replaces_the_layer_and_keeps_what_is_the_organisations(workspace, root):
    package(root)
    install_package(workspace=workspace, key="trips", actor=ROOT, now=NOW, folder=root)
    package(root, entity=ENTITY.replace("{en: Name}", "{en: Title}") + "  size: {kind: integer}\n")
    install_package(workspace=workspace, key="trips", actor=ROOT, now=NOW, folder=root)
    found = get_component(workspace, "entity", "visit")["document"]
    assert found["fields"]["name"]["label"]["en"] == "Title"
    assert "size" in active_schema(workspace).get_entity("visit").fields
    (root / "trips" / "entities" / "visit.yaml").unlink()
    install_package(workspace=workspace, key="trips", actor=ROOT, now=NOW, folder=root)
    assert list_components(workspace) == []


def test_a_package_extends_the_entity_of_another(workspace, root):
    package(root)
    more = "kind: entity\nkey: visit\nfields:\n  size: {kind: integer}\n"
    package(root, "more", entity=more, requires="requires: {packages: {trips: '*'}}\n")
    install_package(workspace=workspace, key="more", actor=ROOT, now=NOW, folder=root)
    found = get_component(workspace, "entity", "visit")
    assert found["origins"]["/fields/size/kind"] == "package:more"
    assert found["origins"]["/fields/name/kind"] == "package:trips"
    assert {"name", "size"} <= set(active_schema(workspace).get_entity("visit").fields)
