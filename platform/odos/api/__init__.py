"""HTTP: translate a request, make one call, translate the answer.

`endpoint.Endpoint` is the frame of every view: who asks, in which language, on which schema version, and
how refusals become RFC 9457 problem documents. `urls` lists all addresses. Nothing is decided here.

`openapi` describes it all: fixed addresses in `openapi_paths` and `openapi_schemas` (a test holds them to
`urls`), entities in `openapi_entities`, values by field kind in `openapi_fields`. `docs` shows it.
"""
