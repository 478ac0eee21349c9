"""Why a rule or a score gives what it gives for one record.

Start at `values`.
"""
