"""What people are told: one inbox for each person, and channels that carry it further.

`operations.notify` and `notify_many` write notifications in the transaction of what they tell of;
`notice` is what a caller hands over, `kinds` lists what there is to be told, `queries` reads inboxes with
the reader's eyes. Channels get rows of deliveries in the same transaction; workers drain them.

Stands below approvals and automation, which tell people things, and must know neither. Start at `notice`.
"""
