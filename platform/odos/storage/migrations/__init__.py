"""Migrations of the tables of schema versions."""
