"""Stages, conversions and approvals: pure machines, and the thin persistence around them.

`approvals`: what was drawn (`definition`), where a case stands (`state`), what people do (`commands`) and how
one leads to the next (`machine`): no database, no clock, no names of people. The machine asks a `world.World`
for what only the outside knows: whether a condition holds, who approves, when a step is due.
`stages`: what was drawn (`pipelines`), which moves are allowed (`gates`), what became of them (`history`).
`conversions`: a record becomes records of other entities, once, undoable.

Across them: `actions` offers all three on a record, `guard` keeps what is in approval as it is, `writing` is
what they write into records, `handing_over` what passes on when somebody leaves.

It must not know HTTP. Start at `approvals.machine`: `start` and `act`.
"""
