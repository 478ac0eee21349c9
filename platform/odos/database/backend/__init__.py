"""Django's PostgreSQL backend with one more rule: the application never works as a superuser.

`base` is the name Django looks for.
"""
