"""Approvals: a pure state machine, and the thin persistence around it.

`definition` is what was drawn (nodes in order, branches inside), `state` is where a case stands, `commands`
what people do, `machine` how one leads to the next: no database, no clock, no names of people in them.
`voting` decides when a step is settled.

The machine asks a `world.World` for what only the outside knows: whether a condition holds, who approves,
who stands in for somebody, when a step is due. It must not know HTTP. Start at `machine.start` and
`machine.act`.
"""
