"""From a folder of plugins into the registries, when a process starts.

A plugin is a Python package ``<folder>/<name>/`` whose ``PLUGIN`` is its manifest. One that is broken (it
cannot be imported, looks behind the SDK, asks for another version, takes a key that is taken) is named with
its error and left out whole; everything else goes on. What it would have added is missing then, which rules
and fields that use it are told where they are checked.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from odos.dsl.library.index import functions
from odos.fields.registry import FIELD_KINDS
from odos.jobs.kinds import DRAINS, JOB_KINDS, PERIODICS
from odos.kernel.registry import Registry
from odos.kernel.version import VERSION
from odos.notifications.channels import CHANNEL_KINDS
from odos.notifications.incoming.mail_handlers import MAIL_HANDLERS
from odos.plugins.actions import action_kind
from odos.plugins.imports import foreign_imports
from odos.plugins.manifest import Plugin, Route
from odos.records.action_kinds import ACTION_KINDS
from odos.records.checks.guards import GUARDS
from odos.records.writes.delivery import LISTENERS

log = logging.getLogger(__name__)

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_MODULES = "odos_plugins"
OTHER = "other"  # the heading of help under which their functions stand

ROUTES: Registry[Route] = Registry("route")
PLUGINS: Registry[Loaded] = Registry("plugin")


class BrokenPlugin(Exception):
    """The plugin is not what it says, or does not go with the others."""


@dataclass(frozen=True)
class Loaded:
    """A folder that was tried; without a ``plugin`` the ``error`` says why."""

    name: str
    plugin: Plugin | None = None
    error: str = ""


Addition = tuple[Registry[Any], str, Any]


def load_plugins(folder: Path) -> list[Loaded]:
    """Once in each process, after the built-in things were registered."""
    names = sorted(path.parent.name for path in folder.glob("*/__init__.py"))
    found = [_load(folder, name) for name in names]
    for loaded in found:
        PLUGINS.register(loaded.name, loaded)
    return found


def _load(folder: Path, name: str) -> Loaded:
    try:
        plugin = read_plugin(folder, name)
        _add(list(additions(plugin)))
    except Exception as error:
        log.exception("plugin %s is left out", name)
        return Loaded(name, error=f"{type(error).__name__}: {error}")
    return Loaded(name, plugin)


def read_plugin(folder: Path, name: str) -> Plugin:
    """The manifest of one; raises `BrokenPlugin`, or whatever its own code raises."""
    foreign = list(foreign_imports(folder / name))
    if foreign:
        raise BrokenPlugin(f"it may import odos.plugins only, not what it does in {', '.join(foreign)}")
    return _manifest_of(_imported(folder, name))


def additions(plugin: Plugin) -> Iterator[Addition]:
    """Where everything that the plugin names belongs."""
    yield from ((ACTION_KINDS, kind.key, kind) for kind in (action_kind(plugin, a) for a in plugin.actions))
    yield from ((functions, each.name, replace(each, group=OTHER)) for each in plugin.functions)
    yield from ((ROUTES, route_key(plugin.key, route.path, route.method), route) for route in plugin.routes)
    for registry, things in _keyed(plugin):
        yield from ((registry, thing.key, thing) for thing in things)


def _keyed(plugin: Plugin) -> Iterable[tuple[Registry[Any], Iterable[Any]]]:
    return (
        (FIELD_KINDS, plugin.field_kinds), (CHANNEL_KINDS, plugin.channels), (GUARDS, plugin.guards),
        (LISTENERS, plugin.listeners), (JOB_KINDS, plugin.jobs), (DRAINS, plugin.drains),
        (PERIODICS, plugin.periodics), (MAIL_HANDLERS, plugin.mail_handlers),
    )  # fmt: skip


def route_key(plugin: str, path: str, method: str) -> str:
    """Under which a route is found."""
    return f"{method} {plugin}/{path}"


def _add(planned: list[Addition]) -> None:
    """All or nothing: half a plugin would be worse than none."""
    seen: set[tuple[int, str]] = set()
    for registry, key, _thing in planned:
        if key in registry or (id(registry), key) in seen:
            raise BrokenPlugin(f"the key {key!r} is taken")
        seen.add((id(registry), key))
    for registry, key, thing in planned:
        registry.register(key, thing)


def _imported(folder: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        f"{_MODULES}.{name}", folder / name / "__init__.py", submodule_search_locations=[str(folder / name)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module


def _manifest_of(module: ModuleType) -> Plugin:
    plugin = getattr(module, "PLUGIN", None)
    if not isinstance(plugin, Plugin):
        raise BrokenPlugin("its __init__.py has no PLUGIN = Plugin(…)")
    if not _KEY.fullmatch(plugin.key):
        raise BrokenPlugin(f"{plugin.key!r} is no key: small letters, digits and _")
    _check_version(plugin)
    return plugin


def _check_version(plugin: Plugin) -> None:
    try:
        fits = VERSION in SpecifierSet(plugin.requires)
    except InvalidSpecifier as error:
        raise BrokenPlugin(f"requires is no range of versions: {error}") from error
    if not fits:
        raise BrokenPlugin(f"it requires Odos {plugin.requires}; this is {VERSION}")
