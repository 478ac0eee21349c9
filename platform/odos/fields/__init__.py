"""Field kinds: what a value of each kind is as columns, as JSON, in rules, in a sort and in a search.

One small file for each kind under `kinds/`; `kinds.registry` lists the built-in ones. A kind states
facts; serialisers, filters, importers and the UI ask for them. It must not know records or HTTP.
Start at `kind.FieldKind`.
"""
