"""``/api/schema``: the application as one user may see it.

Start at `documents`.
"""
