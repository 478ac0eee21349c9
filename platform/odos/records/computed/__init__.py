"""What nobody types: defaults, formulas, rollups and scores, and what follows from a change.

Start at `graph`, then `recomputing`.
"""
