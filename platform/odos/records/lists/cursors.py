"""Cursors: the sort keys and id of the last row of a page, opaque to clients."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

import orjson

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text


@dataclass(frozen=True)
class Cursor:
    """``keys`` are texts as PostgreSQL prints them, None for a blank; ``order`` names their sort."""

    order: str
    keys: tuple[str | None, ...]
    id: int

    def encode(self) -> str:
        """The opaque form."""
        return base64.urlsafe_b64encode(orjson.dumps([self.order, self.keys, self.id])).decode().rstrip("=")


def decode_cursor(encoded: str, *, order: str, keys: int) -> Cursor:
    """The inverse of `Cursor.encode`; raises `Invalid` for a cursor of another order or a damaged one."""
    try:
        padded = encoded + "=" * (-len(encoded) % 4)
        name, values, record_id = orjson.loads(base64.urlsafe_b64decode(padded))
        cursor = Cursor(str(name), tuple(None if key is None else str(key) for key in values), int(record_id))
    except (binascii.Error, ValueError, TypeError):
        raise _refusal() from None
    if cursor.order != order or len(cursor.keys) != keys or "\x00" in "".join(filter(None, cursor.keys)):
        raise _refusal()
    return cursor


def _refusal() -> Invalid:
    message = text("This cursor does not belong to this list", "该游标不属于此列表")
    hint = text("Start again without a cursor", "请去掉 cursor 重新查询")
    return Invalid(None, [Issue("bad_cursor", message, ("cursor",), hint)])
