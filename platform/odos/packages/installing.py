"""Installing a package: its documents become one layer, published as one version."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from odos.accounts.principals import Principal
from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.meta.design.layers import PLATFORM, package_layer
from odos.meta.operations import Applied, apply_layer
from odos.packages.models import InstalledPackage
from odos.packages.reading import PackageFiles, read_package
from odos.packages.rows import load_rows
from odos.records.context import person_context
from odos.storage.active import active_schema
from odos.storage.versions import active_number

DATA = "data"  # rows that belong to the package
FIRST_RANK = 10
RANK_STEP = 10


def install_package(
    *, workspace: Workspace, key: str, actor: Principal, now: datetime, folder: Path | None = None
) -> Applied:
    """Install a package and those it requires; one that is there already is brought to its files' state.

    The rows in its ``data/`` come along. Nothing is published where nothing differs.
    Raises `Invalid` with file and line of each finding.
    """
    root = folder or Path(settings.ODOS_METADATA_DIR)
    applied = Applied(active_number(workspace))
    for package in _in_order(root, key, ()):
        applied = _install(workspace, package, actor, now)
        context = person_context(workspace, active_schema(workspace), actor, now, source="system")
        load_rows(context=context, folder=root / package.key / DATA)
    return applied


def _in_order(root: Path, key: str, above: tuple[str, ...]) -> list[PackageFiles]:
    """The package after all that it requires; the platform comes first."""
    if key in above:
        message = text(
            "Packages require each other: {chain}", "软件包循环依赖：{chain}", chain=" → ".join((*above, key))
        )
        raise Invalid(None, [Issue("cycle", message, (key, "requires"))])
    package = read_package(root / key)
    required = package.requires if key == PLATFORM else dict.fromkeys((PLATFORM, *package.requires))
    found: dict[str, PackageFiles] = {}
    for name in required:
        found |= {item.key: item for item in _in_order(root, name, (*above, key))}
    return [*found.values(), package]


def _install(workspace: Workspace, package: PackageFiles, actor: Principal, now: datetime) -> Applied:
    try:
        applied = apply_layer(
            workspace=workspace,
            layer=package_layer(package.key),
            rank=_rank(workspace, package.key),
            documents=package.documents.values(),
            message=f"Install {package.key} {package.version}",
            actor=actor,
            now=now,
        )
    except Invalid as refusal:
        raise Invalid(refusal.detail, [package.explain(issue) for issue in refusal.issues]) from refusal
    _note(workspace, package, now)
    return applied


def _rank(workspace: Workspace, key: str) -> int:
    if key == PLATFORM:
        return 0
    with transaction(workspace):
        known = InstalledPackage.objects.filter(key=key).first()
        highest = InstalledPackage.objects.order_by("-rank").first()
    if known is not None:
        return known.rank
    return max(highest.rank if highest else 0, FIRST_RANK - RANK_STEP) + RANK_STEP


def _note(workspace: Workspace, package: PackageFiles, now: datetime) -> None:
    values = {
        "version": package.version,
        "rank": _rank(workspace, package.key),
        "title": dict(package.title),
        "digest": package.digest,
        "installed_at": now,
    }
    with transaction(workspace):
        InstalledPackage.objects.update_or_create(key=package.key, defaults=values)
