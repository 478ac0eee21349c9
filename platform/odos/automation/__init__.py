"""What happens by itself: scores that follow the time, reminders that come when they are due.

`scoring` renews stored scores that depend on the time, batch by batch; what depends on values alone is
kept by `records` in the transaction of each change. `reminders` is the engine of `remind` rules; `people`
says whom a rule means, for a whole batch of records at once.
It must not know HTTP, nor how metadata is edited. Start at `reminders`.
"""
