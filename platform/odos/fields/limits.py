"""Checks of texts that every textual kind shares."""

from __future__ import annotations

import re

from odos.fields.refusals import refuse, wrong_type
from odos.kernel.texts import text

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NOUN = ("a text", "文本")
_QUOTE = text("Send a text in quotes", "请提供带引号的文本")


def check_text(value: object, limit: int) -> str:
    """``value`` if it is a text that can be stored within ``limit`` code points; raises `Invalid`."""
    if type(value) is str and len(value) <= limit and value.isascii() and "\x00" not in value:
        return value  # nearly all values: nothing more to look for
    if not isinstance(value, str):
        raise wrong_type(value, _NOUN, _QUOTE)
    check_length(value, limit)
    check_characters(value)
    return value


def check_length(value: str, limit: int) -> None:
    """Refuse more than ``limit`` code points."""
    excess = len(value) - limit
    if excess > 0:
        message = text(
            "The text has {excess} characters too many (at most {limit})",
            "文本超出 {excess} 个字符（最多 {limit} 个）",
            excess=excess,
            limit=limit,
        )
        hint = text("Shorten the text", "请缩短文本")
        raise refuse("too_long", message, hint)


def check_characters(value: str) -> None:
    """Refuse NUL and lone surrogates, which PostgreSQL and UTF-8 cannot hold."""
    found = _UNSTORABLE.search(value)
    if found:
        message = text(
            "The character U+{code} at position {position} cannot be stored",
            "无法存储第 {position} 个字符 U+{code}",
            code=f"{ord(found.group()):04X}",
            position=found.start() + 1,
        )
        raise refuse("invalid_character", message, text("Remove this character", "请删除该字符"))
