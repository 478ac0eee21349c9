"""PLAT-19: the plain part of a mail reads like a mail, not like Markdown."""

from __future__ import annotations

from markdown_it import MarkdownIt

from odos.notifications.plain_words import plain_words

MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
SOURCE = """
# Quote

Dear **Mona**,
please *decide* on `Q-1`, see [the guide](https://example.com/guide) or <https://example.com>.

| | |
|---|---|
| Customer | Acme |
| Total | **12.50** |

| a | b | c |
|---|---|---|
| 1 | 2 | 3 |

- one
- two
  1. first
  2. second

3. three
4. four

---

    code **as it is**
"""
PLAIN = """Quote

Dear Mona,
please decide on Q-1, see the guide (https://example.com/guide) or https://example.com.

Customer: Acme
Total: 12.50

a | b | c
1 | 2 | 3

- one
- two
  1. first
  2. second

3. three
4. four

——————————

code **as it is**"""


def test_markdown_becomes_plain_text():
    assert plain_words(MARKDOWN.parse(SOURCE), ": ") == PLAIN
