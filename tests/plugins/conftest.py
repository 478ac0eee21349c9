"""A plugin of everything, loaded for the length of a test as the loader does for the life of a process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest

from odos.plugins.loading import additions, read_plugin

INSTALLED = Path(__file__).parent / "installed"


@pytest.fixture
def post_office() -> Iterator[ModuleType]:
    plugin = read_plugin(INSTALLED, "post_office")
    module = sys.modules["odos_plugins.post_office"]
    with ExitStack() as known:
        for registry, key, thing in additions(plugin):
            known.enter_context(registry.temporarily(key, thing))
        yield module
    del sys.modules["odos_plugins.post_office"]
