"""How a mail looks: styles stand at each element, since mail programs read few style sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

_CELL = "padding:3px 20px 3px 0;text-align:left;vertical-align:top"
_STYLES = {
    "p": "margin:0 0 14px",
    "ul": "margin:0 0 14px;padding-left:22px",
    "ol": "margin:0 0 14px;padding-left:22px",
    "blockquote": "margin:0 0 14px;padding-left:12px;border-left:3px solid #e3e6eb",
    "h1": "font-size:19px;margin:0 0 10px",
    "h2": "font-size:17px;margin:0 0 10px",
    "h3": "font-size:15px;margin:0 0 10px",
    "table": "border-collapse:collapse;margin:0 0 14px",
    "td": _CELL,
    "th": f"{_CELL};border-bottom:1px solid #e3e6eb",
    "a": "color:#1668dc",
}
_LABEL = "color:#646a73;white-space:nowrap"


def in_style(tokens: Sequence[Token]) -> list[Token]:
    """The same Markdown with a style at each element. A table whose head is blank has none: what stands first
    in its rows are labels."""
    kept = list(_without_blank_heads(tokens))
    is_first, has_head = False, True
    for token in kept:
        if token.type == "table_open":
            has_head = False
        has_head = has_head or token.type == "thead_open"
        is_label = token.type == "td_open" and is_first and not has_head
        is_first = token.type == "tr_open"
        _dress(token, is_label=is_label)
    return kept


def _dress(token: Token, *, is_label: bool) -> None:
    for child in token.children or ():
        _dress(child, is_label=False)
    style = _STYLES.get(token.tag, "")
    if style and token.nesting == 1:
        own = str(token.attrGet("style") or "")  # how a column is aligned
        token.attrSet("style", ";".join(filter(None, (style, _LABEL if is_label else "", own))))


def _without_blank_heads(tokens: Sequence[Token]) -> Iterator[Token]:
    place = 0
    while place < len(tokens):
        end = place
        if tokens[place].type == "thead_open":
            end = next(at for at in range(place, len(tokens)) if tokens[at].type == "thead_close")
            if not any(each.content.strip() for each in tokens[place:end]):
                place = end + 1
                continue
        yield from tokens[place : end + 1]
        place = end + 1
