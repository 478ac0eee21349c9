"""The registry of functions. Plugins register theirs here while loading."""

from __future__ import annotations

from odos.dsl.functions import Function, fill
from odos.dsl.library import dates, logic, numbers, texts
from odos.kernel.registry import Registry

functions: Registry[Function] = fill(
    (*logic.FUNCTIONS, *texts.FUNCTIONS, *numbers.FUNCTIONS, *dates.FUNCTIONS)
)
