"""Reading and writing rows of every entity: one engine for all of them.

`lists` reads: plans compile an entity, the wanted fields, a filter, a sort and the viewer's access into SQL
once per schema version. `writes` writes: parse (`values.inputs`) → default and compute (`computed`) → check
and guard (`checks`) → row, audit and outbox entry in one statement. `computed` also says what follows from a
change in other records, and brings exactly that up to date. `rules` are rules of the language over rows.
`mass` changes many at once, `history` tells what was, `access` who was let in and why, `why` where a value
comes from. Beside saving: `actions` (what else can be done with a record; packages above add kinds).

`context` says who asks, of which workspace and version, when. It must not know HTTP, nor how metadata is
edited. Start at `writes.operations` and `lists.queries`.
"""
