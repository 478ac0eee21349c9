"""Webhooks: addresses that rules call, and their deliveries.

A call is a row, written in the transaction of the action; `delivering` sends it, signed, again and again with
growing pauses, until it is taken or set aside as dead. A delivery keeps its id whenever it is sent again.
"""
