"""JSON documents compared and changed attribute by attribute. Pure; documents are never changed in place.

A path is a tuple of keys. Objects are entered, everything else (lists too) is one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Path = tuple[str, ...]


class Missing:
    """The type of `MISSING`, the value of an attribute that is not there."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True)
class Difference:
    """One attribute that differs. A side that lacks it is `MISSING`."""

    path: Path
    before: Any
    after: Any

    @property
    def op(self) -> Literal["set", "remove"]:
        """What leads from before to after."""
        return "remove" if self.after is MISSING else "set"


def get_at(document: Any, path: Path) -> Any:
    """The value at ``path``, `MISSING` where there is none."""
    value = document
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return MISSING
        value = value[key]
    return value


def set_at(document: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy with ``value`` at ``path`` (objects on the way are made), or without it for `MISSING`."""
    changed = dict(document)
    key, *rest = path
    if rest:
        inner = changed.get(key)
        changed[key] = set_at(inner if isinstance(inner, Mapping) else {}, tuple(rest), value)
    elif value is MISSING:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[Difference]:
    """The attributes that lead from ``before`` to ``after``: the smallest ones, in the order of keys."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        if before is MISSING or after is MISSING or before != after:
            yield Difference(path, before, after)
        return
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, MISSING), after.get(key, MISSING)
        if old is not new:
            yield from differences(old, new, (*path, key))


def patched(document: Mapping[str, Any], changes: Iterable[Difference]) -> dict[str, Any]:
    """The document with the differences made."""
    result = dict(document)
    for change in changes:
        result = set_at(result, change.path, change.after) if change.path else dict(change.after)
    return result


def merged(document: Any, patch: Any) -> Any:
    """RFC 7396: objects merge by key, null removes, everything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(document) if isinstance(document, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def overlap(left: Path, right: Path) -> bool:
    """Whether one path is the other or leads to it."""
    shorter = min(len(left), len(right))
    return left[:shorter] == right[:shorter]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all attributes that hold something other than an object with content."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    else:
        yield path


def pointer(path: Iterable[str]) -> str:
    """RFC 6901 text of a path."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
