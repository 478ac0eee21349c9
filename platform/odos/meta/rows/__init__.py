"""What a new version asks of old rows: values brought in, values purged.

Start at `refreshing`.
"""
