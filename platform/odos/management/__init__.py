"""The command line: each command translates its arguments, makes one call, translates the answer.

Django finds the commands in ``commands`` because the package ``odos`` itself is an installed application.
"""
