from __future__ import annotations

import io

from odos.config.console import Console


def test_every_line_carries_its_speaker():
    stream = io.StringIO()
    Console(stream).say("web", "one\ntwo")
    assert stream.getvalue() == "web     │ one\nweb     │ two\n"


def test_colours_are_for_terminals(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    stream = io.StringIO()
    Console(stream).say("web", "one")
    assert "\x1b[32m" in stream.getvalue()


def test_a_box_is_straight_with_chinese_too():
    stream = io.StringIO()
    Console(stream).box(["abcd", "中文"])
    top, first, second, bottom = stream.getvalue().strip().splitlines()
    assert (top, first, second, bottom) == ("╭────────╮", "│  abcd  │", "│  中文  │", "╰────────╯")
