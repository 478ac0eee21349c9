"""What happens by itself: scores that follow the time, and why a record has its score.

`scoring` renews stored scores that depend on the time, batch by batch; what depends on values alone is
kept by `records` in the transaction of each change. `tracing` tells which clause of a score rule gave which
points.
It must not know HTTP, nor how metadata is edited. Start at `scoring`.
"""
