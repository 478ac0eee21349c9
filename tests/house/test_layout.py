"""The house rules that no other tool checks."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PLATFORM = PROJECT / "platform"
PACKAGES = sorted(path.parent for path in PLATFORM.rglob("__init__.py") if "migrations" not in path.parts)
MODULES = sorted(path for path in PLATFORM.rglob("*.py") if "migrations" not in path.parts)
TEST_MODULES = sorted((PROJECT / "tests").rglob("*.py"))

FOLDERS = {"platform", "metadata", "plugins", "ui", "tests", "docs", "benchmarks", ".ci"}
FILES = {
    "Makefile", "README.md", "LICENSE", "manage.py", "pyproject.toml", "requirements.txt",
    "requirements-dev.txt",
    ".gitignore", ".gitattributes", ".editorconfig",
}  # fmt: skip
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "handler",
               "handlers", "service", "services", "misc", "tools", "lib", "core"}  # fmt: skip
NAMES_OF_DJANGO = {PLATFORM / "odos/database/backend/base.py": "Django looks for this name"}
LONGEST_MODULE = 400


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_platform_is_no_package():
    """A package named ``platform`` would shadow the standard library's."""
    assert not (PLATFORM / "__init__.py").exists()


def test_the_top_level_is_known():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    paths = [Path(line) for line in tracked.splitlines()]
    folders = {path.parts[0] for path in paths if len(path.parts) > 1}
    files = {path.name for path in paths if len(path.parts) == 1}
    assert folders <= FOLDERS
    assert files <= FILES


@pytest.mark.parametrize("module", [m for m in MODULES if m not in NAMES_OF_DJANGO], ids=name)
def test_no_module_has_a_vague_name(module: Path):
    assert module.stem not in VAGUE_NAMES
    assert module.parent.name not in VAGUE_NAMES


@pytest.mark.parametrize("package", PACKAGES, ids=name)
def test_every_package_is_a_docstring(package: Path):
    tree = ast.parse((package / "__init__.py").read_text())
    assert ast.get_docstring(tree), "say what the package is"
    if package != PLATFORM / "odos/plugins":
        assert len(tree.body) == 1, "an __init__ holds its docstring only"


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_every_module_is_short_and_says_what_it_is(module: Path):
    text = module.read_text()
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("module", MODULES + TEST_MODULES, ids=name)
def test_imports_stand_at_the_top(module: Path):
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inner = [child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]
            assert not inner, f"line {inner[0].lineno}: import at the top of the module"


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_nothing_is_left_for_later(module: Path):
    text = module.read_text()
    for mark in ("TODO", "FIXME", "XXX", "NotImplementedError"):
        assert mark not in text


def test_tests_mirror_the_platform():
    known = {path.name for path in (PLATFORM / "odos").iterdir() if path.is_dir()}
    known |= {
        "faults",
        "fixtures",
        "journeys",
        "conformance",
        "house",
        "benchmarks",
        "metadata",
        "plugins",
        "security",
    }
    found = {
        path.name for path in (PROJECT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert found <= known


MAKERS_OF_CONTEXTS = {"records/context.py", "records/background.py"}


def test_contexts_are_made_in_one_place():
    """Requests make their own from what came over HTTP; all other work names a person or the platform."""
    modules = [path for path in MODULES if "from odos.records.context import" in path.read_text()]
    makers = {str(path.relative_to(PLATFORM / "odos")) for path in modules if _makes_context(path)}
    assert {path for path in makers if not path.startswith("api/")} <= MAKERS_OF_CONTEXTS


def _makes_context(path: Path) -> bool:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id == "Context" for call in calls)
