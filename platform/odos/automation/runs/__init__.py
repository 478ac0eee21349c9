"""Automation: ``on`` and ``every`` rules become runs, and runs carry out actions one by one.

`triggers` puts a run in where a condition holds, in the transaction of the change; `scheduling` does so at
set times. `carrying` takes one run and does its next action: what the action writes, its line in the log
and the place to go on from are one transaction, so that nothing is done twice and nothing is lost,
whatever dies. What leaves the system (mail, webhooks) leaves through outboxes of its own.
It must not know HTTP. Start at `triggers`, then `carrying`; `actions` is what can be done.
"""
