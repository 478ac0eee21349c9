"""Stages and approvals: pure machines, and the thin persistence around them.

`definition` is what was drawn (nodes in order, branches inside), `state` is where a case stands, `commands`
what people do, `machine` how one leads to the next: no database, no clock, no names of people in them.
`voting` decides when a step is settled.

Stages: `pipelines` is what was drawn, `governing` compiles its rules, `gates` decides over moves as a guard
of the write pipeline, `stage_history` keeps them, `visits` and `funnels` read them, `moving` offers them.

The machine asks a `world.World` for what only the outside knows: whether a condition holds, who approves,
who stands in for somebody, when a step is due. It must not know HTTP. Start at `machine.start` and
`machine.act`.
"""
