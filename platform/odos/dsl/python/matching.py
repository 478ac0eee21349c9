"""What text matches are made of, over one record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odos.dsl import patterns
from odos.dsl.context import Context
from odos.dsl.failures import Failure
from odos.dsl.python.collections import Closure, Values


def pattern_match(item: Closure, pattern: Closure) -> Closure:
    """Whether a pattern matches the whole text; fails where it is none."""

    def closure(values: Values, context: Context) -> bool:
        text, written = item(values, context), pattern(values, context)
        found = patterns.matches(text or "", written or "")
        if found is None:
            raise Failure
        return found

    return closure


def both(left: Closure, right: Closure, test: Callable[[Any, Any], bool]) -> Closure:
    """A test of two values, false where one is blank."""

    def closure(values: Values, context: Context) -> bool:
        first, second = left(values, context), right(values, context)
        return first is not None and second is not None and test(first, second)

    return closure


MATCHES: dict[str, Callable[[str, str], bool]] = {
    "contains": str.__contains__,
    "starts with": str.startswith,
    "ends with": str.endswith,
}
