"""The audit trail: what changed, who did it, when, from where and why; nothing in it can be altered.

`operations` writes entries in the transaction of the change, `queries` reads the history of a record,
`sealing` chains hashes over what is settled and finds tampering. The tables belong to a database role
that nobody signs in as; `installation` makes them from `sql/` with the administrator's rights, and the
application may only insert and select. The package must not know what an entity is.
"""
