"""The built-in functions by theme; `index.functions` is the registry of all of them.

A module of this folder is a tuple of `Function` objects and the small Python forms they need.
"""
