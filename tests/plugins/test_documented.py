"""The page on plugins names every hook, and what it shows is what runs."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings

import odos.plugins
from odos.plugins.imports import foreign_imports
from odos.plugins.loading import read_plugin
from odos.plugins.manifest import Plugin
from tests.plugins.conftest import INSTALLED

PAGE = (settings.PROJECT / "docs" / "plugins.md").read_text()
HOOKS = [each.name for each in fields(Plugin) if each.name not in {"key", "version", "requires", "label"}]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_described(hook: str):
    assert f"| `{hook}` |" in PAGE, f"say in docs/plugins.md what {hook} adds and what it promises"


def test_nothing_is_described_that_is_no_hook():
    assert sorted(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == sorted(HOOKS)


def test_the_example_is_a_plugin(tmp_path: Path):
    (tmp_path / "example").mkdir()
    source = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert source is not None
    (tmp_path / "example" / "__init__.py").write_text(source.group(1))
    plugin = read_plugin(tmp_path, "example")
    assert [action.key for action in plugin.actions] == ["stamp"]


def test_the_sdk_gives_what_it_promises_and_nothing_else():
    assert sorted(odos.plugins.__all__) == sorted(set(odos.plugins.__all__))
    assert all(hasattr(odos.plugins, name) for name in odos.plugins.__all__)


def test_plugins_import_only_the_sdk():
    for folder in (INSTALLED, settings.PROJECT / "plugins"):
        assert list(foreign_imports(folder)) == []
