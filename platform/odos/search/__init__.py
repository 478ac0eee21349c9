"""Text search without an extension: every record keeps its words as n-grams in a column of its own.

`grams` cuts words and queries the same way. It must not know records or HTTP.
"""
