"""Rules of the language over rows: checked once for each version, then a closure or SQL.

Start at `compiled`.
"""
