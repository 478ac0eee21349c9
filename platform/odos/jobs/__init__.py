"""Background work: rows in PostgreSQL that say what is to be done, and workers that do it.

The row is the truth; a Celery message only rings at a worker's door, and a lost one costs a few seconds.

- `kinds` says what work there is: jobs (a row each), drains (no row: they empty a table), periodics
- `operations` puts jobs in and cancels them, `queries` reads them
- `claims` is the protocol of lease, heartbeat and fencing token; `running` does one claimed job
- `doorbell` wakes workers and tells browsers; `ticking` is what beat asks for every few seconds

This package is the only importer of Celery. It must not know what any job does.
"""
