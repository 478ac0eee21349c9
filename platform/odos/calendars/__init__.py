"""When people work: the weekly hours, the holidays and the make-up days of a workspace.

`models` are the tables, `queries` gives the calendar that rules count by, `operations` changes it. What a
working day is to a rule stands in `odos.dsl.calendar`. Must not know who may change it, nor entities.
"""
