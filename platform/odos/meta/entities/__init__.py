"""One entity: its document, layouts and views compiled to what everything runs on.

Start at `compiling`.
"""
