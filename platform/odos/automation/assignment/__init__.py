"""Who gets a record: ``assign`` rules, pools where records wait, ``recycle`` rules that bring them back.

`assigning` chooses somebody for new records and whenever it is asked; `claiming` takes a record out of a
pool, of two people at once for exactly one; `recycling` brings idle ones back; `owners` keeps since when
somebody has a record. A record is in a pool when it has no owner and its field that refers to a pool is
filled. It must not know HTTP. Start at `assigning`.
"""
