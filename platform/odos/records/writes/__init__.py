"""The write pipeline: one record, many, their lines and files, the bin, and what each change leaves behind.

Start at `operations`, then `bulk`.
"""
