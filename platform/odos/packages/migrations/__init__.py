"""Migrations of the table of installed packages."""
