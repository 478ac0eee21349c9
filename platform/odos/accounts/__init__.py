"""People, organisation units, credentials: who is asking.

`principals` is the answer handed to every operation, `queries` finds it from a token or a session,
`operations` signs in and changes credentials, `models` are the tables. Users and units are also system
entities of the schema: the records engine reads and writes their tables, and administrators add columns.
What a user may see is no matter of this package (`odos.access`).
"""
