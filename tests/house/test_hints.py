"""Every finding says what to do: with a hint of its own, or by what goes with its code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from odos.kernel.hints import HINTS
from odos.kernel.texts import LANGUAGES
from tests.house.test_layout import PLATFORM

# where a hint stands among the arguments
POSITIONS = {"Issue": 3, "finding": 3, "report": 3, "invalid": None}
TREES = {
    module: ast.parse(module.read_text(encoding="utf-8"))
    for module in sorted(PLATFORM.rglob("*.py"))
    if module.name != "hints.py"
}


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def lacks_hint(call: ast.Call) -> bool:
    """Also one that is only a proposal, which there may not be."""
    position = POSITIONS[name_of(call)]
    given = [item.value for item in call.keywords if item.arg == "hint"]
    if position is not None:
        given += call.args[position : position + 1]
    return not given or ast.unparse(given[0]).partition("(")[0].endswith("did_you_mean")


def codes_without_hint() -> Iterator[tuple[str, str]]:
    for module, tree in TREES.items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and name_of(call) in POSITIONS and call.args and lacks_hint(call):
                code = call.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, f"{module.relative_to(PLATFORM)}:{call.lineno}"


def test_every_finding_has_a_hint():
    found = dict(codes_without_hint())
    assert len(found) > 50
    assert {code: place for code, place in found.items() if code not in HINTS} == {}


def test_no_hint_waits_for_a_finding_that_is_gone():
    texts = {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert HINTS.keys() <= texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_need_no_values(language):
    for hint in HINTS.values():
        assert not hint.values
        assert hint.render(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_say_what_to_do_themselves(language):
    """Who reads them cannot open files of the project."""
    assert [hint.en for hint in HINTS.values() if ".md" in hint.render(language)] == []
