"""Conversions: a record becomes records of other entities, once, linked both ways, undoable.

Start at `definition`, then `converting`.
"""
