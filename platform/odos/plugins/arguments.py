"""What is sent to a plugin, against the JSON Schema that the plugin gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from odos.fields.conforming import misfits
from odos.kernel.issues import Issue


def argument_issues(schema: Mapping[str, Any], values: Mapping[str, Any]) -> list[Issue]:
    """Every place where the values do not fit; the plugin itself sees only what does."""
    found = misfits(Draft202012Validator(schema), dict(values))
    return [Issue("bad_argument", each.message, each.path, each.hint) for each in found]
