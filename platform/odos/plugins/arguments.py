"""What is sent to a plugin, against the JSON Schema that the plugin gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from odos.kernel.issues import Issue
from odos.kernel.texts import text


def argument_issues(schema: Mapping[str, Any], values: Mapping[str, Any]) -> list[Issue]:
    """Every place where the values do not fit; the plugin itself sees only what does."""
    found = sorted(Draft202012Validator(schema).iter_errors(dict(values)), key=lambda error: list(error.path))
    return [_issue(error.message, tuple(error.path)) for error in found]


def _issue(why: str, path: tuple[str | int, ...]) -> Issue:
    message = text("This does not fit: {why}", "不符合要求：{why}", why=why[:300])
    return Issue("bad_argument", message, path)
