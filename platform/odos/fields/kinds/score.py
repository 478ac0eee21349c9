"""Points, a grade or a qualification, worked out by the score rules that name the field after ``into``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.fields.computed import RESULT_OPTIONS, ComputedKind


class ScoreKind(ComputedKind):
    """See `ComputedKind`: points are a number, grades options in the order of the rules, a qualification
    is true or false."""

    key = "score"
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {**RESULT_OPTIONS}}
