"""The contract as one OpenAPI 3.1 document, generated.

Start at `document`; `paths` has the fixed addresses, `entities` those of each entity.
"""
