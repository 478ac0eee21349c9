"""Sort keys of texts: Latin letters without case and accents, Chinese as pinyin without tones.

``张三`` sorts as ``zhang san``, beside ``Zhang San``. After the key stands the text itself, so that
homophones keep a fixed order. A text of ASCII alone needs no key: `lower` of it is one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.seg.mmseg import seg

MAX_KEY = 64
TIE = "\x1f"  # sorts before a space, so a whole name stands before its continuations
_ACCENTS = re.compile("[\u0300-\u036f]")
_CHINESE = re.compile("([\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)")


def sort_key(value: str | None) -> str | None:
    """The key of ``value``, at most `MAX_KEY` characters; None where SQL's ``lower`` gives the order."""
    if value is None or value.isascii():
        return None
    return _key(value[:MAX_KEY])


def sound(value: str | None) -> str | None:
    """The syllables of ``value`` in its key, ``zhang san``; None where it has no key."""
    key = sort_key(value)
    return None if key is None else key.partition(TIE)[0]


@lru_cache(maxsize=16_384)
def _key(head: str) -> str:
    parts = _CHINESE.split(_fold(head))  # other, Chinese, other, …
    words = (_spoken(part) if index % 2 else part for index, part in enumerate(parts))
    return f"{' '.join(' '.join(words).split())}{TIE}{head}"[:MAX_KEY]


def _spoken(chinese: str) -> str:
    """Word by word, since a character's sound depends on its word: 重庆 is ``chong qing``."""
    return " ".join(_syllables(word) for word in seg.cut(chinese))


@lru_cache(maxsize=32_768)
def _syllables(word: str) -> str:
    return " ".join(lazy_pinyin(word))


def _fold(value: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", value).casefold())
