"""Static tables of notifications."""
