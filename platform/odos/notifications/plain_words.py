"""Markdown as people write plain text: without marks, tables as lines of label and value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markdown_it.token import Token

_BETWEEN = " | "
_RULE = "—" * 10


def plain_words(tokens: Sequence[Token], colon: str) -> str:
    """The words of parsed Markdown; ``colon`` stands between the two cells of a row."""
    page = _Page(colon)
    for token in tokens:
        write = _WRITERS.get(token.type)
        if write is not None:
            write(page, token)
    return "\n".join(page.lines).strip()


class _Page:
    """What was written so far, and what is open."""

    def __init__(self, colon: str) -> None:
        self.lines: list[str] = []
        self._colon = colon
        self._numbers: list[int | None] = []  # of each open list the number of its next item, None for points
        self._mark = ""
        self._cells: list[str] | None = None

    def open_list(self, token: Token) -> None:
        """Items are numbered from where the list starts."""
        is_ordered = token.type.startswith("ordered")
        self._numbers.append(int(token.attrGet("start") or 1) if is_ordered else None)

    def close_list(self, _token: Token) -> None:
        """A list within another goes on in the other."""
        self._numbers.pop()
        if not self._numbers:
            self.lines.append("")

    def open_item(self, _token: Token) -> None:
        """The mark stands before the item's first words."""
        indent, number = "  " * (len(self._numbers) - 1), self._numbers[-1]
        self._mark = f"{indent}- " if number is None else f"{indent}{number}. "
        self._numbers[-1] = None if number is None else number + 1

    def open_row(self, _token: Token) -> None:
        """Cells are collected until the row ends."""
        self._cells = []

    def close_row(self, _token: Token) -> None:
        """Two cells are a label and its value; a row of blanks is none."""
        cells = [cell for cell in self._cells or () if cell]
        if cells:
            self.lines.append((self._colon if len(cells) == 2 else _BETWEEN).join(cells))
        self._cells = None

    def write(self, token: Token) -> None:
        """Words of a cell, an item or a paragraph."""
        words = "".join(_pieces(token.children or ()))
        if self._cells is not None:
            self._cells.append(words)
            return
        self.lines.append(self._mark + words)
        self._mark = ""
        if not self._numbers:
            self.lines.append("")

    def write_code(self, token: Token) -> None:
        """As it stands."""
        self.lines += [token.content.rstrip("\n"), ""]

    def write_rule(self, _token: Token) -> None:
        """A line across."""
        self.lines += [_RULE, ""]

    def end_block(self, _token: Token) -> None:
        """A blank line."""
        self.lines.append("")


_WRITERS: Mapping[str, Callable[[_Page, Token], None]] = {
    "bullet_list_open": _Page.open_list,
    "ordered_list_open": _Page.open_list,
    "bullet_list_close": _Page.close_list,
    "ordered_list_close": _Page.close_list,
    "list_item_open": _Page.open_item,
    "tr_open": _Page.open_row,
    "tr_close": _Page.close_row,
    "table_close": _Page.end_block,
    "inline": _Page.write,
    "fence": _Page.write_code,
    "code_block": _Page.write_code,
    "hr": _Page.write_rule,
}


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    """Words without marks; behind those of a link stands its address."""
    address, words = "", ""
    for child in children:
        if child.type == "link_open":
            address, words = str(child.attrGet("href") or ""), ""
        elif child.type == "link_close":
            yield f" ({address})" if address != words else ""
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n"
        else:
            words += child.content
            yield child.content
