"""Reading and writing rows of every entity: one engine for all of them.

Reads: `queries` (list, one, count, aggregate) run plans made by `plans`, which compile an entity, the
wanted fields, a filter, a sort and the viewer's access into SQL text once per schema version.
Writes: `operations` (create, update, delete, restore) and `bulk`; the pipeline is parse (`inputs`) →
default and compute (`defaults`, `computing`) → check (`checks`) → guards (`guards`) → write (`writing`), and
row, audit entry and outbox entry go out in one statement. `stamps` (before computing) and `consequences`
(once rows are written) are where packages above add to it.
What follows from it in other records: `graph` (who reads what, by which hops), `recomputing` (runs its stages
over the records concerned), `stages` and `computed_sql` (the statements).
Beside saving: `actions` (a registry of what else can be done with a record; packages above add to it).
Access: `reaching` (one condition for everything that asks), `reasons` (why), `sharing`, `handing_over`,
`moving_units`, `viewers`.

It must not know HTTP, nor how metadata is edited. Start at `operations`.
"""
