"""The own words of a mail: without the mail that it answers, signatures, and what telephones add.

Line by line and by patterns that take linear time, since the text comes from anybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import nh3

from odos.kernel.texts import text

# Stands above what we send, and therefore below every answer, whatever the mail program quotes like.
ABOVE = text("Reply above this line", "请在此行上方回复")

LONGEST_LINE = 1_000
LONGEST_RULE = 160
MOST_LINES = 2_000
MOST_HTML = 128 * 1024  # of a tree that is as deep as it is long, seconds of work
_HEADER_LINES = 4  # of a quoted head that stand close to each other
_WRAPPED = 3  # lines over which "On …, … wrote:" may run

_RULES = re.compile(
    r"[\s|*]*([-–—_=]{2,}.{0,40}(original message|forwarded message|原始邮件|原邮件|邮件原文|转发).{0,40}"
    r"|[-_]{10,}\s*|--\s?)$",
    re.IGNORECASE,
)
_WROTE = ("wrote", "写道", "寫道")
_WROTE_BEGINS = re.compile(r"(on\s|在\s?\d|于\s?\d|\d{4}[-/年])", re.IGNORECASE)
_HEAD = re.compile(r"[\s*|]*(from|发件人|發件人|寄件者)[*|\s]*[:：]", re.IGNORECASE)
_HEAD_GOES_ON = re.compile(
    r"[\s*|]*(sent|date|to|subject|cc|发送时间|發送時間|日期|时间|收件人|主题|主題)[*|\s]*[:：]",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(sent from (my|outlook|mail)\b|get outlook for|发自我的|发送自|從我的|从我的.{0,30}发(送|出))",
    re.IGNORECASE,
)

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
     "hr", "li", "ol", "p", "pre", "table", "tr", "ul"}
)  # fmt: skip
_SILENT = {"head", "script", "style", "template", "title"}
_TAGS = {*_BLOCKS, "a", "span"}
_KEPT = {"*": {"class", "id", "style"}}
_VOID = frozenset({"br", "hr"})
_QUOTES = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "divrplyfwdmsg", "appendonsend")
_QUOTED = "> "


def own_words(words: str) -> str:
    """What the sender wrote above what they quote, or below it where they wrote nothing above."""
    lines = [line[:LONGEST_LINE].strip() for line in words.split("\n")[:MOST_LINES]]
    above = _joined(lines[: _end(lines)])
    return above or _below(lines)


def from_html(markup: str) -> str:
    """The text of a page, with ``>`` before what it quotes.

    It is made well-formed first: of what is not, the parser of the standard library takes quadratic time.
    """
    reader = _Reader()
    reader.feed(
        nh3.clean(markup[:MOST_HTML], tags=_TAGS, attributes=_KEPT, clean_content_tags=_SILENT, link_rel=None)
    )
    reader.close()
    return "".join(reader.found)


def _end(lines: Sequence[str]) -> int:
    """Where the sender's own words end."""
    for place, line in enumerate(lines):
        if _ends(lines, place, line):
            return place
    return len(lines)


def _ends(lines: Sequence[str], place: int, line: str) -> bool:
    return (
        line.startswith(">")
        or any(each in line for each in (ABOVE.en, ABOVE.zh_hans))
        or (len(line) <= LONGEST_RULE and _RULES.match(line) is not None)
        or _TELEPHONE.match(line) is not None
        or _wrote(lines, place)
        or (_HEAD.match(line) is not None and _head_goes_on(lines, place))
    )


def _wrote(lines: Sequence[str], place: int) -> bool:
    """``On …, … <…> wrote:``, which programs break into several lines."""
    if _introduces(lines[place]):
        return True
    begins = _WROTE_BEGINS.match(lines[place]) is not None
    return begins and any(_introduces(line) for line in lines[place + 1 : place + _WRAPPED])


def _introduces(line: str) -> bool:
    """Whether a line says who wrote what follows: with a word for it or an address, in whatever language."""
    return line.endswith((":", "：")) and (line[:-1].rstrip().lower().endswith(_WROTE) or "@" in line)


def _head_goes_on(lines: Sequence[str], place: int) -> bool:
    return any(_HEAD_GOES_ON.match(line) for line in lines[place + 1 : place + 1 + _HEADER_LINES])


def _below(lines: Sequence[str]) -> str:
    """Where nothing stands above a quotation that is marked as such line by line: what follows it."""
    quoted = [place for place, line in enumerate(lines) if line.startswith(">")]
    if not quoted:
        return ""
    rest = lines[quoted[-1] + 1 :]
    return _joined(rest[: _end(rest)])


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()


class _Reader(HTMLParser):
    """Keeps the words that a reader of the page sees. A stack that never shrinks costs nothing but memory."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag, silent, quoted

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line for blocks; what is hidden or quoted is so with all that it holds."""
        if tag in _BLOCKS:
            self._break()
        if tag not in _VOID:
            silent, quoted = self._open[-1][1:] if self._open else (False, False)
            told = {name: (value or "").lower() for name, value in attrs}
            self._open.append((tag, silent or _is_silent(told), quoted or _is_quote(tag, told)))

    def handle_endtag(self, tag: str) -> None:
        """Closes what was left open within."""
        if tag in _BLOCKS:
            self._break()
        for place in range(len(self._open) - 1, max(-1, len(self._open) - 100), -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Words, with white space as a browser shows it."""
        silent, quoted = self._open[-1][1:] if self._open else (False, False)
        words = re.sub(r"\s+", " ", data)
        if silent or not words:
            return
        if quoted and words.strip() and (not self.found or self.found[-1].endswith("\n")):
            self.found.append(_QUOTED)
        self.found.append(words)

    def _break(self) -> None:
        if self.found and not self.found[-1].endswith("\n"):
            self.found.append("\n")


def _is_silent(told: dict[str, str]) -> bool:
    return "display:none" in told.get("style", "").replace(" ", "")


def _is_quote(tag: str, told: dict[str, str]) -> bool:
    names = f"{told.get('class', '')} {told.get('id', '')}"
    return tag == "blockquote" or any(each in names for each in _QUOTES)
