"""The rule language: one text, one typed tree, two back ends that agree.

`parser` text → tree; `checker` names (`paths`) and types (`typing_rules`, `calls`); `printer` tree → text;
`to_sql` a condition or value over a table (with `date_sql`, `collection_sql`, `whole_numbers`); `to_python` a
closure over one record (with `moments`, `numbers`, `casing`, `collection_python`); `library` what rules call.
Statements (rules that do something) stand beside: `statements` and `statements_of_change` are their trees,
`statement_parser` (with `…_builder`, `decision_rows`), `change_checker` (with `statement_checker`, `…_judge`,
`…_scopes`, `decision_checker`) and `change_printer` (with `statement_printer`) what works on them.
`tree_json` is the JSON form of any tree (`tree_forms`: of its attributes).
Text holds present keys, a checked tree identities. Must not know Django, field kinds or where rows are
kept: `scope.Scope` and `sql_source.SqlSource` are what it asks for. Start at `tree`.
"""
