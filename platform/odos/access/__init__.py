"""Who may see and do what: roles become a list of SQL branches and masks of fields.

`roles` reads role documents, `compile` turns them into an `Access` for (principal, entity, action),
`model` is that result: predicates for a list and, from the same branches, a closure for one row.
It must not know how records are read or written; values known per request (the user, the units below
them) are slots that `slots` fills.
"""
