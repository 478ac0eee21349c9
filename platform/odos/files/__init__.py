"""Attachments: bytes on disk named by their hash, a row for each upload.

`operations` stores, attaches and sweeps up, `queries` finds and opens, `sniffing` tells the type from the
content, `names` makes a name that does no harm. Who may open a file is decided by the record that refers to
it, which this package does not know: the caller says so. There is no scan for viruses.
"""
