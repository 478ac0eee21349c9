"""``/api/rules/…``: checking, writing, trying and explaining rules.

Start at `checking`.
"""
