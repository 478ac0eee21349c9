"""The rules inside approvals: conditions of nodes and branches, ends of chains, values of effects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from odos.dsl.types import BOOLEAN, Type
from odos.kernel.issues import Issue
from odos.meta.checks.workflows import nodes_of

# (rule, the type it must have) → findings
Check = Callable[[str, Type | None], Iterator[Issue]]


def workflow_rule_issues(document: Mapping[str, Any], check: Check) -> Iterator[Issue]:
    """Findings of all rules, under their places."""
    for place, rule, expected in workflow_rules(document):
        yield from (issue.under(*place) for issue in check(rule, expected))


def workflow_rules(document: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, Type | None]]:
    """Every rule with its place and the type that it must have."""
    if document.get("when"):
        yield ("when",), document["when"], BOOLEAN
    for event, values in (document.get("effects") or {}).items():
        for key, rule in values.items():
            yield ("effects", event, key), rule, None
    for place, node in nodes_of(document):
        if node.get("when"):
            yield (*place, "when"), node["when"], BOOLEAN
        for key, approver in (node.get("approvers") or {}).items():
            if approver.get("until"):
                yield (*place, "approvers", key, "until"), approver["until"], BOOLEAN
        for key, branch in (node.get("branches") or {}).items():
            if branch.get("when"):
                yield (*place, "branches", key, "when"), branch["when"], BOOLEAN
