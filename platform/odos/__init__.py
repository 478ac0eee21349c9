"""Odos, the engine: business applications as metadata, interpreted while they run.

Layers import downwards only; `docs/architecture.md` draws them from top to bottom. Nothing of any
application (customers, quotes, invoices) is known here: that is metadata in `metadata/<package>/`.
Start reading at `odos.schema` (what a compiled application is), then `odos.records` (what runs on it).
"""
