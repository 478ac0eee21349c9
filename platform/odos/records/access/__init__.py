"""Who was let in on a record, why, and who else sees it.

Start at `reasons`.
"""
