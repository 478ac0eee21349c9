"""The pieces of the SQL back end; `odos.dsl.to_sql` puts them together.

Start at `source` (what it asks of the place it reads from), then `pieces`.
"""
