"""HTTP: translate a request, make one call, translate the answer.

`frame.endpoint.Endpoint` is the frame of every view: who asks, in which language, on which schema version,
and how refusals become RFC 9457 problem documents. `urls` lists all addresses; each module here is what
stands under one of them. Nothing is decided here.

`openapi` describes it all: fixed addresses in `paths` and `schemas` (a test holds them to `urls`), entities
in `entities`, values by field kind in `fields`. `docs` shows it.
"""
