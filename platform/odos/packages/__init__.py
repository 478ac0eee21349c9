"""Packages: folders of YAML that become one layer of the metadata.

`reading` turns a folder into documents and tells file and line of what it cannot read; `installing` publishes
them as one version, the packages they require first. It must not know how documents are compiled.

    installing.install_package(*, workspace, key, actor, now, folder=None) -> Applied   # again: in place
    reading.read_package(folder) -> PackageFiles                        # raises Invalid with all issues
"""
