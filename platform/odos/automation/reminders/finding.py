"""Rules that run, by identity: published ones and those of people alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from odos.automation.reminders.personal_rules import find_running
from odos.automation.reminders.rules import Rule, published_rules
from odos.records.context import Context


def find_rules(context: Context, ids: Collection[str]) -> Mapping[str, Rule]:
    """Those of the rules that run, in the open transaction."""
    if not ids:
        return {}
    found = {rule.id: rule for rule in published_rules(context.schema) if rule.id in ids}
    others = [key for key in set(ids) if key not in found]
    if not others:
        return found
    return {**found, **find_running(context.workspace, context.schema, others, context.now)}
