"""Values of fields on their way in and out: parsed, selected, in their currency.

Start at `inputs` (in) and `selecting` (out).
"""
