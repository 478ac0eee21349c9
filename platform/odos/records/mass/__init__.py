"""One change of many records: tried before, done as a job where it is much, taken back from the trail.

Start at `changes`.
"""
