"""Hashes over the settled part of the trail, chained, so that altering or removing an entry shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from odos.audit.operations import add_partition
from odos.database.session import fetch_all, fetch_value, transaction
from odos.kernel.issues import Issue
from odos.kernel.sql import quote
from odos.kernel.texts import Text, text
from odos.kernel.workspaces import Workspace

ENTRIES_PER_SEAL = 10_000
MOST_ISSUES = 100

# Names are qualified by hand ({trail}): the application's own schema stands first in the search path; what
# somebody put there under the same name must not stand in for the trail.
_LINKS = """
    SELECT number, hash = {trail}.audit_seal_hash(seal),
           prev_hash = coalesce(lag(hash) OVER chain, sha256('odos audit trail')),
           number = coalesce(lag(number) OVER chain, 0) + 1
    FROM {trail}.audit_seal AS seal WINDOW chain AS (ORDER BY number) ORDER BY number
"""
_HEAD = "SELECT encode(hash, 'hex') FROM {trail}.audit_seal ORDER BY number DESC LIMIT 1"
_SEAL_NEXT = "SELECT {trail}.audit_seal_next(%s)"

# The entries of a seal beside what the trail holds of the same transactions now.
_CONTENTS = """
    WITH seal AS (SELECT * FROM {trail}.audit_seal WHERE number = %s),
    sealed AS (SELECT id, digest FROM seal, unnest(entry_ids, digests) AS listed(id, digest)),
    removed AS (
        SELECT kind, range_agg(entry_ids) AS ids FROM {trail}.audit_removal GROUP BY kind
    ),
    present AS (
        SELECT entry.id, entry.salt IS NULL AS erased, {trail}.audit_digest(entry) AS digest
        FROM {trail}.audit_entry AS entry, seal
        WHERE entry.xid >= seal.from_xid AND entry.xid < seal.to_xid AND entry.id > seal.base_id
          AND entry.id <= coalesce(
              (SELECT min(base_id) FROM {trail}.audit_seal WHERE epoch > seal.epoch), entry.id
          )
    )
    SELECT id, CASE
        WHEN present.id IS NULL AND sealed.id <@ (SELECT ids FROM removed WHERE kind = 'pruned') THEN 'pruned'
        WHEN present.id IS NULL THEN 'missing'
        WHEN sealed.id IS NULL THEN 'added'
        WHEN erased AND sealed.id <@ (SELECT ids FROM removed WHERE kind = 'erased') THEN 'erased'
        WHEN erased THEN 'blanked'
        WHEN present.digest <> sealed.digest THEN 'altered'
        ELSE 'intact'
    END
    FROM sealed FULL JOIN present USING (id) ORDER BY id
"""


# A removal must be told of by an entry, which a seal covers like any other.
_REMOVALS = """
    SELECT number, hash = {trail}.audit_removal_hash(removal) AND EXISTS (
        SELECT 1 FROM {trail}.audit_entry
        WHERE action = removal.kind AND changes -> 'removal' ->> 1 = encode(removal.hash, 'hex')
    )
    FROM {trail}.audit_removal AS removal ORDER BY number
"""


@dataclass(frozen=True)
class Verification:
    """The result of a check. ``head``, kept elsewhere, also proves that no seal was cut off the end.

    ``entries`` are there, ``erased`` ones without their values; ``pruned`` ones are gone by the rules.
    """

    seals: int
    entries: int
    erased: int
    pruned: int
    head: str | None
    issues: tuple[Issue, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was altered, added or removed."""
        return not self.issues


def add_partitions(*, workspace: Workspace, today: date) -> None:
    """The partitions of this month and the next, before anything is written there."""
    this_month = today.replace(day=1)
    for month in (this_month, (this_month + timedelta(days=31)).replace(day=1)):
        add_partition(workspace=workspace, month=month.isoformat())


def seal_settled(*, workspace: Workspace) -> int:
    """Seal every entry older than the oldest running transaction; gives their number."""
    total = 0
    while sealed := _seal_next(workspace):
        total += sealed
    return total


def verify_chain(*, workspace: Workspace) -> Verification:
    """Recompute every hash and compare every entry; reads the whole trail, seal by seal."""
    links = fetch_all(workspace, _named(_LINKS, workspace))
    issues = [issue for row in links for issue in _link_issues(*row)]
    issues += [
        _removal_issue(number)
        for number, fits in fetch_all(workspace, _named(_REMOVALS, workspace))
        if not fits
    ]
    contents = _named(_CONTENTS, workspace)
    counts = dict.fromkeys(_STATES, 0)
    for number, *_ in links:
        for entry_id, state in fetch_all(workspace, contents, [number]):
            counts[state] += 1
            if state in _FINDINGS and len(issues) < MOST_ISSUES:
                issues.append(Issue(f"audit_{state}", _finding(state, entry_id), (number, entry_id)))
    head = fetch_value(workspace, _named(_HEAD, workspace))
    pruned = counts.pop("pruned")
    return Verification(len(links), sum(counts.values()), counts["erased"], pruned, head, tuple(issues))


def _seal_next(workspace: Workspace) -> int:
    with transaction(workspace, timeout_ms=0):
        return int(fetch_value(workspace, _named(_SEAL_NEXT, workspace), [ENTRIES_PER_SEAL]))


def _named(sql: str, workspace: Workspace) -> str:
    return sql.replace("{trail}", quote(workspace.audit_namespace))


_FINDINGS = {
    "missing": ("Entry {id} was removed", "条目 {id} 已被删除"),
    "added": ("Entry {id} was added afterwards", "条目 {id} 是事后添加的"),
    "altered": ("Entry {id} was altered", "条目 {id} 已被篡改"),
    "blanked": ("Entry {id} was emptied without a note", "条目 {id} 在没有记录的情况下被清空"),
}
_STATES = ("intact", "erased", "pruned", *_FINDINGS)


def _finding(state: str, entry_id: int) -> Text:
    english, chinese = _FINDINGS[state]
    return text(english, chinese, id=entry_id)


def _link_issues(number: int, hash_fits: Any, link_fits: Any, number_fits: Any) -> Iterator[Issue]:
    if not hash_fits:
        message = text("Seal {number} was altered", "封条 {number} 已被篡改", number=number)
        yield Issue("audit_seal_altered", message, (number,))
    if not link_fits or not number_fits:
        message = text(
            "The chain is broken before seal {number}", "封条 {number} 之前的链已断裂", number=number
        )
        yield Issue("audit_chain_broken", message, (number,))


def _removal_issue(number: int) -> Issue:
    message = text(
        "Removal {number} is told of by no entry, or was altered",
        "清除记录 {number} 没有对应的条目或已被篡改",
        number=number,
    )
    return Issue("audit_removal_unknown", message, (number,))
