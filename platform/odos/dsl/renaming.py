"""A rule's text with present names in place of former ones; everything else stays as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odos.dsl import tree
from odos.dsl.printer import quote_text
from odos.dsl.statements.scopes import OLD
from odos.dsl.statements.tree import EntityName, Named

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_CALLED = re.compile(r"priorvalue\s*\(\s*", re.IGNORECASE)
_NAMED = re.compile(r"""[^\W\d]\w*\s*("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""")
Change = tuple[int, int, str]


def with_present_names(source: str, checked: tree.Node) -> str:
    """``source``, of which ``checked`` is the tree, with the names that things have today."""
    starts = [0, *(found.end() for found in re.finditer("\n", source))]
    changed: dict[int, Change] = {}
    for node in tree.walk(checked):
        if node.at.line <= len(starts):
            offset = starts[node.at.line - 1] + node.at.column - 1
            changed |= {change[0]: change for change in _changes(node, source, offset)}
    for start, end, name in sorted(changed.values(), reverse=True):
        source = source[:start] + name + source[end:]
    return source


def _changes(node: tree.Node, source: str, offset: int) -> Iterator[Change]:
    if isinstance(node, tree.FieldPath):
        yield from _path_changes(node, source, offset)
    elif isinstance(node, EntityName):
        found = _DOTTED.match(source, offset)
        if found and node.id:
            yield from _change(found.start(), found[0], node.name)
    elif isinstance(node, Named):
        found = _NAMED.match(source, offset)
        if found:
            yield from _change(found.start(1), found[1], quote_text(node.name))


def _path_changes(node: tree.FieldPath, source: str, offset: int) -> Iterator[Change]:
    """Name by name, from the last: a macro may have put names before those that are written."""
    found = _DOTTED.match(source, offset)
    if node.ids[0] == OLD and not (found and found[0].lower().startswith("old.")):
        called = _CALLED.match(source, offset)  # PRIORVALUE(stage), or within changed(stage)
        offset = called.end() if called else offset + len("old.")
        found = _DOTTED.match(source, offset)
    written = found[0].split(".") if found else []
    place = offset + len(".".join(written))
    for name, step in zip(reversed(written), reversed(node.steps), strict=False):
        place -= len(name)
        if step.inverse or name.lower() in step.field.aliases:
            yield from _change(place, name, step.key)
        place -= 1


def _change(start: int, written: str, present: str) -> Iterator[Change]:
    if written.lower() != present.lower():
        yield start, start + len(written), present
