"""What was: the trail as its viewer may read it, records as of a moment, personal data.

Start at `trail`.
"""
