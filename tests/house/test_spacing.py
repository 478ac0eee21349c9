"""Chinese texts set Latin letters, numbers and counts apart from Chinese characters, everywhere alike: 3 条记录."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HAN = "[\u4e00-\u9fff]"
LATIN = r"(?:[A-Za-z0-9%]|\{\{count\}\})"
TOUCHING = re.compile(f"{LATIN}(?={HAN})|{HAN}(?={LATIN})")
# days are written as everybody writes them (10月1日), also where a pattern writes them (n月j日)
DAY = re.compile(r"[0-9Ynj]+[年月日](?!前|后|内|以)|(?<=[年月至])[0-9nj]+")
IN_RULES = re.compile(r'zh-hans: "([^"]*)"')
EXAMPLES = {"paste_example"}  # a notice as the government writes it


def touching(words: str) -> bool:
    return TOUCHING.search(DAY.sub("日", words)) is not None


def texts(found: Any, key: str = "") -> Iterator[str]:
    """Every text in a document but for examples."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from texts(value, str(name))
    elif isinstance(found, list):
        for value in found:
            yield from texts(value, key)
    elif isinstance(found, str) and key not in EXAMPLES:
        yield found


def chinese(found: Any, key: str = "") -> Iterator[str]:
    """What a document of metadata says in Chinese, rules included."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from chinese(value, str(name))
    elif isinstance(found, str):
        yield from [found] if key == "zh-hans" else IN_RULES.findall(found)


def said(source: str) -> Iterator[str]:
    """Every text in a module but for its docstrings."""
    nodes = list(ast.walk(ast.parse(source)))
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3条", True),
        ("共3 条", True),
        ("用 CRM设置", True),
        ("3 条", False),
        ("10月1日", False),
        ("30天", True),
    ],
)
def test_what_touches(words: str, expected: bool):
    assert touching(words) is expected


@pytest.mark.parametrize(
    "file", sorted((ROOT / "ui/src/i18n").glob("*zh-hans.json")), ids=lambda file: file.name
)
def test_the_screens(file: Path):
    """PLAT-12."""
    assert [words for words in texts(json.loads(file.read_text("utf-8"))) if touching(words)] == []


def test_the_metadata():
    """PLAT-12."""
    files = [file for file in (ROOT / "metadata").rglob("*.yaml") if "demo" not in file.parts]
    found = {file.name: [*chinese(yaml.safe_load(file.read_text("utf-8")))] for file in files}
    assert {name: bad for name, all_ in found.items() if (bad := [w for w in all_ if touching(w)])} == {}


def test_the_platform():
    """PLAT-12."""
    files = sorted((ROOT / "platform").rglob("*.py"))
    found = {file.name: [w for w in said(file.read_text("utf-8")) if touching(w)] for file in files}
    assert {name: bad for name, bad in found.items() if bad} == {}
