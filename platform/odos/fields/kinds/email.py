"""E-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from odos.fields.kinds.text import TextKind
from odos.fields.refusals import wrong_type
from odos.kernel.texts import text

_LOCAL = r"[^\s@\"(),:;<>\[\]\\.]+(?:\.[^\s@\"(),:;<>\[\]\\.]+)*"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"({_LOCAL})@({_LABEL}(?:\.{_LABEL})+)")
_HINT = text("Write an address like name@example.com", "请填写邮箱地址，例如 name@example.com")


class EmailKind(TextKind):
    """An address with its domain in lower case; international names are kept as they are."""

    key = "email"
    default_length = 254
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {}}

    def normalise(self, value: str) -> str:
        stripped = value.strip()
        found = _ADDRESS.fullmatch(stripped)
        if stripped and (found is None or len(found[1]) > 64):
            raise wrong_type(value, ("an e-mail address", "邮箱地址"), _HINT)
        return f"{found[1]}@{found[2].lower()}" if found else ""
