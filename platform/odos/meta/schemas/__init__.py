"""JSON Schemas of documents, and documents held against them.

Start at `documents`.
"""
