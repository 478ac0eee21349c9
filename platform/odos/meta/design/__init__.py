"""The design as immutable values: layers, differences, and the tables that keep them.

Start at `layered`.
"""
