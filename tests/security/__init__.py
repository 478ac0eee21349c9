"""Attacks that must not work; see docs/security.md."""
