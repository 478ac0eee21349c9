"""Web addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from odos.fields.kinds.text import TextKind
from odos.fields.refusals import wrong_type
from odos.kernel.texts import text

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]{{2,45}}\])"
_WEB = re.compile(rf"(https?)://({_HOST})(:[0-9]{{1,5}})?([/?#][^\s\\<>\"\x00-\x1f\x7f]*)?", re.IGNORECASE)
_BARE = re.compile(rf"(?:{_LABEL}\.)+[^\W\d_][\w-]+(?::[0-9]{{1,5}})?(?:[/?#].*)?")
_HINT = text(
    "Write an address that begins with https:// or http://, e.g. https://example.com",
    "请填写以 https:// 或 http:// 开头的网址，例如 https://example.com",
)


class UrlKind(TextKind):
    """An http or https address, scheme and host in lower case; a bare ``example.com`` gets ``https://``."""

    key = "url"
    default_length = 2000
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {}}

    def normalise(self, value: str) -> str:
        stripped = value.strip()
        found = _WEB.fullmatch(f"https://{stripped}" if _BARE.fullmatch(stripped) else stripped)
        if stripped and found is None:
            raise wrong_type(value, ("a web address", "网址"), _HINT)
        return f"{found[1].lower()}://{found[2].lower()}{found[3] or ''}{found[4] or ''}" if found else ""
