"""What may refuse a write: references, conditions, rules, unique values, duplicates, guards.

Start at `validation`.
"""
