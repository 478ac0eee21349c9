"""Reads: lists, single records, counts and measures, under the one condition that says what a viewer reaches.

Start at `queries`; `plans` compiles them.
"""
