from __future__ import annotations

from typing import Any

import pytest

from odos.fields.option_checks import check_options


@pytest.mark.parametrize(
    ("kind", "options", "path"),
    [
        ("integer", {"min": 5, "max": 4}, ("max",)),
        ("decimal", {"min": "1.5", "max": 1}, ("max",)),
        ("decimal", {"digits": 2, "scale": 4}, ("scale",)),
        ("auto_number", {"pattern": "Q"}, ("pattern",)),
        ("auto_number", {"pattern": "{000}", "reset": "year"}, ("reset",)),
    ],
)
def test_options_that_contradict_each_other(kind: str, options: dict[str, Any], path: tuple[str, ...]):
    (issue,) = check_options(kind, options)
    assert issue.path == path
    assert issue.hint


def test_options_that_agree():
    assert check_options("integer", {"min": 4, "max": 4}) == ()
    assert check_options("decimal", {"digits": 4, "scale": 4}) == ()
    assert check_options("text", {"max_length": 3}) == ()
