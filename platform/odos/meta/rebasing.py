"""A change set made on an older version, carried over to the present one. Pure.

What the author changed is the difference between the base and what they made of it; what others changed
is the difference between the base and the present. Attributes that both changed to different values are a
conflict: the second publisher is told which, and what the others' values are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict
from odos.kernel.texts import text
from odos.meta.changes import with_document
from odos.meta.design.differences import LONGEST_SHOWN
from odos.meta.design.layered import Design, Name, Stack
from odos.meta.design.pointers import MISSING, Difference, differences, overlap, patched
from odos.meta.design.store import changed_names


def rebase(base: Design, mine: Design, present: Design) -> Design:
    """``present`` with the author's changes; raises `Conflict` naming every attribute in conflict."""
    issues: list[Issue] = []
    changed: dict[Name, Stack | None] = {}
    for name in changed_names(base, mine):
        ours, theirs = _sides(base, mine, name), _sides(base, present, name)
        clashes = list(_clashes(ours, theirs))
        issues += [
            _issue(mine.stacks.get(name) or base.stacks[name], mine_, their) for mine_, their in clashes
        ]
        if not clashes:
            changed[name] = _carried(name, mine, present, ours)
    if issues:
        detail = text(
            "Somebody changed the same attributes in the meantime; nothing was saved",
            "他人已修改了相同的内容，本次更改未保存",
        )
        raise Conflict(detail, issues, extra={"version": present.version})
    return present.replaced(changed)


def _sides(base: Design, other: Design, name: Name) -> list[Difference]:
    return list(differences(_document(base, name), _document(other, name)))


def _document(design: Design, name: Name) -> Any:
    stack = design.stacks.get(name)
    return MISSING if stack is None or stack.document is None else stack.document


def _clashes(ours: list[Difference], theirs: list[Difference]) -> Iterator[tuple[Difference, Difference]]:
    for mine in ours:
        for their in theirs:
            if overlap(mine.path, their.path) and not _agree(mine, their):
                yield mine, their


def _agree(mine: Difference, their: Difference) -> bool:
    """The same attribute with the same outcome. Two new objects agree where they do not contradict."""
    if mine.path != their.path:
        return False
    if isinstance(mine.after, Mapping) and isinstance(their.after, Mapping) and mine.before is MISSING:
        return all(item.before is MISSING for item in differences(their.after, mine.after))
    return bool(mine.after == their.after)


def _carried(name: Name, mine: Design, present: Design, ours: list[Difference]) -> Stack | None:
    """The present stack with the author's differences; as the author left it where nobody else was there."""
    stack, wanted = present.stacks.get(name), mine.stacks.get(name)
    if stack is None or wanted is None or wanted.document is None or stack.document is None:
        return wanted
    return with_document(stack, patched(stack.document, ours))


def _issue(stack: Stack, mine: Difference, their: Difference) -> Issue:
    path = (stack.kind, stack.present_key, *(mine.path if len(mine.path) > len(their.path) else their.path))
    message = text(
        'Somebody else has changed this to "{theirs}"',
        "他人已将此处改为“{theirs}”",
        theirs=_shown(their.after),
    )
    hint = text(
        'Yours was "{mine}"; decide which one is to be',
        "您的值为“{mine}”，请选择保留哪一个",
        mine=_shown(mine.after),
    )
    return Issue("changed_by_others", message, path, hint)


def _shown(value: Any) -> str:
    return "—" if value is MISSING else str(value)[:LONGEST_SHOWN]
