"""What happens by itself: scores that follow the time.

`scoring` renews stored scores that depend on the time, batch by batch; what depends on values alone is
kept by `records` in the transaction of each change.
It must not know HTTP, nor how metadata is edited. Start at `scoring`.
"""
