"""The rule language: one text, one typed tree, two back ends that agree.

`parser` text → tree, `checker` names and types, `printer` tree → canonical text, `to_sql` a condition or
value over a table, `to_python` a closure over one record, `functions` what a rule may call. Text holds
present keys, a checked tree holds identities. Must not know Django, field kinds or where rows are kept:
`scope.Scope` and `to_sql.SqlSource` are what it asks for. Start at `tree`.
"""
