"""Rules that do something: scores, validations, reminders, assignment, automation, postings, decision tables.

Trees in `tree` and `tree_of_change`; `parser` reads, `change_checker.check_statement` checks,
`change_printer.print_statement` prints any of them.
"""
