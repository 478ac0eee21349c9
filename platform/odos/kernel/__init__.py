"""The vocabulary every layer shares: texts, issues, problems, time, workspaces, registries, money.

Pure Python: it must not know Django, PostgreSQL or HTTP. Start at `issues` and `problems`.
"""
