"""What happens by itself: rules that act, reminders, who gets a record, scores that follow the time.

`runs` carries out ``on`` and ``every`` rules step by step, `webhooks` what they call; `reminders` is the
engine of ``remind`` rules, `assignment` that of ``assign`` and ``recycle``; `scoring` renews stored scores
that depend on the time. `people` says whom a rule means, for a whole batch of records at once. What depends
on values alone is kept by `records` in the transaction of each change.
It must not know HTTP, nor how metadata is edited. Each sub-package says where to start reading.
"""
