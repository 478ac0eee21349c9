"""Line items of a proposed change beside those that stand there: which are new, gone, different in what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

Line = Mapping[str, Any]
_UNSAID = frozenset({"id", "_delete", "_key"})


def compare_lines(before: Sequence[Line] | None, after: Sequence[Line] | None) -> list[dict[str, Any]]:
    """``{number, what, fields: [{field, before, after}]}`` for each line that a proposal makes, changes or
    takes away, ``number`` counting from 1 among those that stand there, new ones after them. Lines that it
    does not list stay as they are."""
    former = list(before or ())
    numbers = {str(line.get("id")): number for number, line in enumerate(former, 1)}
    found: list[dict[str, Any]] = []
    following = len(former)
    for line in after or ():
        number = numbers.get(str(line.get("id"))) if line.get("id") is not None else None
        if number is None:
            following += 1
            found.append({"number": following, "what": "created", "fields": list(_fields({}, line))})
            continue
        old = former[number - 1]
        if line.get("_delete"):
            found.append({"number": number, "what": "deleted", "fields": []})
        elif fields := list(_fields(old, line)):
            found.append({"number": number, "what": "updated", "fields": fields})
    return found


def _fields(old: Line, new: Line) -> Iterator[dict[str, Any]]:
    for key, value in new.items():
        if key not in _UNSAID and not is_same(old.get(key), value):
            yield {"field": key, "before": old.get(key), "after": value}


def is_same(before: Any, after: Any) -> bool:
    """Whether a proposed value says what stands there, though it may be written in another form: ``"1"`` for
    ``"1.000"``, an id for a reference with its label, an amount for one with its currency."""
    before, after = _plain(before), _plain(after)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(is_same, before, after))
    if before is None or after is None:
        return before is after
    return str(before) == str(after) or _number(before) == _number(after) is not None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value["amount"] if "amount" in value else value.get("id", value)
    return None if value in ("", []) else value


def _number(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
