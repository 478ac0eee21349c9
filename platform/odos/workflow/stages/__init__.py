"""Stages of records: what was drawn, which moves are allowed, and what became of them.

Start at `pipelines`, then `gates`.
"""
