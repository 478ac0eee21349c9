"""The personal layer: what people arrange for themselves and share, without publishing anything.

Saved views (columns, filter, sort, grouping of a list) and segments (named sets of records, by condition or
frozen). `models` are the tables, `audience` says with whom something is shared, `pinning` holds the names in
a document by identity, so that renames break nothing. `operations` and `queries` write and read views,
`segments` segments; `conditions` lets filters ask for a segment, `naming` lets records name one.

A view or segment never shows more than its viewer may see: documents are read with the viewer's eyes every
time. It must not know HTTP. Start at `view_documents`.
"""
