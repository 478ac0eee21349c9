"""What a publication leaves in the audit trail: one entry, and one for each role that it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from odos.audit.entries import APPLICATION, Changes, Entry

MOST_NAMED = 200  # components; the version itself lists every change
Change = Mapping[str, Any]


def published_entries(before: int, version: int, message: str, changes: Sequence[Change]) -> list[Entry]:
    """What the trail says of the change from version ``before`` to ``version``."""
    named = list(islice(dict.fromkeys(f"{change['kind']}/{change['key']}" for change in changes), MOST_NAMED))
    facts: Changes = {"version": [before, version], "message": [None, message], "components": [None, named]}
    return [Entry(APPLICATION, None, "published", version, facts), *_role_entries(version, changes)]


def _role_entries(version: int, changes: Iterable[Change]) -> Iterator[Entry]:
    """Permissions, attribute by attribute: a role that was made or deleted as a whole has no attributes."""
    of_roles = sorted(
        (change for change in changes if change["kind"] == "role"), key=lambda one: str(one["key"])
    )
    for key, group in groupby(of_roles, key=lambda one: str(one["key"])):
        facts: dict[str, list[Any]] = {"role": [None, key]}
        for change in group:
            facts[change.get("path") or change["op"]] = [change.get("from"), change.get("to")]
        yield Entry(APPLICATION, None, "permissions_changed", version, facts)
