"""Signing in and out, passwords, second factors, identity providers, tokens.

Start at `sessions`.
"""
