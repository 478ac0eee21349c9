"""Sort keys of texts: Latin letters without case and accents, Chinese as pinyin without tones.

``张三`` sorts as ``zhang san``, beside ``Zhang San``. After the key stands the text itself, so that
homophones keep a fixed order. A text of ASCII alone needs no key: `lower` of it is one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

MAX_KEY = 64
_TIE = "\x1f"  # sorts before a space, so a whole name stands before its continuations
_ACCENTS = re.compile("[\u0300-\u036f]")


def sort_key(value: str | None) -> str | None:
    """The key of ``value``, at most `MAX_KEY` characters; None where SQL's ``lower`` gives the order."""
    if value is None or value.isascii():
        return None
    return _key(value[:MAX_KEY])


@lru_cache(maxsize=16_384)
def _key(head: str) -> str:
    parts = lazy_pinyin(_fold(head), errors="default")
    spoken = " ".join(" ".join(parts).split())
    return f"{spoken}{_TIE}{head}"[:MAX_KEY]


def _fold(value: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", value).casefold())
