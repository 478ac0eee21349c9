"""Mail that comes in: boxes that administrators set up, looked into every half minute by a periodic job.

`polling` asks an IMAP `server` for what is new, `taking` hands each message once, in a transaction of its
own, to handlers (`mail_handlers`) that packages above register; `reading` makes of bytes what those work
with, and nothing that a sender can write stops it. `answers` is the handler of replies to notifications: who
wrote is known by a signed token (`tokens`) of the mail that is answered. Start at `mail_handlers`.
"""
