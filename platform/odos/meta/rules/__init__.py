"""Rules inside documents: found, checked, and printed with present names.

Start at `checking`.
"""
