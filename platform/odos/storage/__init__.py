"""Schema versions and the tables that follow them.

A version is a manifest of content-addressed compiled parts; one row says which is active. It knows how to
find the active version (`active`), to keep a write from running on an outdated one (`fence`), to see what a
new version asks of the database (`physical`, `diff`, `steps`), and to do it (`migrate`,
`indexes`). Nothing is dropped on the way: `retired` lists what is hidden, `purging` drops it when told to.
It must not know how metadata is edited (`odos.meta`), nor how rows are read and written (`odos.records`).

What other packages use::

    active.active_schema(workspace) -> Schema        # warm: no query; version 0 without entities at first
    active.schema_at(workspace, version) -> Schema   # for a job that pins one
    active.schema_channel(workspace) -> str          # NOTIFY payload: the new version's number
    fence.run_fenced(workspace, work: Callable[[Schema], T], *, schema=None, timeout_ms=None, ahead=()) -> T
    fence.fence_sql(workspace) -> Sql                # two statements; the second gives the active version
    physical.unique_indexes(entity) -> {index name: (Field, ...)}     # to explain a unique violation
    physical.LINK_SOURCE, LINK_TARGET                # columns of a link table; its name is `field.column`
    indexes.want_index(workspace, entity, equality_fields, sort, *, now) -> bool   # a filter used often

Every table has the system columns of `physical.SYSTEM_COLUMNS`; entities with searchable fields have
``search_grams tsvector``; line entities have ``position double precision``.
"""
