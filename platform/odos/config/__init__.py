"""The process: settings, addresses, the web and event applications, the embedded services, the supervisor.

The topmost layer: it may import everything, nothing may import it. `settings` says what can be set,
`supervisor` what runs, `embedded` how PostgreSQL and Redis come along.
"""
