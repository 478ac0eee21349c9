"""File names from outside, made harmless: no path, no control or direction characters, not too long."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 200
UNNAMED = "file"

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_name(name: str) -> str:
    """``name`` as it may be shown, kept and offered for download; the ending survives shortening."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in _HIDDEN_CATEGORIES)
    plain = _FORBIDDEN.sub("_", visible).strip(" .")
    if not plain:
        return UNNAMED
    return _shortened(f"_{plain}" if _DEVICES.match(plain) else plain)


def extension(name: str) -> str:
    """The ending in lower case with its dot, empty without one."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem and len(ending) <= 12 else ""


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition header; RFC 6266 with a plain name for old clients."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace("\\", "_").replace('"', "_")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _shortened(name: str) -> str:
    """At most `LONGEST` bytes in UTF-8, cut before the ending and never within a letter."""
    ending = extension(name)
    room = LONGEST - len(ending.encode())
    stem = name[: len(name) - len(ending)].encode()
    return stem[:room].decode(errors="ignore").rstrip(" .") + name[len(name) - len(ending) :]
