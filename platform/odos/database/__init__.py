"""How everything above talks to PostgreSQL: sessions bound to a workspace, roles, locks, notifications.

It knows roles, schemas, collations and connections; it must not know what the tables hold.
Read `session` first (every query goes through it), then `bootstrap` (what is made once, as administrator).
"""
