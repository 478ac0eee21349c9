"""PLAT-03: from folders into registries, whole or not at all, named with the error, closed afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from odos.config.background import REGISTRIES
from odos.fields.registry import FIELD_KINDS
from odos.plugins import loading
from odos.plugins.loading import additions, load_plugins, read_plugin
from odos.records.action_kinds import ACTION_KINDS
from tests.plugins.conftest import INSTALLED

LISTED = """
import json, django
django.setup()
from odos.plugins.loading import PLUGINS
from odos.records.action_kinds import ACTION_KINDS
from odos.jobs.kinds import JOB_KINDS
print(json.dumps({
    "plugins": {name: each.error for name, each in PLUGINS.items()},
    "actions": sorted(key for key in ACTION_KINDS if "." in key),
    "job": "post_office.sort" in JOB_KINDS,
}))
"""


def write(folder: Path, name: str, source: str) -> None:
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("from odos.plugins import *\n" + source)


@pytest.fixture
def fresh(monkeypatch):
    """Registries that are open still, without what is built in."""
    monkeypatch.setattr(loading, "PLUGINS", type(loading.PLUGINS)("plugin"))
    monkeypatch.setattr(loading, "ACTION_KINDS", type(ACTION_KINDS)("action"))


def test_every_process_loads_those_of_its_folder(worker_environment):
    """Web, worker and beat start by ``django.setup``; a broken plugin keeps none of them from it."""
    started = subprocess.run(
        [sys.executable, "-c", LISTED],
        env=worker_environment | {"ODOS_PLUGINS_DIR": str(INSTALLED)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(started.stdout)
    assert found["plugins"]["post_office"] == ""
    assert found["plugins"]["broken"] == "RuntimeError: the glue has dried"
    assert "requires Odos >=99" in found["plugins"]["from_the_future"]
    assert found["actions"] == ["post_office.close", "post_office.stamp"]
    assert found["job"]
    assert "plugin broken is left out" in started.stderr


def test_no_registry_is_open_afterwards():
    for registry in REGISTRIES:
        with pytest.raises(ValueError, match="closed"):
            registry.register("late", object())


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("", "no PLUGIN"),
        ("PLUGIN = 1", "no PLUGIN"),
        ("PLUGIN = Plugin('A b', '1', '>=0', text('A', 'A'))", "is no key"),
        ("PLUGIN = Plugin('ab', '1', 'new', text('A', 'A'))", "no range of versions"),
        ("PLUGIN = Plugin('ab', '1', '<0.1', text('A', 'A'))", "this is 0.1.0"),
        ("PLUGIN = Plugin('ab', '1', '>=0', text('A', 'A'), colour='red')", "colour"),
        ("from nowhere import nothing", "ModuleNotFoundError"),
        ("from odos.records.writes.operations import create_record", "odos.plugins only"),
        ("def late():\n    import odos.meta", "__init__.py: odos.meta"),
    ],
)
def test_a_broken_one_is_named_with_its_error(tmp_path, fresh, source, error):
    write(tmp_path, "ab", source)
    [loaded] = load_plugins(tmp_path)
    assert (loaded.name, loaded.plugin) == ("ab", None)
    assert error in loaded.error


def test_one_that_takes_a_key_adds_nothing_at_all(tmp_path, fresh):
    action = "Action('go', text('Go', '走'), lambda context, call: {})"
    kind = "type('K', (), {'key': 'text'})()"
    source = f"PLUGIN = Plugin('ab', '1', '>=0', text('A', 'A'), actions=({action},), field_kinds=({kind},))"
    write(tmp_path, "ab", source)
    before = set(FIELD_KINDS)
    [loaded] = load_plugins(tmp_path)
    assert "'text' is taken" in loaded.error
    assert not loading.ACTION_KINDS
    assert set(FIELD_KINDS) == before


def test_where_there_is_no_folder_there_are_no_plugins(tmp_path, fresh):
    assert load_plugins(tmp_path / "nowhere") == []


def test_the_version_is_that_of_the_project():
    declared = (settings.PROJECT / "pyproject.toml").read_text()
    assert f'version = "{loading.VERSION}"' in declared


def test_everything_that_the_plugin_names_is_added():
    plugin = read_plugin(INSTALLED, "post_office")
    things = [thing for _registry, _key, thing in additions(plugin)]
    named = [getattr(plugin, name) for name in vars(plugin)]
    assert len(things) == sum(len(each) for each in named if isinstance(each, tuple))
