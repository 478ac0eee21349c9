"""What the JSON Schema of a kind cannot say about its options: whether they agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from odos.fields.numbering import numbering_issues
from odos.kernel.issues import Issue
from odos.kernel.texts import text

Options = Mapping[str, Any]
Check = Callable[[Options], tuple[Issue, ...]]


def check_options(kind: str, options: Options) -> tuple[Issue, ...]:
    """Findings about a field document that fits its schema; paths start at the document."""
    return tuple(issue for check in _CHECKS.get(kind, ()) for issue in check(options))


def _bounds(options: Options) -> tuple[Issue, ...]:
    low, high = options.get("min"), options.get("max")
    if low is None or high is None or Decimal(str(low)) <= Decimal(str(high)):
        return ()
    message = text("The smallest value is larger than the largest", "最小值大于最大值")
    hint = text("Set max to at least {n}", "请将 max 设为不小于 {n}", n=low)
    return (Issue("bounds_crossed", message, ("max",), hint),)


def _digits(options: Options) -> tuple[Issue, ...]:
    digits, scale = options.get("digits", 18), options.get("scale", 2)
    if scale <= digits:
        return ()
    message = text("There are more decimals than digits", "小数位数多于总位数")
    hint = text("Set digits to at least {n}", "请将 digits 设为不小于 {n}", n=scale)
    return (Issue("scale_too_large", message, ("scale",), hint),)


def _numbering(options: Options) -> tuple[Issue, ...]:
    return numbering_issues(options["pattern"], options.get("reset", "never"), options.get("reserved", ()))


_CHECKS: Mapping[str, tuple[Check, ...]] = {
    "integer": (_bounds,),
    "decimal": (_bounds, _digits),
    "percent": (_bounds,),
    "money": (_bounds,),
    "auto_number": (_numbering,),
}
