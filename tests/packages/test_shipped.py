"""The shipped packages install."""

from __future__ import annotations

from odos.packages.installing import install_package
from odos.storage.active import active_schema
from tests.fixtures.databases import forget_published
from tests.meta.designs import NOW, ROOT


def test_the_shipped_packages_install_and_install_again_without_a_new_version(workspace):
    first = install_package(workspace=workspace, key="crm", actor=ROOT, now=NOW)
    assert {"account", "quote_line", "user", "unit"} <= set(active_schema(workspace).entities)
    assert install_package(workspace=workspace, key="crm", actor=ROOT, now=NOW).version == first.version
    forget_published(workspace)  # as another process, which reads the design from its tables
    assert install_package(workspace=workspace, key="crm", actor=ROOT, now=NOW).version == first.version
