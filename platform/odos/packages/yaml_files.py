"""YAML read strictly: no key twice, no tags, and the line of every value for messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

Place = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Source:
    """A file's content. ``lines`` gives the line (from 1) of each value by its path."""

    path: str
    content: Any
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """The line of the value at ``place``, or of the nearest one around it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1


class Unreadable(Exception):
    """The file is no YAML that we take; carries the finding."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(str(issue.message))


def read_yaml(path: Path, shown: str) -> Source:
    """Read one file; ``shown`` is how messages name it. Raises `Unreadable`."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(_broken(shown, error)) from error
    lines: dict[Place, int] = {}
    content = _value(node, (), lines, shown) if node is not None else None
    return Source(shown, content, lines)


def read_mapping(path: Path, shown: str) -> Mapping[str, Any]:
    """The content of a file of names and values, empty of any other; raises `Invalid`."""
    try:
        content = read_yaml(path, shown).content
    except Unreadable as unreadable:
        raise Invalid(None, [unreadable.issue]) from unreadable
    return content if isinstance(content, dict) else {}


def _value(node: yaml.Node, place: Place, lines: dict[Place, int], shown: str) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, shown)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), lines, shown) for index, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], shown: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            raise Unreadable(_twice(shown, key, key_node.start_mark.line + 1))
        found[key] = _value(value_node, (*place, key), lines, shown)
    return found


_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null"))


def _scalar(node: yaml.Node) -> Any:
    """Dates stay texts; JSON has none."""
    return _CONSTRUCTOR.construct_object(node) if node.tag in _PLAIN_TAGS else node.value


def _broken(shown: str, error: Exception) -> Issue:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    problem = getattr(error, "problem", None) or str(error)
    message = text(
        "{file}, line {line}: not readable as YAML: {problem}",
        "{file} 第 {line} 行：无法解析 YAML：{problem}",
        file=shown,
        line=line,
        problem=problem,
    )
    return Issue("yaml", message, (shown,))


def _twice(shown: str, key: str, line: int) -> Issue:
    message = text(
        '{file}, line {line}: "{key}" stands twice',
        "{file} 第 {line} 行：“{key}”重复",
        file=shown,
        line=line,
        key=key,
    )
    return Issue("yaml_duplicate", message, (shown,))
