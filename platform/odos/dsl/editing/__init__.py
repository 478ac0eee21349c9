"""Help for whoever writes a rule: what may come next, what stands where, forms beside the text.

Start at `completion`.
"""
