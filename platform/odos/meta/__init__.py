"""Design time: metadata documents in layers, change sets, and the compiler that turns them into a `Schema`.

Everything that runs reads the compiled `Schema` only; nothing but this package reads design tables.

One way in for every change::

    operations.plan(*, workspace, changes, actor, now, base_version=None) -> Plan            # no side effects
    operations.apply(*, workspace, changes, message, actor, now, base_version=None,
                     confirm_destructive=False) -> Applied                                   # .version, .jobs
    operations.plan_rollback(*, workspace, number) -> Plan
    operations.rollback(*, workspace, number, actor, now, confirm_destructive=False) -> Applied
    operations.apply_layer(*, workspace, layer, rank, documents, message, actor, now) -> Applied   # a package

    rows.purging.plan_purge(*, workspace, keys=None) -> PurgePlan      # `purge` drops it, for good

    changes.read_changes(json) -> tuple[Change, ...]  # {op: put|delete|rename, kind, key, document?, new_key}
    Plan.as_json(language); Applied.version: int, Applied.jobs: tuple[str, ...]

    queries.list_components(workspace, *, kind=None, package=None, q=None) -> list[dict]
    queries.get_component(workspace, kind, key) -> dict       # {kind, key, document, layer, origins}
    queries.list_versions(workspace, *, limit=50, before=None) -> list[dict]
    schemas.documents.document_schema(kind) -> dict            # JSON Schema 2020-12; KINDS lists the kinds

Refusals: `Invalid` (422) with all issues; `Conflict` (409) naming the attributes somebody else changed.
Start at `design.layered` (what is stored), then `changes` (pure edits), `compiling` and `operations`.
"""
