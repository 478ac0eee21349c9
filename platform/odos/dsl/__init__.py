"""The rule language: one text, one typed tree, two back ends that agree.

`parser` text → tree; `checker` names (`paths`) and types (`typing_rules`, `calls`); `printer` tree → text;
`to_sql` a condition or value over a table (pieces in `sql`); `to_python` a closure over one record (pieces in
`python`); `library` what rules call. `tree_json` is the JSON form of any tree.
`statements`: rules that do something, made of clauses around expressions. `editing`: help for their authors.
Text holds present keys, a checked tree identities. Must not know Django, field kinds or where rows are
kept: `scope.Scope` and `sql.source.SqlSource` are what it asks for. Start at `tree`.
"""
