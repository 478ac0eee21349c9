"""A package's folder read into documents, each with the file it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text
from odos.packages.yaml_files import Source, Unreadable, read_yaml
from odos.schema.names import is_key
from odos.storage.versions import digest

FOLDERS: Mapping[str, str] = {
    "entities": "entity",
    "layouts": "layout",
    "views": "view",
    "workflows": "workflow",
    "rules": "rule",
    "pipelines": "pipeline",
    "conversions": "conversion",
    "templates": "template",
    "menus": "menu",
    "roles": "role",
    "settings": "settings",
}
MANIFEST = "package.yaml"


@dataclass(frozen=True)
class PackageFiles:
    """A package as its files say: documents by kind and key, and the ``sources`` that they came from."""

    key: str
    version: str
    title: Mapping[str, str]
    requires: tuple[str, ...]
    documents: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], Source] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The address of the whole content."""
        listed = [[kind, key, document] for (kind, key), document in sorted(self.documents.items())]
        return digest([self.key, self.version, self.title, self.requires, listed])

    def explain(self, issue: Issue) -> Issue:
        """The finding with file and line, where its path leads into a document of this package."""
        name = (str(issue.path[0]), str(issue.path[1])) if len(issue.path) > 1 else ("", "")
        source = self.sources.get(name)
        return _placed(issue, source, issue.path[2:]) if source else issue


def read_package(folder: Path) -> PackageFiles:
    """Read and check every file; raises `Invalid` with all findings, `NotFound` where there is no package."""
    if not (folder / MANIFEST).is_file():
        raise NotFound(
            text('There is no package "{key}"', "没有名为“{key}”的软件包", key=folder.name),
            [Issue("no_package", text("{path} is missing", "缺少 {path}", path=f"{folder.name}/{MANIFEST}"))],
        )
    issues: list[Issue] = []
    manifest = _read(folder / MANIFEST, folder, issues)
    sources: dict[tuple[str, str], Source] = {}
    for directory, kind in FOLDERS.items():
        for path in sorted((folder / directory).glob("*.yaml")):
            source = _read(path, folder, issues)
            if source is not None:
                issues += _collect(kind, path.stem, source, sources)
    if issues or manifest is None:
        raise Invalid(None, issues)
    documents = {name: dict(source.content) for name, source in sources.items()}
    return _with_manifest(folder.name, manifest, documents, sources)


def _read(path: Path, folder: Path, issues: list[Issue]) -> Source | None:
    shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    try:
        source = read_yaml(path, shown)
    except Unreadable as unreadable:
        issues.append(unreadable.issue)
        return None
    if not isinstance(source.content, dict):
        issues.append(
            Issue(
                "not_a_document", text("{file} is no document", "{file} 不是有效文档", file=shown), (shown,)
            )
        )
        return None
    return source


def _collect(kind: str, stem: str, source: Source, sources: dict[tuple[str, str], Source]) -> Iterator[Issue]:
    """What kind and key say must be what folder and file say; everything else is the compiler's to judge."""
    for name, wanted in (("kind", kind), ("key", stem)):
        if source.content.get(name) != wanted:
            names = {"name": name, "wanted": wanted}
            message = text('{name} must be "{wanted}" here', "{name} 在此处必须是“{wanted}”", **names)
            yield _placed(Issue("wrong_place", message), source, (name,))
            return
    sources[kind, stem] = source


def _placed(issue: Issue, source: Source, place: tuple[str | int, ...]) -> Issue:
    """The finding with file and line before its sentence in each language."""
    names = {"file": source.path, "line": source.line_of(place)}
    names |= {"en": issue.message.render("en"), "zh": issue.message.render("zh-hans")}
    message = text("{file}, line {line}: {en}", "{file} 第 {line} 行：{zh}", **names)
    return replace(issue, message=message, path=(source.path, *place))


def _with_manifest(
    name: str,
    manifest: Source,
    documents: Mapping[tuple[str, str], Mapping[str, Any]],
    sources: Mapping[tuple[str, str], Source],
) -> PackageFiles:
    content: Mapping[str, Any] = manifest.content
    key = str(content.get("key", ""))
    if not is_key(key) or key != name:
        message = text('key must be "{name}" like the folder', "key 必须与文件夹名“{name}”一致", name=name)
        raise Invalid(None, [_placed(Issue("wrong_package_key", message, ("key",)), manifest, ("key",))])
    required = (content.get("requires") or {}).get("packages") or {}
    return PackageFiles(
        key=key,
        version=str(content.get("version", "0.0.0")),
        title=content.get("title") or {"en": key},
        requires=tuple(required),
        documents=documents,
        sources=sources,
    )
