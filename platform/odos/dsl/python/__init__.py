"""The pieces of the Python back end; `odos.dsl.to_python` puts them together.

Start at `code`.
"""
