"""What a JSON Schema cannot say of layouts, roles, pipelines, conversions and approvals.

Start at `parts`.
"""
