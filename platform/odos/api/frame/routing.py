"""Addresses by their first segment: Django tries patterns one by one, and there are many."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern


class BySegment(URLResolver):
    """Looks up by a path's first segment which routes to try, in their order.

    The segment is looked at, not consumed, so that routes keep their whole text.
    """

    def __init__(self, routes: Sequence[URLPattern]) -> None:
        members: dict[str, list[URLPattern]] = {}
        for route in routes:
            members.setdefault(_first_segment(str(route.pattern)), []).append(route)
        self._groups = {segment: URLResolver(RegexPattern(""), group) for segment, group in members.items()}
        super().__init__(RegexPattern(""), list(self._groups.values()))

    def resolve(self, path: str) -> ResolverMatch:
        """The route of a path; raises `Resolver404`."""
        group = self._groups.get(_first_segment(path))
        if group is None:
            raise Resolver404({"tried": [], "path": path})
        return group.resolve(path)


def _first_segment(path: str) -> str:
    return path.partition("/")[0]
