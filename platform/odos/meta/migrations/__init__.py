"""Migrations of the design tables."""
