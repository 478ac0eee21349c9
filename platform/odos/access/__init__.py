"""Who may see and do what: roles become a list of SQL branches and masks of fields.

`roles` reads role documents (`masks` and `teams` parts of them), `compile` turns them into an `Access` for
(principal, entity, action), `model` is that result: plain values; `records.lists.reaching` makes SQL of it.
Who asks (the user, their units, subordinates, grantees) are slots that `slots` fills. `operations` and
`queries` keep shares and teams of records. It must not know how records are read or written.
"""
