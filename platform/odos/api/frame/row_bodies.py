"""Bodies of very many rows, decoded in parts.

Decoding ten thousand rows at once would keep every other request of the process waiting. So a body is only
looked through for where its rows begin and end, which takes a tenth of the time; the rows of a part are
decoded when its turn comes, and let go with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, overload

import msgspec
from django.http import HttpRequest

from odos.api.frame.bodies import loads, not_json, take

_Members = dict[str, msgspec.Raw]
_Elements = list[msgspec.Raw]


class Rows(Sequence[Any]):
    """The elements of a JSON array. Taking some raises `Malformed` where they are none."""

    def __init__(self, elements: Sequence[msgspec.Raw]) -> None:
        self._elements = elements

    def __len__(self) -> int:
        return len(self._elements)

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [loads(memoryview(element)) for element in self._elements[place]]
        return loads(memoryview(self._elements[place]))


def read_rows(request: HttpRequest, names: Collection[str]) -> dict[str, Any]:
    """The JSON object of the body, empty for an empty one, with `Rows` under ``names`` where arrays stand.

    Raises `Malformed`, and `Invalid` where something else stands there.
    """
    try:
        members = msgspec.json.decode(request.body or b"{}", type=_Members)
        return {
            name: _rows(name, raw) if name in names else loads(memoryview(raw))
            for name, raw in members.items()
        }
    except (msgspec.DecodeError, RecursionError) as error:
        raise not_json(error) from error


def _rows(name: str, raw: msgspec.Raw) -> Sequence[Any]:
    try:
        return Rows(msgspec.json.decode(raw, type=_Elements))
    except msgspec.ValidationError:
        rows: Sequence[Any] = take({name: loads(memoryview(raw))}, name, list, [])
        return rows
