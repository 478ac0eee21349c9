"""Approvals: what was drawn, the pure machine that runs it, and the thin persistence around.

Start at `machine` (no database, no clock), then `operations`.
"""
