"""Versions in the database: manifests of content-addressed parts, shared between versions.

A part is one compiled entity, the menus, the roles or the settings. Loading a version fetches only the
parts that this process does not hold already.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson

from odos.database.session import execute, fetch_all, fetch_one
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.schema.codec import entity_from_json, entity_to_json
from odos.schema.model import Entity, Schema

Manifest = Mapping[str, str]
ENTITY = "entity:"
SHARED_PARTS = ("menus", "roles", "settings")
KEPT_VERSIONS = 2


@dataclass(frozen=True)
class Loaded:
    """A version in memory: the schema, and by which hashes its parts are stored.

    ``inputs`` are the compiler's: digests by which it sees what needs no new compilation.
    """

    schema: Schema
    manifest: Manifest = field(default_factory=dict)
    inputs: Manifest = field(default_factory=dict)


EMPTY = Loaded(Schema(0, MappingProxyType({})))


class PartsCache:
    """Decoded parts of the versions read last, by hash; shared by all workspaces, safe for threads."""

    def __init__(self, kept: int = KEPT_VERSIONS) -> None:
        self._kept = kept
        self._guard = threading.Lock()
        self._parts: dict[str, Any] = {}
        self._recent: dict[str, OrderedDict[int, frozenset[str]]] = {}

    def missing(self, hashes: Iterable[str]) -> list[str]:
        """Which of these are not held."""
        return [item for item in hashes if item not in self._parts]

    def parts(self) -> Mapping[str, Any]:
        """A copy that later changes do not touch."""
        with self._guard:
            return dict(self._parts)

    def keep(self, workspace: Workspace, version: int, parts: Mapping[str, Any]) -> None:
        """Hold the parts of a version and let go of those that only older versions used."""
        with self._guard:
            self._parts.update(parts)
            recent = self._recent.setdefault(workspace.key, OrderedDict())
            recent[version] = frozenset(parts)
            recent.move_to_end(version)
            while len(recent) > self._kept:
                recent.popitem(last=False)
            wanted = frozenset().union(
                *(hashes for known in self._recent.values() for hashes in known.values())
            )
            self._parts = {key: part for key, part in self._parts.items() if key in wanted}

    def clear(self) -> None:
        """Forget everything; for tests."""
        with self._guard:
            self._parts.clear()
            self._recent.clear()

    def __len__(self) -> int:
        return len(self._parts)


CACHE = PartsCache()


def digest(value: object) -> str:
    """The address of a JSON value."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def active_number(workspace: Workspace) -> int:
    """The active version as the database says now; 0 where nothing was ever published."""
    row = fetch_one(workspace, "SELECT version FROM active_schema")
    return int(row[0]) if row else 0


def load(workspace: Workspace, number: int) -> Loaded:
    """A version; raises `NotFound`."""
    if number == 0:
        return EMPTY
    row = fetch_one(workspace, "SELECT manifest, inputs FROM schema_version WHERE number = %s", [number])
    if row is None:
        raise NotFound(text("There is no version {number}", "没有版本 {number}", number=number))
    manifest, inputs = _json(row[0]), _json(row[1])
    parts = _parts(workspace, frozenset(manifest.values()), manifest)
    CACHE.keep(workspace, number, parts)
    return Loaded(_assemble(number, manifest, parts), manifest, inputs)


def remember(workspace: Workspace, loaded: Loaded) -> None:
    """Hold the parts of a version that this process has just made."""
    CACHE.keep(workspace, loaded.schema.version, _live_parts(loaded))


def make_manifest(schema: Schema, former: Loaded) -> tuple[dict[str, str], dict[str, Any]]:
    """The manifest of a new schema and the bodies not yet stored; entities of ``former`` cost nothing."""
    manifest: dict[str, str] = {}
    bodies: dict[str, Any] = {}
    for identity, entity in schema.by_id.items():
        name = ENTITY + identity
        if former.schema.by_id.get(identity) is entity and name in former.manifest:
            manifest[name] = former.manifest[name]
            continue
        _add(manifest, bodies, name, entity_to_json(entity))
    for name, body in _shared_bodies(schema).items():
        _add(manifest, bodies, name, body)
    known = set(former.manifest.values())
    return manifest, {key: body for key, body in bodies.items() if key not in known}


def store(
    workspace: Workspace,
    *,
    loaded: Loaded,
    bodies: Mapping[str, Any],
    author_id: int | None,
    message: str,
    changes: list[dict[str, Any]],
    now: datetime,
) -> None:
    """Write a version and its new parts in the open transaction; it is not active yet."""
    if bodies:
        rows = ", ".join(["(%s, %s::jsonb)"] * len(bodies))
        values = [value for key, body in bodies.items() for value in (key, _text(body))]
        execute(
            workspace, f"INSERT INTO compiled_part (hash, body) VALUES {rows} ON CONFLICT DO NOTHING", values
        )
    execute(
        workspace,
        "INSERT INTO schema_version (number, created_at, author_id, message, changes, manifest, inputs)"
        " VALUES (%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb)",
        [
            loaded.schema.version,
            now,
            author_id,
            message,
            _text(changes),
            _text(dict(loaded.manifest)),
            _text(dict(loaded.inputs)),
        ],
    )


def _add(manifest: dict[str, str], bodies: dict[str, Any], name: str, body: Any) -> None:
    address = digest(body)
    manifest[name] = address
    bodies[address] = body


def _shared_bodies(schema: Schema) -> dict[str, Any]:
    bodies = {"menus": list(schema.menus), "roles": dict(schema.roles), "settings": dict(schema.settings)}
    return {name: {"part": name, "content": bodies[name]} for name in SHARED_PARTS}


def _parts(workspace: Workspace, hashes: frozenset[str], manifest: Manifest) -> dict[str, Any]:
    missing = CACHE.missing(hashes)
    fetched = _fetch_parts(workspace, missing, manifest) if missing else {}
    held = CACHE.parts()
    evicted = [key for key in hashes if key not in held and key not in fetched]
    if evicted:
        fetched |= _fetch_parts(workspace, evicted, manifest)
    return {key: fetched[key] if key in fetched else held[key] for key in hashes}


def _fetch_parts(workspace: Workspace, hashes: list[str], manifest: Manifest) -> dict[str, Any]:
    entities = {address for name, address in manifest.items() if name.startswith(ENTITY)}
    rows = fetch_all(workspace, "SELECT hash, body::text FROM compiled_part WHERE hash = ANY(%s)", [hashes])
    decoded = {address: orjson.loads(body) for address, body in rows}
    return {
        address: entity_from_json(body) if address in entities else body["content"]
        for address, body in decoded.items()
    }


def _assemble(number: int, manifest: Manifest, parts: Mapping[str, Any]) -> Schema:
    listed: list[Entity] = [parts[address] for name, address in manifest.items() if name.startswith(ENTITY)]
    return Schema(
        version=number,
        entities=MappingProxyType(
            {entity.key: entity for entity in sorted(listed, key=lambda item: item.key)}
        ),
        menus=tuple(parts[manifest["menus"]]),
        roles=parts[manifest["roles"]],
        settings=parts[manifest["settings"]],
    )


def _live_parts(loaded: Loaded) -> dict[str, Any]:
    schema, manifest = loaded.schema, loaded.manifest
    parts: dict[str, Any] = {manifest[ENTITY + identity]: entity for identity, entity in schema.by_id.items()}
    shared = {"menus": list(schema.menus), "roles": schema.roles, "settings": schema.settings}
    return parts | {manifest[name]: content for name, content in shared.items()}


def _json(value: Any) -> dict[str, str]:
    """A jsonb value, which Django's connection hands over as text."""
    parsed = orjson.loads(value) if isinstance(value, str) else value
    return dict(parsed)


def _text(value: object) -> str:
    return orjson.dumps(value).decode()
