"""Addresses by their first segment: Django tries patterns one by one, and there are many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, re_path


def by_first_segment(routes: Sequence[URLPattern]) -> list[URLResolver]:
    """A resolver for each first segment, in the order of the routes; only its own routes are tried.

    The segment is looked at, not consumed, so that routes keep their whole text.
    """
    groups: dict[str, list[URLPattern]] = {}
    for route in routes:
        groups.setdefault(str(route.pattern).partition("/")[0], []).append(route)
    return [_group(segment, members) for segment, members in groups.items()]


def _group(segment: str, members: list[URLPattern]) -> URLResolver:
    resolver: URLResolver = re_path(f"^(?={re.escape(segment)}(?:/|$))", include(members))
    return resolver
