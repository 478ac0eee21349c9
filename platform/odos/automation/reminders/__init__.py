"""Reminders: rules that find records set by set and tell people, each occurrence once.

A record of which a rule holds and whose time has come has an *episode*, a row that lasts until the rule holds
no more; what was told in it is a list of *occurrences*. Both have unique keys, and telling is part of the
transaction that writes them, so that workers may run in any number and die at any moment.

- `rules` are the rules that run: published ones, and those of people (`personal_rules`)
- `matching` is a rule as SQL, `evaluating` begins and ends episodes by one statement for a rule
- `timetable` and `planning` say what is due and when the next thing is: pure, no clock, no database
- `firing` tells what is due, `telling` whom and how; `digests`, `snoozing` what comes later
- `previewing` and `history` are what people ask about a rule; `jobs` is the background work
"""
