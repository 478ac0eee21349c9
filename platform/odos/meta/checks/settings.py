"""Checks of the settings of the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.fields.time_zones import check_time_zone
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.meta.design.environment import Environment


def check_settings(_environment: Environment, document: Mapping[str, Any]) -> Iterator[Issue]:
    """A time zone that nobody knows, by which everything in the background would have to count."""
    name = document.get("time_zone")
    if name is None:
        return
    try:
        check_time_zone(str(name))
    except Invalid as refusal:
        yield from (issue.under("time_zone") for issue in refusal.issues)
