"""Field kinds: what a value of each kind is as columns, as JSON, in rules, in a sort and in a search.

One small file for each kind under `kinds/`; `registry` lists the built-in ones. A kind states facts;
serialisers, filters, importers and the UI ask for them. It must not know records or HTTP.
Start at `kind.FieldKind`; `single.SingleColumn` has the answers that most kinds share.

Beside the kinds: `document_schema` (the JSON Schema of a field document), `option_checks` (what that
cannot say), `conversion` (a change of kind as SQL), `numbering` (patterns of automatic numbers).
"""
